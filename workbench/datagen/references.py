"""Columns that point to rows: foreign keys, their spread, and what a child copies from its parent.

A spread answers one question, which parent row a child row has, from the row numbers alone. The key then
comes from the parent's own key column, so a foreign key always hits, whatever the key's type.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import pyarrow as pa

from workbench.datagen.columns import Column, Mask
from workbench.datagen.draws import Draw, Permutation
from workbench.datagen.philox import Rows, Stream
from workbench.datagen.planted import Chance
from workbench.datagen.shapes import Shape, whole


class Spread(Protocol):
    """How children are dealt out to parents."""

    def parents(self, rows: Rows) -> Rows:
        """The parent's row number for each child row."""


@dataclass(frozen=True)
class Drawn:
    """Any parent for any child, by a shape: uniform, or Zipf with the lowest rows as the hot ones."""

    draw: Draw
    shape: Shape
    count: int

    def parents(self, rows: Rows) -> Rows:
        """Rows in 0..count-1."""
        return whole(self.shape, self.draw.uniform(rows), 0, self.count - 1)


@dataclass(frozen=True)
class Hot:
    """As another spread, but one parent has a share of all children more: a planted hot key."""

    spread: Spread
    parent: int
    chance: Chance

    def parents(self, rows: Rows) -> Rows:
        """Rows in 0..count-1."""
        return np.where(self.chance.hit(rows), self.parent, self.spread.parents(rows))


@dataclass(frozen=True)
class Once:
    """No parent twice, in no order: one-to-one, or one-to-none for some parents."""

    permutation: Permutation

    def parents(self, rows: Rows) -> Rows:
        """Rows in 0..count-1, all different."""
        return self.permutation(rows)


@dataclass(frozen=True)
class Distinct:
    """No parent twice for the children of one group: no product twice on an order."""

    permutation: Permutation
    group: Grouped

    def parents(self, rows: Rows) -> Rows:
        """Rows in 0..count-1, all different within a group."""
        groups = self.group.parents(rows)
        return self.permutation(rows - self.group.first(groups), groups)


@dataclass(frozen=True)
class Grouped:
    """Children stand next to their siblings, the parents in order: how rows lie that were written together.

    Without a stream all parents have the same number of children. With one, a parent begins at a random row
    of its even share, so that numbers differ, from one child (where there are enough) to nearly twice the
    average. All in integers, so that no rounding can make two chunks disagree.
    """

    count: int
    children: int
    stream: Stream | None = None

    def parents(self, rows: Rows) -> Rows:
        """Rows in 0..count-1, rising with the child's row."""
        even = rows * self.count // self.children
        return even if self.stream is None else even - (rows < self.first(even))

    def first(self, parents: Rows) -> Rows:
        """The row of each parent's first child."""
        start = self._even_start(parents)
        if self.stream is None:
            return start
        share = self._even_start(parents + 1) - start
        late = np.floor(self.stream.uniform(parents) * share).astype(np.int64)
        return start + np.where(parents == 0, 0, late)

    @property
    def most(self) -> int:
        """Children that no parent has more of."""
        share = -(-self.children // self.count)
        return share if self.stream is None else 2 * share

    def _even_start(self, parents: Rows) -> Rows:
        return -(-parents * self.children // self.count)


@dataclass(frozen=True)
class Earlier:
    """An earlier row of the same table; with a group, one of the same parent. The first has none."""

    stream: Stream
    group: Grouped | None = None

    def parents(self, rows: Rows) -> Rows:
        """Rows below each row; the row itself where there is none."""
        first = self._first(rows)
        return first + np.floor(self.stream.uniform(rows) * (rows - first)).astype(np.int64)

    def missing(self, rows: Rows) -> Mask:
        """True for the first row, or the first of each group."""
        none: Mask = rows == self._first(rows)
        return none

    def _first(self, rows: Rows) -> Rows:
        return np.zeros_like(rows) if self.group is None else self.group.first(self.group.parents(rows))


@dataclass(frozen=True)
class Levels:
    """A tree in the order of its levels: a row's parent is any row of the level above; those of the first have none.

    `starts` are the first rows of the levels, and the count of all rows behind them.
    """

    stream: Stream
    starts: tuple[int, ...]

    @classmethod
    def of(cls, stream: Stream, count: int, depth: int) -> Levels:
        """Levels that grow by one factor, each with a row at least; fewer than `depth` where there are fewer rows."""
        depth = min(depth, count)
        factor = max(2.0, count ** (1.0 / depth))
        whole_tree = factor**depth - 1.0
        starts = [max(level, int(count * (factor**level - 1.0) / whole_tree)) for level in range(depth)]
        return cls(stream, (*starts, count))

    def parents(self, rows: Rows) -> Rows:
        """Rows of the level above; the row itself where there is none."""
        starts = np.array(self.starts)
        level = np.searchsorted(starts, rows, side="right") - 1
        low, high = starts[np.maximum(level - 1, 0)], starts[level]
        drawn = low + np.floor(self.stream.uniform(rows) * (high - low)).astype(np.int64)
        return np.where(level == 0, rows, drawn)

    def missing(self, rows: Rows) -> Mask:
        """True for the first level."""
        none: Mask = rows < self.starts[1]
        return none


@dataclass(frozen=True)
class Reference(Column):
    """A foreign key: the key of the parent's row."""

    table: str
    key: Column
    spread: Spread

    def values(self, rows: Rows) -> Any:
        """As the key's."""
        return self.key.values(self.spread.parents(rows))

    def array(self, values: Any) -> pa.Array:
        """As the key's."""
        return self.key.array(values)

    def missing(self, rows: Rows) -> Mask | None:
        """The rows that have nothing to point to."""
        return self.spread.missing(rows) if isinstance(self.spread, Earlier | Levels) else None


@dataclass(frozen=True)
class Lookup(Column):
    """A column of the row that a reference points to."""

    spread: Spread
    source: Column

    def values(self, rows: Rows) -> Any:
        """As the source's."""
        return self.source.values(self.spread.parents(rows))

    def array(self, values: Any) -> pa.Array:
        """As the source's."""
        return self.source.array(values)


@dataclass(frozen=True)
class Position(Column):
    """1, 2, 3, ... among the children of one parent: the line number of an order's items."""

    group: Grouped

    def values(self, rows: Rows) -> Rows:
        """int64."""
        return rows - self.group.first(self.group.parents(rows)) + 1
