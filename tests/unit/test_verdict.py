"""A verdict is never braver than its runs."""

from __future__ import annotations

import numpy as np
import pytest

from workbench.timing import Outcome, Sample, compare


def sample(center: float, spread: float = 0.02, runs: int = 15, seed: int = 1) -> Sample:
    noise = np.random.default_rng(seed).normal(0, spread, runs)
    return Sample(tuple(float(x) for x in center * np.exp(noise)))


@pytest.mark.parametrize(
    ("before", "after", "outcome"),
    [
        (sample(100), sample(1, seed=2), Outcome.FASTER),
        (sample(100), sample(130, seed=2), Outcome.SLOWER),
        (sample(100, 0.005), sample(100, 0.005, seed=2), Outcome.NO_DIFFERENCE),
        (sample(100, 0.4, runs=6), sample(90, 0.4, runs=6, seed=2), Outcome.CANNOT_TELL),
    ],
)
def test_the_outcome_fits_the_runs(before: Sample, after: Sample, outcome: Outcome) -> None:
    assert compare(before, after).outcome is outcome


def test_the_ratio_lies_in_its_interval_and_is_the_same_every_time() -> None:
    first, second = (compare(sample(80), sample(2, seed=3)) for _ in range(2))
    assert first == second
    assert first.low <= first.ratio <= first.high


def test_too_few_runs_are_refused() -> None:
    with pytest.raises(ValueError, match="5 runs"):
        compare(Sample((1.0,) * 4), Sample((1.0,) * 10))


def test_equal_times_are_no_difference() -> None:
    assert compare(Sample((2.0,) * 10), Sample((2.0,) * 10)).outcome is Outcome.NO_DIFFERENCE


def test_noise_alone_is_rarely_called_a_difference() -> None:
    """A/A: the same distribution on both sides, 10 % noise. At most 5 % may come out as a difference; seeds are fixed."""
    outcomes = [compare(sample(50, 0.1, 10, seed=i), sample(50, 0.1, 10, seed=1000 + i)).outcome for i in range(40)]
    assert sum(outcome in (Outcome.FASTER, Outcome.SLOWER) for outcome in outcomes) <= 2
