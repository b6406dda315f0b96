"""What a column is: rows in, values and arrow arrays out; and the plain kinds. No references.

`values(rows)` takes any rows in any order (an int64 array of row numbers from 0), so that another table can
ask for the value its parent has. `array(values)` gives them as arrow's type for what they are.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from workbench.datagen.draws import Draw, Permutation
from workbench.datagen.philox import Rows, Stream
from workbench.datagen.planted import Chance
from workbench.datagen.shapes import Shape, whole

Mask = npt.NDArray[np.bool_]


class Column(ABC):
    """Makes the values of one column of one table."""

    @abstractmethod
    def values(self, rows: Rows) -> Any:
        """The values of these rows: a numpy array, or for text a pyarrow array."""

    def array(self, values: Any) -> pa.Array:
        """The values in arrow's type for them, without nulls."""
        return pa.array(values)

    def missing(self, rows: Rows) -> Mask | None:  # noqa: ARG002 - for those who need it
        """Which rows can have no value, such as the first comment's parent; None where all have one."""
        return None


@dataclass(frozen=True)
class Sequence(Column):
    """start, start + 1, ...: the key that a row number becomes."""

    start: int

    def values(self, rows: Rows) -> Rows:
        """int64."""
        return rows + self.start


@dataclass(frozen=True)
class Uuid(Column):
    """Random UUIDs, of version 4; with a time, of version 7, which begins with its milliseconds and so rises with it.

    https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-7
    """

    stream: Stream
    time: Column | None = None

    def values(self, rows: Rows) -> npt.NDArray[np.uint8]:
        """Shape (len(rows), 16): the bytes."""
        words = self.stream.bits((2 * rows[:, None] + np.array([0, 1])).ravel())
        octets = words.astype("<u8", copy=False).view(np.uint8).reshape(-1, 16)
        if self.time is not None:
            octets[:, :6] = (self.time.values(rows) // 1000).astype(">u8").view(np.uint8).reshape(-1, 8)[:, 2:]
        octets[:, 6] = octets[:, 6] & 0x0F | (0x40 if self.time is None else 0x70)
        octets[:, 8] = octets[:, 8] & 0x3F | 0x80
        return octets

    def array(self, values: npt.NDArray[np.uint8]) -> pa.Array:
        """Sixteen bytes each, as PostgreSQL stores them; `text_form` writes them as 0d3adbee-..."""
        return pa.Array.from_buffers(pa.binary(16), len(values), [None, pa.py_buffer(np.ascontiguousarray(values))])


@dataclass(frozen=True)
class Integer(Column):
    """Whole numbers from low to high, both included; the shape spans [low, high + 1)."""

    draw: Draw
    shape: Shape
    low: int
    high: int

    def values(self, rows: Rows) -> Rows:
        """int64."""
        return whole(self.shape, self.draw.uniform(rows), self.low, self.high)


@dataclass(frozen=True)
class Number(Column):
    """Doubles from a shape."""

    draw: Draw
    shape: Shape

    def values(self, rows: Rows) -> Any:
        """float64."""
        return self.shape(self.draw.uniform(rows))


@dataclass(frozen=True)
class Decimal(Column):
    """Numbers rounded to a fixed count of decimals and written exactly: 9.90, never 9.899999."""

    draw: Draw
    shape: Shape
    decimals: int

    def values(self, rows: Rows) -> Rows:
        """int64, in units of the last decimal (cents)."""
        units: Rows = np.rint(self.shape(self.draw.uniform(rows)) * 10**self.decimals).astype(np.int64)
        return units

    def array(self, values: Rows) -> pa.Array:
        """Decimals."""
        return exact(values, self.decimals)


def exact(units: Rows, decimals: int) -> pa.Array:
    """decimal128 of whole units of the last decimal: they are its low half, their sign fills the high half."""
    halves = np.empty((len(units), 2), np.int64)
    halves[:, 0], halves[:, 1] = units, units >> 63
    return pa.Array.from_buffers(pa.decimal128(18, decimals), len(units), [None, pa.py_buffer(halves)])


@dataclass(frozen=True)
class Boolean(Column):
    """True with a probability."""

    draw: Draw
    probability: float

    def values(self, rows: Rows) -> Mask:
        """bool."""
        true: Mask = self.draw.uniform(rows) < self.probability
        return true


@dataclass(frozen=True)
class Choice(Column):
    """One of a few strings; `bounds` are the cumulated shares, the last one 1."""

    draw: Draw
    labels: tuple[str, ...]
    bounds: tuple[float, ...]

    def values(self, rows: Rows) -> Rows:
        """int64: the number of the label."""
        codes = np.searchsorted(np.array(self.bounds[:-1]), self.draw.uniform(rows), side="right")
        return codes.astype(np.int64)

    def array(self, values: Rows) -> pa.Array:
        """The labels."""
        return pa.array(self.labels, pa.string()).take(pa.array(values))


@dataclass(frozen=True)
class Mapped(Column):
    """What a choice in the same row implies, as a city implies its country."""

    choice: Choice
    labels: tuple[str, ...]

    def values(self, rows: Rows) -> Rows:
        """int64: the number of the choice."""
        return self.choice.values(rows)

    def array(self, values: Rows) -> pa.Array:
        """The implied strings."""
        return pa.array(self.labels, pa.string()).take(pa.array(values))


@dataclass(frozen=True)
class Conditional(Column):
    """One of a few strings, by weights that another choice of the row decides: a country's cities."""

    choice: Choice
    draw: Draw
    labels: tuple[str, ...]
    bounds: tuple[tuple[float, ...], ...]
    firsts: tuple[int, ...]

    def values(self, rows: Rows) -> Rows:
        """int64: the number of the label."""
        given, units = self.choice.values(rows), self.draw.uniform(rows)
        codes = np.empty(len(rows), np.int64)
        for label, (bounds, first) in enumerate(zip(self.bounds, self.firsts, strict=True)):
            here = given == label
            codes[here] = first + np.searchsorted(np.array(bounds[:-1]), units[here], side="right")
        return codes

    def array(self, values: Rows) -> pa.Array:
        """The labels."""
        return pa.array(self.labels, pa.string()).take(pa.array(values))


@dataclass(frozen=True)
class Unique(Column):
    """Whole numbers from low to high, none twice, in no order."""

    permutation: Permutation
    low: int

    def values(self, rows: Rows) -> Rows:
        """int64."""
        return self.permutation(rows) + self.low


@dataclass(frozen=True)
class Outlying(Column):
    """A column of numbers, some of them multiplied: a planted mistake of the unit, a test order."""

    column: Integer | Number | Decimal
    factor: float
    chance: Chance

    def values(self, rows: Rows) -> Any:
        """As the column's."""
        values = self.column.values(rows)
        hit = self.chance.hit(rows)
        values[hit] = np.rint(values[hit] * self.factor) if values.dtype == np.int64 else values[hit] * self.factor
        return values

    def array(self, values: Any) -> pa.Array:
        """As the column's."""
        return self.column.array(values)
