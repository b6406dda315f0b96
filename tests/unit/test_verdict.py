"""A verdict is never braver than its pairs."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.timing import LOOKS, MATTERS, Outcome, Sample, Verdict, compare, signed_rank, suffices
from workbench.timing.verdict import ERROR, _error


def sample(center: float, spread: float = 0.02, runs: int = 32, seed: int = 1) -> Sample:
    noise = np.random.default_rng(seed).normal(0, spread, runs)
    return Sample(tuple(float(x) for x in center * np.exp(noise)))


def until_sufficient(effect: float, spread: float, seed: int, drift: float = 0.0, most: int = 128) -> Verdict:
    """A trial's stopping rule on made-up runs: noise of `spread`, and a machine that changes its pace from pair to pair."""
    rng = np.random.default_rng(seed)
    before, after, pace = [], [], 0.0
    for count in LOOKS:
        while len(before) < count:
            pace += rng.normal(0, drift)
            before.append(10 * np.exp(pace + rng.normal(0, spread)))
            after.append(10 / effect * np.exp(pace + rng.normal(0, spread)))
        verdict = compare(Sample(tuple(before)), Sample(tuple(after)))
        if suffices(verdict) or count >= most:
            return verdict
    raise AssertionError("unreachable")


@pytest.mark.parametrize(
    ("before", "after", "outcome"),
    [
        (sample(100), sample(1, seed=2), Outcome.FASTER),
        (sample(100), sample(130, seed=2), Outcome.SLOWER),
        (sample(100, 0.005), sample(100, 0.005, seed=2), Outcome.NO_DIFFERENCE),
        (sample(100, 0.005), sample(99, 0.005, seed=2), Outcome.NO_DIFFERENCE),
        (sample(100, 0.4), sample(90, 0.4, seed=2), Outcome.CANNOT_TELL),
        (sample(100, runs=7), sample(1, runs=7, seed=2), Outcome.CANNOT_TELL),
    ],
)
def test_the_outcome_fits_the_runs(before: Sample, after: Sample, outcome: Outcome) -> None:
    assert compare(before, after).outcome is outcome


def test_the_ratio_lies_in_its_interval_and_is_the_same_every_time() -> None:
    first, second = (compare(sample(80), sample(2, seed=3)) for _ in range(2))
    assert first == second
    assert first.low is not None
    assert first.high is not None
    assert first.low <= first.ratio <= first.high


def test_eight_pairs_decide_only_if_all_agree() -> None:
    after = sample(50, runs=8, seed=2)
    assert compare(sample(100, runs=8), after).outcome is Outcome.FASTER
    one_against = Sample((*sample(100, runs=7).times_ms, 40.0))
    assert compare(one_against, after).outcome is Outcome.CANNOT_TELL


def test_one_of_many_verdicts_needs_more() -> None:
    before, after = sample(100, 0.05), sample(96, 0.05, seed=2)
    alone, among = compare(before, after), compare(before, after, comparisons=50)
    assert alone.low is not None
    assert alone.high is not None
    assert among.low is not None
    assert among.high is not None
    assert among.low < alone.low <= alone.high < among.high
    assert alone.ratio == among.ratio


def test_pairs_are_asked_for() -> None:
    with pytest.raises(ValueError, match="pairs"):
        compare(Sample((1.0,) * 4), Sample((1.0,) * 10))
    with pytest.raises(ValueError, match="no pair"):
        compare(Sample(()), Sample(()))


def test_equal_times_are_no_difference() -> None:
    verdict = compare(Sample((2.0,) * 10), Sample((2.0,) * 10))
    assert (verdict.outcome, verdict.ratio, verdict.p_value) == (Outcome.NO_DIFFERENCE, 1.0, 1.0)


def test_all_looks_together_err_as_often_as_they_may() -> None:
    assert sum(_error(count) for count in LOOKS) == pytest.approx(ERROR)
    for early, late in pairwise(LOOKS):  # a look that the budget forces takes the place of the next one
        assert _error(early + 1) == _error(late)


@pytest.mark.parametrize("drift", [0.0, 0.2], ids=["steady", "drifting"])
def test_noise_alone_is_rarely_called_a_difference(drift: float) -> None:
    """A/A with optional stopping, 10 % noise, and a machine that drifts by far more; `bench/verdicts.py` asks a server."""
    outcomes = [until_sufficient(1.0, 0.1, seed, drift).outcome for seed in range(60)]
    assert sum(outcome in (Outcome.FASTER, Outcome.SLOWER) for outcome in outcomes) <= 3


@pytest.mark.parametrize("effect", [1.1, 1.2, 1.5, 0.9])
def test_an_effect_is_found_through_noise_and_drift(effect: float) -> None:
    expected = Outcome.FASTER if effect > 1 else Outcome.SLOWER
    for seed in range(10):
        verdict = until_sufficient(effect, 0.05, seed, drift=0.2)
        assert verdict.outcome is expected
        assert verdict.low is not None
        assert verdict.high is not None
        assert verdict.low <= effect * 1.03
        assert verdict.high >= effect / 1.03


def test_what_suffices_is_known_well() -> None:
    verdict = until_sufficient(1.5, 0.05, 1)
    assert verdict.low is not None
    assert verdict.high is not None
    assert verdict.high / verdict.low <= 1.25
    assert until_sufficient(1.0, 0.02, 1).reason.endswith(f"{(MATTERS - 1) * 100:.0f} % of 1")


@pytest.mark.parametrize(
    ("cut", "outcome", "bound", "low", "high"),
    [("before", Outcome.FASTER, "at least", 3.0, np.inf), ("after", Outcome.SLOWER, "at most", 0.0, 1 / 3)],
)
def test_runs_that_were_cut_off_bound_the_ratio(cut: str, outcome: Outcome, bound: str, low: float, high: float) -> None:
    quick, slow = Sample((100.0,) * 8), Sample((300.0,) * 8, cut=8)
    verdict = compare(slow, quick) if cut == "before" else compare(quick, slow)
    assert (verdict.outcome, verdict.bound, suffices(verdict)) == (outcome, bound, True)
    assert (verdict.low, verdict.high) == pytest.approx((low, high))
    assert f"runs {cut} were cut off after 0.3 s" in verdict.reason
    assert f"ratio {bound}" in str(verdict)


def test_if_both_were_cut_off_nothing_is_known() -> None:
    verdict = compare(Sample((300.0,) * 8, cut=1), Sample((100.0,) * 8, cut=1))
    assert (verdict.outcome, suffices(verdict)) == (Outcome.CANNOT_TELL, False)


@given(st.lists(st.floats(-5, 5), min_size=8, max_size=40))
def test_the_interval_and_the_test_tell_the_same(differences: list[float]) -> None:
    """The interval leaves out 0 only where the exact signed-rank test would reject."""
    values = np.array(differences)
    found = signed_rank.interval(values, 0.05)
    assert found is not None
    low, high = found
    assert low <= signed_rank.estimate(values) <= high
    distinct = len(np.unique(np.abs(values))) == len(values) and np.all(values)
    if distinct and (low > 0 or high < 0):
        assert signed_rank.p_value(values) <= 0.05 + 1e-9


@pytest.mark.parametrize(("count", "rank"), [(5, None), (6, 0), (8, 3), (10, 8), (15, 25), (25, 89)])
def test_the_ranks_are_those_of_the_tables(count: int, rank: int | None) -> None:
    """Critical values of T for 5 %, two-sided: https://real-statistics.com/statistics-tables/wilcoxon-signed-ranks-table/"""
    assert signed_rank._rank(count, 0.025) == rank


def test_the_normal_distribution_takes_over_smoothly() -> None:
    counted, normal = signed_rank._rank(64, 0.003), signed_rank._rank(65, 0.003)
    assert counted is not None
    assert normal is not None
    assert 0 < normal - counted < 35
