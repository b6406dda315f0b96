"""The statistics of an expression, from what it gives for the values in its column's statistics. No row is read.

A column's common values have their frequencies, and equal results add up. The bounds of its histogram stand for all other rows,
each for as many; between them lie made-up values, where the type has such. What comes out is what ANALYZE would write of an
index on the expression, by its own rules where these count: which values are common, how a number of values is written.
https://www.postgresql.org/docs/current/catalog-pg-statistic.html
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import sqrt
from typing import NamedTuple

from workbench.indexes.distinct import Number, Seen, cells, distinct_results

# ANALYZE's at the default target: rows that it draws, values that it lists, bounds of a histogram.
_DRAWN = 30_000
_LISTED = 100
_BOUNDS = 101
_MANY = 0.1  # of the rows: from there on a number of values is written as a fraction of them


class Point(NamedTuple):
    """A value of the column and what the expression gives for it. They come by the hundred, in order of the value.

    Attributes:
        share: of the rows that have this value, for a common one or null; None for one of the histogram.
        position: in the histogram, whose bounds have whole numbers; values made up between two have others.
        source: the value's rank. number: the value, where it is a number.
        rank: of the result in its type's order, from 1, equal results alike; None for null.
        text, width: the result and its bytes. result: as a number.
    """

    share: float | None
    position: float | None
    source: int | None
    number: Number | None
    rank: int | None
    text: str | None
    width: int | None
    result: Number | None


@dataclass(frozen=True)
class Origin:
    """What the column's statistics say beside its values. distinct: how many; rows: of the table."""

    rows: float
    null: float
    distinct: float
    correlation: float | None


@dataclass(frozen=True)
class Derived:
    """As in pg_stats; distinct is negative for a fraction of the rows."""

    null: float
    width: int
    distinct: float
    common: tuple[str, ...]
    frequencies: tuple[float, ...]
    bounds: tuple[str, ...]
    correlation: float | None


@dataclass(slots=True)
class _Result:
    """One of the different results, and the rows that have it, while they are added up in the column's order.

    Attributes:
        share: of the rows. sources: how many different values give it.
        runs: of values of the histogram that stand together; only at their ends its share is uncertain.
        first, second: moments of the rows' places in the column's order, which goes from 0 to `share` of all results.
    """

    text: str
    share: float = 0.0
    sources: int = 0
    runs: int = 0
    first: float = 0.0
    second: float = 0.0


@dataclass(frozen=True)
class _Sum:
    """All results by rank, in order; the fraction of nulls; mean bytes; the share of the rows that a value of the histogram
    stands for; the sum of the squared shares of the column's common values."""

    results: tuple[_Result, ...]
    null: float
    width: float
    step: float
    ties: float

    @property
    def share(self) -> float:
        return sum(one.share for one in self.results)


def derive(points: Sequence[Point], origin: Origin) -> Derived | None:
    """The statistics; None where the column's hold no values, or the expression gives only nulls."""
    found = _added(points)
    if found.share <= 0:
        return None
    distinct = _distinct(points, found, origin)
    common = _common(found, distinct, origin)
    listed = {one.text for one in common}
    return Derived(
        null=min(1.0, found.null),
        width=round(found.width),
        distinct=-min(1.0, distinct / origin.rows) if distinct > _MANY * origin.rows else float(max(1, round(distinct))),
        common=tuple(one.text for one in common),
        frequencies=tuple(one.share for one in common),
        bounds=_bounds([one for one in found.results if one.text not in listed]),
        correlation=None if origin.correlation is None else _correlation(found, origin.correlation),
    )


def _added(points: Sequence[Point]) -> _Sum:
    """Equal results added up. This and nothing else goes through all points, for there are many candidates."""
    found: dict[int, _Result] = {}
    null = bytes_ = place = ties = 0.0
    last: Point | None = None  # with a result
    shares, step = _shares(points)
    for point, share in zip(points, shares, strict=True):
        if point.rank is None:
            null += share
            continue
        one = found.get(point.rank)
        if one is None:
            one = found[point.rank] = _Result(point.text or "")
        one.sources += last is None or point.source != last.source
        one.runs += point.share is None and (last is None or point.rank != last.rank)
        one.share += share
        middle = place + share / 2
        one.first += share * middle
        one.second += share * (middle * middle + share * share / 12)
        bytes_ += share * (point.width or 0)
        ties += share * share if point.share is not None else 0.0
        place += share
        last = point
    return _Sum(tuple(found[rank] for rank in sorted(found)), null, bytes_ / place if place else 0.0, step, ties)


def _shares(points: Sequence[Point]) -> tuple[list[float], float]:
    """The points' shares of the rows, and the mean one of a point of the histogram. These stand for what isn't common or null:
    each for half of the way to the next ones."""
    places = [point.position for point in points if point.position is not None]
    rest = max(0.0, 1 - sum(point.share for point in points if point.share is not None))
    if not places:
        return [point.share or 0.0 for point in points], 0.0
    whole = places[-1] - places[0]
    edges = [places[0], *((one + other) / 2 for one, other in pairwise(places)), places[-1]]
    even = rest / len(places)
    parts = iter(rest * (edges[n + 1] - edges[n]) / whole if whole > 0 else even for n in range(len(places)))
    return [next(parts) if point.share is None else point.share for point in points], even


def _distinct(points: Sequence[Point], found: _Sum, origin: Origin) -> float:
    """How many results: of all the column's values, those in the statistics are a sample."""
    seen = Seen(
        tuple(one.sources for one in found.results),
        cells(point.result for point in points if point.rank is not None),
        cells(point.number for point in points if point.source is not None and (point.position or 0) % 1 == 0),
    )
    return distinct_results(seen, max(1.0, origin.distinct))


def _common(found: _Sum, distinct: float, origin: Origin) -> list[_Result]:
    """All where there are few. Else those that are surely more frequent than the rest, by ANALYZE's rule."""
    ranked = sorted(found.results, key=lambda one: -one.share)
    if len(ranked) <= _LISTED and distinct < len(ranked) + 0.5:
        return ranked
    kept = ranked[:_LISTED]
    before = list(accumulate((one.share for one in kept), initial=0.0))
    drawn = min(_DRAWN, origin.rows)
    while kept:
        last = kept[-1]
        others = max(0.0, 1 - found.null - before[len(kept) - 1]) / max(1.0, distinct - len(kept) + 1)
        error = sqrt(last.share * max(0.0, 1 - last.share) / drawn + last.runs * found.step**2)
        if last.share > others + 2 * error + 0.5 / drawn:
            break
        kept.pop()
    return kept


def _bounds(results: Sequence[_Result]) -> tuple[str, ...]:
    """Of a histogram in which all bins hold as many rows."""
    if len(results) < 2:
        return ()
    ends = list(accumulate(one.share for one in results))
    count, found, place = min(_BOUNDS, len(results)), [results[0].text], 0
    for number in range(1, count - 1):
        while ends[place] < ends[-1] * number / (count - 1):
            place += 1
        found.append(results[place].text)
    return (*found, results[-1].text)


def _correlation(found: _Sum, known: float) -> float:
    """Of the results' order and the rows' order, of the column's order to which is known.

    Rows with equal results stand in their own order, as ANALYZE sorts, and that alone makes a correlation of the sum of the
    squared shares. What the column's has beyond that of its own equal values is true order, and the results have as much of it.
    """
    total, below = found.share, 0.0
    tied = between = inside = 0.0
    for one in found.results:
        part = one.share / total
        middle, below = below + part / 2, below + part
        between += (middle - 0.5) * (one.first / total**2 - part / 2)
        mean = one.first / total / one.share
        inside += part**2 * sqrt(max(0.0, one.second / total**2 / one.share - mean**2) / 12)
        tied += part**2 if one.sources > 1 or not one.runs else 0.0
    ties = min(1.0, found.ties / total**2)
    order = (known - ties) / ((1 - ties if known >= ties else 1 + ties) or 1.0)
    whole = 12 * (inside + between) if order >= 0 else 12 * (inside - between)
    return max(-1.0, min(1.0, tied + abs(order) * (whole - tied)))
