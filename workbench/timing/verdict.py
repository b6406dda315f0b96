"""Verdict: what two samples allow one to say. Statistics only; what was measured and how is the caller's business.

Two independent methods must agree before anything is called a difference: a bootstrap interval of the ratio of medians,
and a rank test that assumes no distribution. Both come from scipy.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from workbench.timing.sample import Sample

# A smaller change is not worth an index, and is within what a laptop's clock speed drifts from minute to minute.
MATTERS = 1.05
# 95 % intervals and a 5 % test are the field's custom; nothing here depends on their being exactly that.
CONFIDENCE = 0.95
# 9,999 resamples put the interval's ends within about 1 % of their limit; more changes nothing that is shown.
RESAMPLES = 9_999
# Five runs against five, fully apart, give p = 0.008 in the rank test; three against three can't go below 0.1.
ENOUGH_RUNS = 5


class Outcome(StrEnum):
    """The verdict in a word or two."""

    FASTER = "faster"
    SLOWER = "slower"
    NO_DIFFERENCE = "no difference"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True)
class Verdict:
    """Is it faster, by how much, how sure.

    Attributes:
        outcome: faster, slower, no difference, or cannot tell.
        ratio: median before ÷ median after; 2 means that the statement takes half the time.
        low, high: the ends of the 95 % interval of `ratio`.
        p_value: of the Mann-Whitney rank test, two-sided.
        runs: how many runs counted, before and after.
        reason: one sentence that says why this outcome.
    """

    outcome: Outcome
    ratio: float
    low: float
    high: float
    p_value: float
    runs: tuple[int, int]
    reason: str

    def __str__(self) -> str:
        return f"{self.outcome}, ratio {self.ratio:.3g} (95 % interval {self.low:.3g} to {self.high:.3g})"


def compare(before: Sample, after: Sample) -> Verdict:
    """The verdict over two samples. The same samples always give the same verdict.

    Raises:
        ValueError: a side has fewer than five runs, which no test could tell apart.
    """
    if min(before.runs, after.runs) < ENOUGH_RUNS:
        raise ValueError(f"{ENOUGH_RUNS} runs a side are needed, there are {before.runs} and {after.runs}")
    low, high = _interval(before, after)
    p_value = _p_value(before, after)
    outcome, reason = _judge(low, high, p_value)
    ratio = before.median_ms / after.median_ms
    return Verdict(outcome, ratio, low, high, p_value, (before.runs, after.runs), reason)


def _ratio_of_medians(before: Any, after: Any, axis: int = -1) -> Any:
    return np.median(before, axis=axis) / np.median(after, axis=axis)


def _interval(before: Sample, after: Sample) -> tuple[float, float]:
    """Percentile bootstrap; BCa is undefined when all runs of a side are equal, which a coarse clock can give.

    https://docs.scipy.org/doc/scipy/reference/generated/scipy.stats.bootstrap.html
    """
    from scipy.stats import bootstrap

    found = bootstrap(
        (np.asarray(before.times_ms), np.asarray(after.times_ms)),
        _ratio_of_medians,
        n_resamples=RESAMPLES,
        vectorized=True,
        confidence_level=CONFIDENCE,
        method="percentile",
        rng=np.random.default_rng(0),
    )
    return float(found.confidence_interval.low), float(found.confidence_interval.high)


def _p_value(before: Sample, after: Sample) -> float:
    """https://docs.scipy.org/doc/scipy/reference/generated/scipy.stats.mannwhitneyu.html"""
    from scipy.stats import mannwhitneyu

    return float(mannwhitneyu(before.times_ms, after.times_ms, alternative="two-sided").pvalue)


def _judge(low: float, high: float, p_value: float) -> tuple[Outcome, str]:
    limit = (MATTERS - 1) * 100
    sure = p_value < 1 - CONFIDENCE
    if sure and low > MATTERS:
        return (
            Outcome.FASTER,
            f"the whole 95 % interval of the ratio lies above {MATTERS}, and a rank test agrees",
        )
    if sure and high < 1 / MATTERS:
        return (
            Outcome.SLOWER,
            f"the whole 95 % interval of the ratio lies below 1/{MATTERS}, and a rank test agrees",
        )
    if low > 1 / MATTERS and high < MATTERS:
        return Outcome.NO_DIFFERENCE, f"the whole 95 % interval of the ratio lies within {limit:.0f} % of 1"
    return Outcome.CANNOT_TELL, f"the runs vary too much to tell a difference of {limit:.0f} % from none"
