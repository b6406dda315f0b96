"""Verdict: what pairs of runs allow one to say, and when there are enough of them. Statistics only; what was measured and how
is the caller's business.

A trial looks at its pairs while they come, and stops when they suffice. Whoever looks often at noise sees something in the
end, so the 5 % of error that are allowed are shared out over all looks that there can be: each has an interval of its own,
wider than one that is looked at once, and together they miss the truth with 5 % at most, whenever one stops. (Repeated
confidence intervals, Jennison and Turnbull 1989, https://doi.org/10.1111/j.2517-6161.1989.tb01758.x, with Bonferroni's bound
in place of a normal approximation: there is nothing to assume about the noise.)
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from enum import StrEnum
from math import exp, inf, log

from workbench.timing import signed_rank
from workbench.timing.sample import Sample

# A smaller change is not worth an index, and a laptop's clock speed drifts by as much from minute to minute.
MATTERS = 1.03
# 95 % intervals are the field's custom; nothing here depends on their being exactly that.
ERROR = 0.05
# How many pairs there are when one looks. Each look takes as long as all before it, so none is wasted on hardly more pairs.
LOOKS = (8, 16, 32, 64, 128, 256, 512, 1024)
# The first look can decide only if all eight pairs agree, which chance brings about in 1 of 128 trials. The rest is shared.
_FIRST = 1 / 128
_OTHERS = (ERROR - _FIRST) / (len(LOOKS) - 1)
# An effect is known well enough when its interval spans a quarter of it (as logarithms), and never more than this ratio.
_WIDEST = 1.25


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
        ratio: before ÷ after, the centre of the pairs' ratios; 2 means that the statement takes half the time.
        low, high: the ends of the 95 % interval of `ratio`; None where the pairs are too few for any. Where runs before
            were cut off nobody knows how large it is, and high is infinite; where runs after were, low is 0.
        p_value: of Wilcoxon's signed-rank test, two-sided, of this look alone.
        pairs: how many pairs of runs counted.
        reason: one sentence that says why this outcome.
    """

    outcome: Outcome
    ratio: float
    low: float | None
    high: float | None
    p_value: float
    pairs: int
    reason: str

    @property
    def bound(self) -> str:
        """ "at least" or "at most" where runs of one side were cut off, so that the ratio is only a bound; else ""."""
        return "at least" if self.high == inf else "at most" if self.low == 0.0 else ""

    def __str__(self) -> str:
        if self.low is None or self.high is None:
            return f"{self.outcome}, {self.reason}"
        if self.bound:
            return f"{self.outcome}, ratio {self.bound} {self.ratio:.3g} ({self.reason})"
        return f"{self.outcome}, ratio {self.ratio:.3g} (95 % interval {self.low:.3g} to {self.high:.3g})"


def compare(before: Sample, after: Sample, comparisons: int = 1) -> Verdict:
    """The verdict over pairs of runs. The same samples always give the same verdict.

    Args:
        before, after: as many runs each; those at the same place were measured together.
        comparisons: of how many verdicts this is one. Their intervals hold together, so each is wider by that.

    Raises:
        ValueError: the samples aren't pairs, or there are none.
    """
    differences = signed_rank.log_ratios(before.times_ms, after.times_ms)
    if not before.runs:
        raise ValueError("there is no pair to compare")
    found = signed_rank.interval(differences, _error(before.runs) / comparisons) if before.runs >= LOOKS[0] else None
    low, high = (None, None) if found is None else map(exp, found)
    if found is not None:
        low, high = (0.0 if after.cut else low), (inf if before.cut else high)
    outcome, reason = _judge(low, high, before.runs)
    reason += _cut_off(before, after)
    ratio, p_value = exp(signed_rank.estimate(differences)), signed_rank.p_value(differences)
    return Verdict(outcome, ratio, low, high, p_value, before.runs, reason)


def fewest_pairs(comparisons: int = 1) -> int:
    """How many pairs it takes at least for any interval, where all of them agree."""
    return next(count for count in range(LOOKS[0], LOOKS[-1]) if 2.0 ** (1 - count) <= _error(count) / comparisons)


def suffices(verdict: Verdict) -> bool:
    """Whether more pairs would tell nothing that matters: it is decided, and the ratio is known well enough."""
    if verdict.outcome is Outcome.CANNOT_TELL or verdict.low is None or verdict.high is None:
        return False
    if verdict.outcome is Outcome.NO_DIFFERENCE or verdict.bound:
        return True
    fine = max(2 * log(MATTERS), min(abs(log(verdict.ratio)) / 4, log(_WIDEST)))
    return log(verdict.high / verdict.low) <= fine


def _error(pairs: int) -> float:
    """The error that the look at so many pairs may make. A look between two of `LOOKS` (time was up) is the next one's."""
    return _FIRST if bisect_left(LOOKS, pairs) == 0 else _OTHERS


def _cut_off(before: Sample, after: Sample) -> str:
    sides = [(name, side) for name, side in (("before", before), ("after", after)) if side.cut]
    return "".join(f"; runs {name} were cut off after {max(side.times_ms) / 1000:.3g} s" for name, side in sides)


def _judge(low: float | None, high: float | None, pairs: int) -> tuple[Outcome, str]:
    percent = (MATTERS - 1) * 100
    if low is None or high is None:
        return Outcome.CANNOT_TELL, f"{pairs} pair{'' if pairs == 1 else 's'} of runs can't prove anything"
    if low > 1 / MATTERS and high < MATTERS:
        return Outcome.NO_DIFFERENCE, f"the whole 95 % interval of the ratio lies within {percent:.0f} % of 1"
    if low > 1:
        return Outcome.FASTER, "the whole 95 % interval of the ratio lies above 1"
    if high < 1:
        return Outcome.SLOWER, "the whole 95 % interval of the ratio lies below 1"
    return Outcome.CANNOT_TELL, f"the runs vary too much to tell a difference of {percent:.0f} % from none"
