"""How many different results an expression has, by what it gives for some of its column's values.

Where results are numbers or times they often lie on a grid: days, hours, whole numbers. Its step is the greatest common divisor
of their distances, and a few hundred results tell it surely, where they would tell the number of values badly. Everywhere else
ANALYZE's own estimator has to do (Haas and Stokes, Duj1): D = n d / (n - f1 + f1 n / N).
https://github.com/postgres/postgres/blob/REL_18_STABLE/src/backend/commands/analyze.c (compute_scalar_stats)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from math import exp, gcd, lcm, log1p

Number = int | Decimal
# Results on a grid of which many fewer are seen than chance would give: most of its cells are empty (months on a grid of days).
_SEEN = 0.8


@dataclass(frozen=True)
class Seen:
    """What an expression gave for some of its column's values.

    Attributes:
        counts: of each different result, how many values gave it.
        cells: of the grid that results lie on; None where they are no numbers.
        source_cells: of the grid that the column's values lie on, likewise.
    """

    counts: tuple[int, ...]
    cells: int | None = None
    source_cells: int | None = None


def distinct_results(seen: Seen, values: float) -> float:
    """The estimate, of a column with so many different values.

    >>> round(distinct_results(Seen((1,) * 490 + (2,) * 5, 17_520), 900_000))  # hours of two years
    17520
    >>> distinct_results(Seen((1,) * 100), 80_000)  # lower(email)
    80000
    >>> distinct_results(Seen((70, 71, 72), 1_096), 900_000)  # three years; their grid is one of days
    3.0
    """
    least = float(len(seen.counts))
    on_grid = _on_grid(seen, values)
    found = duj1(seen.counts, values) if on_grid is None else on_grid
    return max(least, min(values, found))


def duj1(counts: Iterable[int], whole: float) -> float:
    """ANALYZE's estimate of how many different ones there are in the whole, by how often each came in a sample.

    >>> duj1([2, 2, 2], 1000)
    3.0
    """
    every = list(counts)
    drawn, once = float(sum(every)), sum(1 for count in every if count == 1)
    if drawn == 0:
        return 0.0
    return drawn * len(every) / (drawn - once + once * drawn / max(whole, drawn))


def cells(numbers: Iterable[Number | None]) -> int | None:
    """Of the coarsest grid that holds all of these from the least to the greatest; None where one is no finite number.

    >>> cells([3, 9, 15, 9]), cells([Decimal("0.5"), Decimal("2")]), cells([1, None])
    (3, 2, None)
    """
    whole = _whole(set(numbers))
    if not whole:
        return None
    least = min(whole)
    step = gcd(*(number - least for number in whole))
    return (max(whole) - least) // step + 1 if step else 1


def _whole(numbers: set[Number | None]) -> list[int]:
    """In the largest unit that all are multiples of."""
    ratios = []
    for number in numbers:
        if number is None or not (isinstance(number, int) or number.is_finite()):
            return []
        ratios.append(number.as_integer_ratio())
    unit = lcm(*(below for _, below in ratios))
    return [above * (unit // below) for above, below in ratios]


def _on_grid(seen: Seen, values: float) -> float | None:
    """How many of the grid's cells are somebody's result, where the results speak for a grid.

    On one no coarser than the column's own, all values stay apart. Of the many values that fall into a cell of a coarser
    one, each is there with the same chance.
    """
    if seen.cells is None:
        return None
    count, drawn = float(seen.cells), sum(seen.counts)
    if len(seen.counts) < _SEEN * count * (1 - exp(-drawn / count)):
        return None
    if seen.source_cells is None:
        return count * (1 - exp(-values / count)) if count < values else None
    if count >= seen.source_cells:
        return values
    there = min(1.0, values / seen.source_cells)
    return count if there == 1 else count * (1 - exp(seen.source_cells / count * log1p(-there)))
