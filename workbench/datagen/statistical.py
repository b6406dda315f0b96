"""A column that follows the planner's statistics: common values with their frequencies, a histogram of the others, a number of
distinct values, an order. What a twin's columns are made of.

All known values lie on a line in the order of the type: numbers and times where they are, texts at 0, 1, 2, ... by rank. A
common value is a point on it with a mass; between the histogram's bounds lies the rest, evenly, on as many places as there are
values.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from workbench.datagen.columns import Column, exact
from workbench.datagen.draws import Draw, Permutation
from workbench.datagen.philox import Floats, Rows
from workbench.datagen.planted import Mask

_DIGITS = 6  # of a text's own letters: 26 ** 6 texts between two known ones
_LETTERS = np.frombuffer(b"abcdefghijklmnopqrstuvwxyz", np.uint8)
_FILLERS = 512


@dataclass(frozen=True, eq=False)
class Line:
    """The inverse of the distribution over places on the line.

    Attributes:
        steps: cumulated masses of the segments in order, from 0 to 1.
        points: the place of each segment that is a common value, NaN for a stretch of the histogram.
        shares: the histogram's own cumulated masses at `places`, from 0 to 1.
        places: where on the line they are.
        distinct: how many places the histogram's values take.
    """

    steps: Floats
    points: Floats
    shares: Floats
    places: Floats
    distinct: int

    @classmethod
    def of(cls, common: Floats, frequencies: Floats, bounds: Floats, distinct: int) -> Line:
        """The line of these statistics; common values split the stretch of the histogram that they lie in."""
        rest = max(0.0, 1.0 - float(frequencies.sum())) if len(bounds) > 1 else 0.0
        knots = np.unique(np.concatenate([bounds, common])) if rest else np.sort(common)
        shares = np.interp(knots, bounds, np.linspace(0, 1, len(bounds))) if rest else np.zeros(len(knots))
        mass = dict(zip(common.tolist(), frequencies.tolist(), strict=True))
        segments: list[tuple[float, float]] = []  # mass, place or NaN
        for number, place in enumerate(knots.tolist()):
            if place in mass:
                segments.append((mass[place], place))
            if number + 1 < len(knots) and shares[number + 1] > shares[number]:
                segments.append((rest * (shares[number + 1] - shares[number]), np.nan))
        steps = np.concatenate(([0.0], np.cumsum([mass for mass, _ in segments])))
        return cls(steps / steps[-1], np.array([place for _, place in segments]), shares, knots, max(1, distinct))

    def at(self, units: Floats) -> tuple[Floats, Rows]:
        """Places for numbers in [0, 1), and which of the distinct places it is: -1 for a common value."""
        segment = np.searchsorted(self.steps[1:-1], units, side="right")
        places = self.points[segment]
        free = np.isnan(places)
        stretches = np.where(np.isnan(self.points), np.diff(self.steps), 0.0)
        before = np.concatenate(([0.0], np.cumsum(stretches)))
        share = (before[segment[free]] + units[free] - self.steps[segment[free]]) / max(before[-1], 1e-300)
        number = np.clip((share * self.distinct).astype(np.int64), 0, self.distinct - 1)
        places[free] = np.interp((number + 0.5) / self.distinct, self.shares, self.places)
        numbers = np.full(len(units), -1, np.int64)
        numbers[free] = number
        return places, numbers


@dataclass(frozen=True)
class Once:
    """The numbers (i + 1/2) / count in another order, or in the rows': a draw for columns without two equal values."""

    count: int
    permutation: Permutation | None

    def uniform(self, positions: Rows) -> Floats:
        """As `Draw`."""
        place = positions if self.permutation is None else self.permutation(positions)
        return (place + 0.5) / self.count


@dataclass(frozen=True, eq=False)
class Statistical(Column):
    """Numbers, moments (microseconds) or days by a line; `decimals` for numeric."""

    draw: Draw
    line: Line
    type: str
    decimals: int

    def values(self, rows: Rows) -> Rows | Floats:
        """int64 of the type's own unit; float64 for floats."""
        places, _ = self.line.at(self.draw.uniform(rows))
        return places if self.type == "float" else np.rint(places * 10**self.decimals).astype(np.int64)

    def array(self, values: Any) -> pa.Array:
        """Of the type."""
        if self.type == "timestamp":
            return pa.array(values, pa.timestamp("us", "UTC"))
        if self.type == "date":
            return pa.array(values.astype(np.int32)).cast(pa.date32())
        return exact(values, self.decimals) if self.type == "decimal" else pa.array(values)


@dataclass(frozen=True, eq=False)
class StatisticalText(Column):
    """Texts by a line of ranks: a known one as it is, one between two known ones as the lower with letters behind it.

    Attributes:
        draw: where the numbers come from.
        line: the line of ranks.
        known: the texts, in order.
        width: letters on average, reached by what stands behind the rest.
        most: letters at most; where that is less than six, known texts repeat.
    """

    draw: Draw
    line: Line
    known: tuple[str, ...]
    width: int
    most: int

    def values(self, rows: Rows) -> pa.Array:
        """The texts."""
        places, numbers = self.line.at(self.draw.uniform(rows))
        rank = np.clip(np.floor(places + 1e-9), 0, len(self.known) - 1).astype(np.int64)
        texts = pa.array(self.known, pa.string()).take(pa.array(rank))
        if self.most < _DIGITS:
            letters = pc.utf8_slice_codeunits(_code(numbers), _DIGITS - self.most)
            return letters if isinstance(self.draw, Once) else texts
        # Long texts have the letters in place of their last ones, so that neither their width nor the type's limit is overrun.
        head = pc.utf8_slice_codeunits(texts, 0, -_DIGITS) if self._long else texts
        behind = pc.binary_join_element_wise(head, _code(numbers), self._filler(numbers), "")
        # What is cut off is filler: head and letters are no longer than a known text, or have room.
        return pc.if_else(pa.array(numbers < 0), texts, pc.utf8_slice_codeunits(behind, 0, self.most))

    @property
    def _mean(self) -> float:
        return float(np.mean([len(text) for text in self.known]))

    @property
    def _long(self) -> bool:
        return self._mean >= 2 * _DIGITS or max(map(len, self.known)) + _DIGITS > self.most

    def array(self, values: pa.Array) -> pa.Array:
        """As they are."""
        return values

    def missing(self, rows: Rows) -> Mask | None:  # noqa: ARG002
        """None."""
        return None

    def _filler(self, numbers: Rows) -> pa.Array:
        used = max(self._mean, _DIGITS) if self._long else self._mean + _DIGITS
        length = max(0, self.width - round(used))
        # Letters as different as those of a text, so that what is stored compressed doesn't shrink to nothing.
        letters = _LETTERS[np.random.Generator(np.random.Philox(key=length)).integers(0, 26, (_FILLERS, length))]
        fillers = [bytes(row).decode() for row in letters] if length else [""] * _FILLERS
        return pa.array(fillers, pa.string()).take(pa.array(numbers % _FILLERS))


def _code(numbers: Rows) -> pa.Array:
    """Six letters that sort as the numbers do."""
    digits = np.empty((len(numbers), _DIGITS), np.uint8)
    rest = np.maximum(numbers, 0)
    for place in range(_DIGITS - 1, -1, -1):
        rest, digit = np.divmod(rest, 26)
        digits[:, place] = _LETTERS[digit]
    ends = np.arange(0, _DIGITS * len(numbers) + 1, _DIGITS, dtype=np.int32)
    return pa.Array.from_buffers(
        pa.string(), len(numbers), [None, pa.py_buffer(ends), pa.py_buffer(np.ascontiguousarray(digits))]
    )
