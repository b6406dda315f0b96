"""The statistics of an expression, from what it gives for the values in its column's statistics. No row is read.

A column's common values have their frequencies, and equal results add up. The bounds of its histogram stand for all other rows,
each for as many; between them lie made-up values, where the type has such. What comes out is what ANALYZE would write of an
index on the expression, by its own rules where these count: which values are common, how a number of values is written.
https://www.postgresql.org/docs/current/catalog-pg-statistic.html
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
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
        made: whether it was made up between two bounds.
        source: its rank among the values. number: itself as a number, where it is one.
        rank: of the result in its type's order, from 1, equal results alike; None for null.
        text, width: the result and its bytes. result: as a number.
    """

    share: float | None
    made: bool
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


class _Result(NamedTuple):
    """One of the different results: its share of the rows, how sure that is (as rows of a sample), how often the histogram
    gave it."""

    rank: int
    text: str
    share: float
    sure: float
    drawn: int


def derive(points: Sequence[Point], origin: Origin) -> Derived | None:
    """The statistics; None where the column's hold no values, or the expression gives only nulls."""
    weighed = _weighed(points)
    valid = [(point, share) for point, share in weighed if point.rank is not None]
    if not valid or sum(share for _, share in valid) <= 0:
        return None
    null = min(1.0, sum(share for point, share in weighed if point.rank is None))
    results = _results(valid, origin)
    distinct = _distinct(valid, results, origin)
    common = _common(results, distinct, origin, null)
    listed = {one.rank for one in common}
    return Derived(
        null=null,
        width=round(sum(share * (point.width or 0) for point, share in valid) / sum(share for _, share in valid)),
        distinct=-min(1.0, distinct / origin.rows) if distinct > _MANY * origin.rows else float(max(1, round(distinct))),
        common=tuple(one.text for one in common),
        frequencies=tuple(one.share for one in common),
        bounds=_bounds([one for one in results if one.rank not in listed]),
        correlation=_correlation(valid, origin),
    )


def _weighed(points: Sequence[Point]) -> list[tuple[Point, float]]:
    """Each with its share of the rows: the histogram's stand for all that aren't common, each for as many."""
    told = sum(point.share for point in points if point.share is not None)
    drawn = sum(1 for point in points if point.share is None)
    rest = max(0.0, 1 - told) / drawn if drawn else 0.0
    return [(point, rest if point.share is None else point.share) for point in points]


def _results(valid: Iterable[tuple[Point, float]], origin: Origin) -> list[_Result]:
    """The different ones, in order."""
    found: dict[int, list[tuple[Point, float]]] = {}
    for point, share in valid:
        found.setdefault(point.rank or 0, []).append((point, share))
    return [_added(rank, found[rank], min(_DRAWN, origin.rows)) for rank in sorted(found)]


def _added(rank: int, alike: Sequence[tuple[Point, float]], analyzed: float) -> _Result:
    count = sum(1 for point, _ in alike if point.share is None)
    share = sum(share for _, share in alike)
    told = sum(share for point, share in alike if point.share is not None)
    drawn = analyzed if told * 2 > share else count / max(share - told, 1e-9)
    return _Result(rank, alike[0][0].text or "", share, min(drawn, analyzed), count)


def _distinct(valid: Sequence[tuple[Point, float]], results: Sequence[_Result], origin: Origin) -> float:
    """Results of common values are all there; of the others some were seen."""
    drawn = [point for point, _ in valid if point.share is None]
    listed = sum(1 for point, _ in valid if point.share is not None)
    others = max(1.0, origin.distinct - listed)
    if not drawn:
        return len(results) * max(1.0, origin.distinct / listed)
    seen = Seen(
        tuple(one.drawn for one in results if one.drawn),
        len({point.source for point in drawn}),
        cells(point.result for point in drawn),
        cells(point.number for point in drawn if not point.made),
    )
    only_common = sum(1 for one in results if not one.drawn)
    return max(float(len(results)), distinct_results(seen, others, origin.rows) + only_common)


def _common(results: Sequence[_Result], distinct: float, origin: Origin, null: float) -> list[_Result]:
    """All where there are few. Else those that are surely more frequent than the rest, by ANALYZE's rule."""
    ranked = sorted(results, key=lambda one: (-one.share, one.rank))
    if len(ranked) <= _LISTED and distinct < len(ranked) + 0.5:
        return ranked
    kept = [one for one in ranked[:_LISTED] if one.drawn > 1 or one.sure >= min(_DRAWN, origin.rows)]
    shares = list(accumulate((one.share for one in kept), initial=0.0))
    while kept:
        last = kept[-1]
        others = max(0.0, 1 - null - shares[len(kept) - 1]) / max(1.0, distinct - len(kept) + 1)
        apart = 2 * sqrt(last.share * (1 - min(1.0, last.share)) / last.sure) + 0.5 / last.sure
        if last.share > others + apart:
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


def _correlation(valid: Sequence[tuple[Point, float]], origin: Origin) -> float | None:
    """Of the result's order and the rows' order, of the column's order to which is known.

    A row's place by result is that of its group of equal results, and within it that of the row itself, as ANALYZE sorts.
    """
    if origin.correlation is None:
        return None
    total = sum(share for _, share in valid)
    middles = _middles([(point.rank or 0, share / total) for point, share in valid])
    together = place = 0.0
    groups: dict[int, _Group] = {}
    for point, share in valid:
        part = share / total
        middle, place = place + part / 2, place + part
        together += part * (middles[point.rank or 0] - 0.5) * (middle - 0.5)
        groups.setdefault(point.rank or 0, _Group(point.source)).add(point.source, part, middle)
    inside = sum(group.inside(origin.correlation) for group in groups.values())
    return max(-1.0, min(1.0, 12 * (origin.correlation * together + inside)))


class _Group:
    """The rows of one result, as they stand in the column's order."""

    def __init__(self, source: int | None) -> None:
        self._source, self._alone = source, True
        self._part = self._first = self._second = 0.0

    def add(self, source: int | None, part: float, middle: float) -> None:
        """So much of the rows, with their middle."""
        self._alone &= source == self._source
        self._part += part
        self._first += part * middle
        self._second += part * (middle * middle + part * part / 12)

    def inside(self, known: float) -> float:
        """What order there is within the group: of rows with one value, as far as in the column; of others, that of the rows,
        which spread between as in the column's order and as in none."""
        if self._alone:
            return known * self._part**3 / 12
        mean = self._first / self._part
        spread = known**2 * max(0.0, self._second / self._part - mean**2) + (1 - known**2) / 12
        return self._part**2 * sqrt(spread / 12)


def _middles(ranked: Iterable[tuple[int, float]]) -> dict[int, float]:
    """The middle of each group of equal results, where all rows stand from 0 to 1 in their order."""
    parts: dict[int, float] = {}
    for rank, part in ranked:
        parts[rank] = parts.get(rank, 0.0) + part
    ends = accumulate(parts[rank] for rank in sorted(parts))
    return {rank: end - parts[rank] / 2 for rank, end in zip(sorted(parts), ends, strict=True)}
