"""What a column is: rows in, values and arrow arrays out; and the plain kinds. No references.

`values(rows)` takes any rows in any order (an int64 array of row numbers from 0), so that another table can
ask for the value its parent has. `array(values)` gives what COPY reads when pyarrow writes it as CSV.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from workbench.datagen.philox import Rows, Stream
from workbench.datagen.shapes import Shape, whole

Mask = npt.NDArray[np.bool_]


class Column(ABC):
    """Makes the values of one column of one table."""

    @abstractmethod
    def values(self, rows: Rows) -> Any:
        """The values of these rows: a numpy array, or for text a pyarrow array."""

    def array(self, values: Any) -> pa.Array:
        """The values as CSV can carry them, without nulls."""
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
    """Random UUIDs with the bits of version 4 set, as 36 characters."""

    stream: Stream

    def values(self, rows: Rows) -> npt.NDArray[np.uint8]:
        """Shape (len(rows), 16): the bytes."""
        words = np.ascontiguousarray(self.stream.bits(rows).T).astype("<u8", copy=False)
        octets = words.view(np.uint8)
        octets[:, 6] = octets[:, 6] & 0x0F | 0x40
        octets[:, 8] = octets[:, 8] & 0x3F | 0x80
        return octets

    def array(self, values: npt.NDArray[np.uint8]) -> pa.Array:
        """Strings such as 0d3adbee-...; 20 times as fast as uuid.UUID one by one."""
        digits = _HEX[values].reshape(len(values), 32)
        text = np.full((len(values), 36), ord("-"), np.uint8)
        for source, target, length in ((0, 0, 8), (8, 9, 4), (12, 14, 4), (16, 19, 4), (20, 24, 12)):
            text[:, target : target + length] = digits[:, source : source + length]
        ends = np.arange(0, 36 * len(values) + 1, 36, dtype=np.int32)
        return pa.Array.from_buffers(pa.string(), len(values), [None, pa.py_buffer(ends), pa.py_buffer(text)])


_HEX = np.frombuffer("".join(f"{byte:02x}" for byte in range(256)).encode(), np.uint8).reshape(256, 2)


@dataclass(frozen=True)
class Integer(Column):
    """Whole numbers from low to high, both included; the shape spans [low, high + 1)."""

    stream: Stream
    shape: Shape
    low: int
    high: int

    def values(self, rows: Rows) -> Rows:
        """int64."""
        return whole(self.shape, self.stream.uniform(rows), self.low, self.high)


@dataclass(frozen=True)
class Number(Column):
    """Doubles from a shape."""

    stream: Stream
    shape: Shape

    def values(self, rows: Rows) -> Any:
        """float64."""
        return self.shape(self.stream.uniform(rows))


@dataclass(frozen=True)
class Decimal(Column):
    """Numbers rounded to a fixed count of decimals and written exactly: 9.90, never 9.899999."""

    stream: Stream
    shape: Shape
    decimals: int

    def values(self, rows: Rows) -> Rows:
        """int64, in units of the last decimal (cents)."""
        units: Rows = np.rint(self.shape(self.stream.uniform(rows)) * 10**self.decimals).astype(np.int64)
        return units

    def array(self, values: Rows) -> pa.Array:
        """decimal128: the units are its low half, their sign fills the high half."""
        halves = np.empty((len(values), 2), np.int64)
        halves[:, 0], halves[:, 1] = values, values >> 63
        return pa.Array.from_buffers(pa.decimal128(18, self.decimals), len(values), [None, pa.py_buffer(halves)])


@dataclass(frozen=True)
class Boolean(Column):
    """True with a probability."""

    stream: Stream
    probability: float

    def values(self, rows: Rows) -> Mask:
        """bool."""
        true: Mask = self.stream.uniform(rows) < self.probability
        return true


@dataclass(frozen=True)
class Choice(Column):
    """One of a few strings; `bounds` are the cumulated shares, the last one 1."""

    stream: Stream
    labels: tuple[str, ...]
    bounds: tuple[float, ...]

    def values(self, rows: Rows) -> Rows:
        """int64: the number of the label."""
        codes = np.searchsorted(np.array(self.bounds[:-1]), self.stream.uniform(rows), side="right")
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
class Template(Column):
    """Text around the row's number, counted from 1: user{row}@example.com, SKU-{row:06}."""

    before: str
    width: int
    after: str

    PATTERN = re.compile(r"([^{}]*)\{row(?::0?(\d{1,2}))?\}([^{}]*)")

    @classmethod
    def parse(cls, pattern: str) -> Template | None:
        """The template, or None for a pattern without exactly one {row}."""
        match = cls.PATTERN.fullmatch(pattern)
        return match and cls(match[1], int(match[2] or 0), match[3])

    def values(self, rows: Rows) -> Rows:
        """int64: the row's number."""
        return rows + 1

    def array(self, values: Rows) -> pa.Array:
        """The texts."""
        digits = pc.utf8_lpad(pc.cast(pa.array(values), pa.string()), self.width, "0")
        return pc.binary_join_element_wise(self.before, digits, self.after, "")
