"""Paired samples: what the ratios of pairs say, by Wilcoxon's signed ranks. Numbers in, numbers out.

Each pair is one run before and one after, in an order that a coin decided. If the change does nothing, exchanging the two runs
of a pair changes nothing either, so every sign of a pair's log ratio is as likely as the other, whatever the noise looks like
and however it drifts: the test is exact by the design of the experiment, not by an assumption about the clock.
https://en.wikipedia.org/wiki/Wilcoxon_signed-rank_test
"""

from __future__ import annotations

from functools import lru_cache
from math import sqrt
from typing import Any

import numpy as np

# Up to here the distribution of the rank sum is counted out; beyond, the normal one is within a rank or two of it.
_COUNTED = 64


def log_ratios(before_ms: tuple[float, ...], after_ms: tuple[float, ...]) -> Any:
    """The natural logarithm of before ÷ after of each pair; above 0 the run after was quicker.

    Raises:
        ValueError: the samples aren't pairs.
    """
    if len(before_ms) != len(after_ms):
        raise ValueError(f"pairs have two sides; there are {len(before_ms)} runs before and {len(after_ms)} after")
    tiny = np.finfo(float).tiny  # a clock may tell 0 for what is too quick for it
    return np.log(np.maximum(before_ms, tiny)) - np.log(np.maximum(after_ms, tiny))


def walsh_averages(differences: Any) -> Any:
    """The means of all pairs of differences, each with itself included, in ascending order: n (n + 1) / 2 of them."""
    rows, columns = np.triu_indices(len(differences))
    return np.sort((differences[rows] + differences[columns]) / 2)


def estimate(differences: Any) -> float:
    """The Hodges-Lehmann estimate of their centre: the median of the Walsh averages.

    https://en.wikipedia.org/wiki/Hodges%E2%80%93Lehmann_estimator
    """
    return float(np.median(walsh_averages(differences)))


def interval(differences: Any, error: float) -> tuple[float, float] | None:
    """The interval of the centre that belongs to the signed-rank test: the chance that it misses is `error` at most.

    None where there are too few differences for any interval.
    """
    rank = _rank(len(differences), error / 2)
    if rank is None:
        return None
    averages = walsh_averages(differences)
    return float(averages[rank]), float(averages[-1 - rank])


def p_value(differences: Any) -> float:
    """Of the two-sided test that the centre is 0.

    https://docs.scipy.org/doc/scipy/reference/generated/scipy.stats.wilcoxon.html
    """
    from scipy.stats import wilcoxon

    if not np.any(differences):
        return 1.0
    return float(wilcoxon(differences, zero_method="zsplit").pvalue)


@lru_cache(maxsize=4096)
def _rank(count: int, tail: float) -> int | None:
    """The largest rank sum that is as rare as `tail` or rarer if signs are a matter of chance; None where even 0 is not."""
    if count <= _COUNTED:
        chances = np.array([1.0])
        for rank in range(1, count + 1):
            chances = (np.pad(chances, (0, rank)) + np.pad(chances, (rank, 0))) / 2
        found = int(np.searchsorted(np.cumsum(chances), tail * (1 + 1e-12), side="right")) - 1
        return found if found >= 0 else None
    from scipy.stats import norm

    mean = count * (count + 1) / 4
    spread = sqrt(count * (count + 1) * (2 * count + 1) / 24)
    return max(int(mean + float(norm.ppf(tail)) * spread - 0.5), 0)
