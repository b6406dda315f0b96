"""Columns of words: prose for full-text search, and phrases such as a person's name. The words are in
`vocabulary`.

Word j of row r is a draw at (r, j), so a text is the same whether it is made alone or among a million.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from workbench.datagen.columns import Column
from workbench.datagen.philox import Rows, Stream, unit
from workbench.datagen.shapes import Shape, whole

_SENTENCE = 11  # words in a sentence on average


@dataclass(frozen=True)
class Text(Column):
    """From `low` to `high` words, their frequency by a shape; prose comes in sentences, a title is one line."""

    stream: Stream
    words: tuple[str, ...]
    frequency: Shape
    low: int
    high: int
    prose: bool

    def values(self, rows: Rows) -> pa.Array:
        """The texts."""
        counts = self.low + np.floor(self.stream.uniform(rows) * (self.high - self.low + 1)).astype(np.int64)
        ends = np.cumsum(counts)
        starts = ends - counts
        place = np.arange(counts.sum()) - np.repeat(starts, counts)
        bits = self.stream.bits(np.repeat(rows, counts), place + 1)
        rank = whole(self.frequency, unit(bits[0]), 0, len(self.words) - 1)
        closing = np.zeros(len(rank), bool)
        if self.prose:
            closing = unit(bits[1]) < 1 / _SENTENCE
            closing[ends - 1] = True
        # A word begins a sentence where its text begins and after every full stop.
        opening = np.concatenate(([False], closing[:-1])) | (place == 0)
        form = rank + len(self.words) * (opening + 2 * closing)
        offsets = np.concatenate(([0], ends)).astype(np.int32)
        return pc.binary_join(pa.ListArray.from_arrays(offsets, self._forms().take(pa.array(form))), " ")

    def array(self, values: pa.Array) -> pa.Array:
        """As they are."""
        return values

    def _forms(self) -> pa.Array:
        """Each word plain, Capitalised, closing. and Both., in this order."""
        plain = [*self.words, *(word[:1].upper() + word[1:] for word in self.words)]
        return pa.array([*plain, *(f"{word}." for word in plain)], pa.string())


@dataclass(frozen=True)
class Phrase(Column):
    """One word of each list, all combinations equally likely: Ada Moreau, Folding Oak Chair."""

    stream: Stream
    parts: tuple[tuple[str, ...], ...]

    def values(self, rows: Rows) -> Rows:
        """int64: the number of the combination."""
        combinations = reduce(int.__mul__, map(len, self.parts))
        return np.floor(self.stream.uniform(rows) * combinations).astype(np.int64)

    def array(self, values: Rows) -> pa.Array:
        """The phrases."""
        columns = []
        for part in self.parts:
            values, code = np.divmod(values, len(part))
            columns.append(pa.array(part, pa.string()).take(pa.array(code)))
        return pc.binary_join_element_wise(*columns, " ")
