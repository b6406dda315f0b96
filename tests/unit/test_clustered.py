"""Distinct values of a column whose equal values lie side by side, beside what ANALYZE's estimator says of such a sample."""

from __future__ import annotations

import numpy as np
import pytest

from workbench.indexes.clustered import SAMPLED, distinct_values

PER_PAGE = 50


def analyzed(each: int, pages: int, seed: int) -> tuple[float, float]:
    """What ANALYZE would say of `rows` in which each value stands so many times side by side; and the truth."""
    rng = np.random.default_rng(seed)
    rows = pages * PER_PAGE
    drawn = rng.choice(pages, SAMPLED, replace=False)
    places = np.repeat(drawn, PER_PAGE) * PER_PAGE + np.tile(np.arange(PER_PAGE), SAMPLED)
    _, seen = np.unique(rng.choice(places, SAMPLED, replace=False) // each, return_counts=True)
    different, once = len(seen), int((seen == 1).sum())
    return SAMPLED * different / (SAMPLED - once + once * SAMPLED / rows), rows / each


@pytest.mark.parametrize("each", [2, 4, 10])
@pytest.mark.parametrize("pages", [60_000, 200_000])
def test_it_comes_close_to_the_truth(each: int, pages: int) -> None:
    for seed in range(3):
        told, true = analyzed(each, pages, seed)
        mended = distinct_values(told, pages * PER_PAGE, pages, 1.0)
        assert told < true * 0.75
        assert true / 1.35 < mended < true * 1.35
        assert abs(mended - true) < abs(told - true)


def test_where_there_is_nothing_to_mend() -> None:
    assert distinct_values(1000, 1_000_000, 20_000, 1.0) == 1000  # all pages were drawn
    assert distinct_values(1000, 1_000_000, 100_000, 0.5) == 1000
    assert distinct_values(1_000_000, 1_000_000, 100_000, 1.0) == 1_000_000
    assert distinct_values(0, 1_000_000, 100_000, 1.0) == 0
    assert distinct_values(990_000, 1_000_000, 100_000, -1.0) <= 1_000_000
