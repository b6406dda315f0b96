"""Columns of points in time. Values are int64 microseconds since 1970, UTC."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from workbench.datagen.columns import Column
from workbench.datagen.draws import Draw
from workbench.datagen.philox import Floats, Rows, Stream
from workbench.datagen.references import Grouped
from workbench.datagen.shapes import Histogram, Shape, cumulated

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
        """Timestamps of microseconds, in UTC."""
        return pa.array(values, pa.timestamp("us", "UTC"))


@dataclass(frozen=True)
class Scattered(Moment):
    """Anywhere in the shape, which spans [start, end) in microseconds, in no order."""

    draw: Draw
    shape: Shape

    def values(self, rows: Rows) -> Rows:
        """int64 microseconds."""
        return self.shape(self.draw.uniform(rows)).astype(np.int64)


@dataclass(frozen=True)
class Arriving(Moment):
    """Later with every row, as in a log."""

    stream: Stream
    shape: Shape
    count: int

    def values(self, rows: Rows) -> Rows:
        """int64 microseconds, rising with the row."""
        # Row r owns the r-th slice of all arrivals and lies anywhere within it, so order needs no sorting.
        return self.shape((rows + self.stream.uniform(rows)) / self.count).astype(np.int64)


@dataclass(frozen=True)
class Growing:
    """A rate that rises evenly; at the end they come `growth` times as fast as at the start. A shape."""

    start: int
    end: int
    growth: float

    def __call__(self, units: Floats) -> Floats:
        """Microseconds in [start, end)."""
        # The inverse of a rate that rises linearly is one square root, which IEEE 754 rounds the same
        # everywhere.
        if self.growth != 1.0:
            units = (np.sqrt(1.0 + (self.growth**2 - 1.0) * units) - 1.0) / (self.growth - 1.0)
        return self.start + np.floor(units * (self.end - self.start))


@dataclass(frozen=True)
class Seasons:
    """How busy each hour of the day, day of the week (Monday first) and month is, in proportion."""

    hours: tuple[float, ...]
    weekdays: tuple[float, ...]
    months: tuple[float, ...]

    def shape(self, start: int, end: int, growth: float) -> Shape:
        """Moments in [start, end) by these rates and the growth, hour by hour in UTC."""
        edges = np.append(np.arange(start, end, HOUR), end)
        hour = edges[:-1] // HOUR
        day = hour // 24
        month = day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12
        rate = np.array(self.hours)[hour % 24] * np.array(self.weekdays)[(day + 3) % 7] * np.array(self.months)[month]
        rate = rate * np.diff(edges) * (1.0 + (growth - 1.0) * (edges[:-1] - start) / (end - start))
        return Histogram(edges.astype(np.float64), np.array(cumulated(tuple(rate))))


@dataclass(frozen=True)
class Days(Column):
    """The day (in UTC) of moments."""

    moment: Moment

    def values(self, rows: Rows) -> Rows:
        """int64 days since 1970."""
        days: Rows = self.moment.values(rows) // (24 * HOUR)
        return days

    def array(self, values: Rows) -> pa.Array:
        """Dates."""
        return pa.array(values.astype(np.int32)).cast(pa.date32())


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
