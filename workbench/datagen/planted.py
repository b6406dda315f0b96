"""Facts planted in the data, so that whoever finds them can be checked: which rows, and why. The chances; the effects are in
the columns.

    hot key       one parent has a share of the children more      reference: hot = { share = 0.3, row = 1 }
    outlier       a number times a factor                          number: outliers = { share = 0.001, factor = 100 }
    exception     the value of another row                         any column: dirty = 0.002
    duplicate     an earlier row once more, but for its keys       table: duplicates = { share = 0.01, except = ["id"] }
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from workbench.datagen.philox import Rows, Stream

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Chance:
    """Each row is hit with a probability."""

    share: float
    stream: Stream

    def hit(self, rows: Rows) -> Mask:
        """Which of these rows are."""
        drawn: Mask = self.stream.uniform(rows) < self.share
        return drawn


@dataclass(frozen=True)
class Elsewhere:
    """Where a hit row takes its values from: any row of the table, or an earlier one."""

    chance: Chance
    stream: Stream
    count: int
    earlier: bool = False

    def rows(self, rows: Rows) -> Rows:
        """The rows whose values these have: mostly themselves."""
        span = rows if self.earlier else self.count
        other = np.floor(self.stream.uniform(rows) * span).astype(np.int64)
        return np.where(self.chance.hit(rows), other, rows)


@dataclass(frozen=True)
class Fact:
    """One planted fact: the ground truth.

    Attributes:
        table: where it is.
        column: in which column; "" where in all of them.
        fact: "hot key", "outlier", "exception" or "duplicate".
        told: in words, with its figures.
        hit: which of some rows (counted from 0) it is true of.
    """

    table: str
    column: str
    fact: str
    told: str
    hit: Callable[[Rows], Mask]
