"""Columns of points in time. Values are int64 microseconds since 1970, UTC; their text ends in Z.

Text, because COPY reads a timestamp without a zone in the session's time zone, and pyarrow needs 15 times
as long to write one with a zone (100 ms against 7 ms for 65,536 rows).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from workbench.datagen.columns import Column
from workbench.datagen.philox import Rows, Stream
from workbench.datagen.references import Grouped

HOUR = 3_600_000_000  # in microseconds
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def microseconds(moment: dt.date) -> int:
    """Microseconds since 1970 of a date (its midnight) or date-time; UTC where it names no offset."""
    if not isinstance(moment, dt.datetime):
        moment = dt.datetime(moment.year, moment.month, moment.day)
    aware = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return (aware - _EPOCH) // dt.timedelta(microseconds=1)


class Moment(Column):
    """A column of points in time."""

    def array(self, values: Rows) -> pa.Array:
        """Strings such as 2023-01-31 09:30:00.000000Z."""
        naive = pc.cast(pa.array(values, pa.timestamp("us")), pa.string())
        return pc.binary_join_element_wise(naive, "Z", "")


@dataclass(frozen=True)
class Scattered(Moment):
    """Anywhere in [start, end), in no order."""

    stream: Stream
    start: int
    end: int

    def values(self, rows: Rows) -> Rows:
        """int64 microseconds."""
        return self.start + (self.stream.uniform(rows) * (self.end - self.start)).astype(np.int64)


@dataclass(frozen=True)
class Arriving(Moment):
    """Later with every row, as in a log; at the end they come `growth` times as fast as at the start."""

    stream: Stream
    start: int
    end: int
    count: int
    growth: float

    def values(self, rows: Rows) -> Rows:
        """int64 microseconds, rising with the row."""
        # Row r owns the r-th slice of all arrivals and lies anywhere within it, so order needs no sorting.
        # The rate rises linearly; its inverse is one square root, which IEEE 754 rounds the same
        # everywhere.
        share = (rows + self.stream.uniform(rows)) / self.count
        if self.growth != 1.0:
            share = (np.sqrt(1.0 + (self.growth**2 - 1.0) * share) - 1.0) / (self.growth - 1.0)
        return self.start + (share * (self.end - self.start)).astype(np.int64)


@dataclass(frozen=True)
class Delayed(Moment):
    """After another moment of the row or its parent: exponential, the mean in microseconds."""

    stream: Stream
    origin: Column
    mean: float

    def values(self, rows: Rows) -> Rows:
        """int64 microseconds."""
        delay = -self.mean * np.log1p(-self.stream.uniform(rows))
        origin: Rows = self.origin.values(rows)
        return origin + delay.astype(np.int64)


@dataclass(frozen=True)
class Spaced(Moment):
    """One child after the other, `step` microseconds apart on average: no answer before its question."""

    stream: Stream
    origin: Column
    group: Grouped
    step: float

    def values(self, rows: Rows) -> Rows:
        """int64 microseconds, rising within a parent."""
        parents = self.group.parents(rows)
        place = rows - self.group.first(parents) + self.stream.uniform(rows)
        origin: Rows = self.origin.values(rows)
        return origin + (self.step * place).astype(np.int64)
