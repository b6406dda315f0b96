"""How a column's values are spread, as bars: from what the planner knows, that is from a sample. Statistics in, shares out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise

from workbench.catalog import ColumnStatistics
from workbench.render.columns import cut

BARS = 16  # as many as can be told apart in a panel
COMMON = 10  # values that are named
_LONGEST = 40


@dataclass(frozen=True)
class Bar:
    """A value, or a range of them, and its share of the rows."""

    label: str
    share: float


def bars(known: ColumnStatistics) -> tuple[Bar, ...]:
    """Ranges of equal width where the values are numbers or times; else the most common values, and all others together."""
    for number, text in _SCALES:
        with suppress(ValueError, OverflowError):
            bounds = [number(bound) for bound in known.bounds]
            common = [(number(value), share) for value, share in zip(known.common, known.frequencies, strict=True)]
            if len(bounds) > 1 and (bounds[-1] - bounds[0]) / BARS > 0:
                return _ranges(bounds, common, 1 - known.null - sum(known.frequencies), text)
    named = tuple(
        Bar(cut(value, _LONGEST), share) for value, share in zip(known.common[:COMMON], known.frequencies[:COMMON], strict=True)
    )
    rest = 1 - known.null - sum(bar.share for bar in named)
    return (*named, Bar("all others", rest)) if named and rest > 0.0005 else named


def _ranges(
    bounds: Sequence[float], common: Sequence[tuple[float, float]], share: float, text: Callable[[float, float], str]
) -> tuple[Bar, ...]:
    """Each span of the histogram holds as many rows as the next; a common value stands where it falls."""
    low = min(bounds[0], *(value for value, _ in common)) if common else bounds[0]
    high = max(bounds[-1], *(value for value, _ in common)) if common else bounds[-1]
    width = (high - low) / BARS
    heights = [0.0] * BARS
    each = max(share, 0.0) / (len(bounds) - 1)
    for left, right in pairwise(bounds):
        first, last = _place(left, low, width), _place(right, low, width)
        for place in range(first, last + 1):  # the ends are taken as they are: what rounding moves would get lost
            start = left if place == first else low + place * width
            end = right if place == last else low + (place + 1) * width
            heights[place] += each * ((end - start) / (right - left) if right > left else 1)
    for value, frequency in common:
        heights[_place(value, low, width)] += frequency
    return tuple(Bar(text(low + i * width, low + (i + 1) * width), height) for i, height in enumerate(heights))


def _place(value: float, low: float, width: float) -> int:
    return min(max(int((value - low) / width), 0), BARS - 1)


def _number(text: str) -> float:
    number = float(text)
    if number - number != 0:  # NaN and the infinities have no place on a scale
        raise ValueError(text)
    return number


def _time(text: str) -> float:
    moment = dt.datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).timestamp()


def _figures(low: float, high: float) -> str:
    return f"{low:,.4g} to {high:,.4g}" if abs(high) < 10_000 else f"{low:,.0f} to {high:,.0f}"


def _moments(low: float, high: float) -> str:
    one, two = (dt.datetime.fromtimestamp(moment, dt.UTC) for moment in (low, high))
    return f"{one:%Y-%m-%d} to {two:%Y-%m-%d}" if high - low > 86_400 else f"{one:%Y-%m-%d %H:%M} to {two:%H:%M}"


_SCALES: tuple[tuple[Callable[[str], float], Callable[[float, float], str]], ...] = ((_number, _figures), (_time, _moments))
