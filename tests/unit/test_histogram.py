"""Bars from the planner's statistics: shares of the rows that add up, on a scale where there is one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.catalog import ColumnStatistics
from workbench.render.histogram import BARS, bars


def statistics(bounds: tuple[str, ...] = (), common: tuple[str, ...] = (), shares: tuple[float, ...] = (), null: float = 0.0):
    return ColumnStatistics(null, 8, 100, 0.0, common, shares, bounds)


def test_even_numbers_give_even_bars() -> None:
    found = bars(statistics(tuple(str(n) for n in range(0, 1601, 100))))
    assert [bar.share for bar in found] == pytest.approx([1 / BARS] * BARS)
    assert found[0].label == "0 to 100"


def test_crowded_values_give_a_high_bar() -> None:
    found = bars(statistics(("0", "1", "2", "3", "160")))
    assert found[0].share == pytest.approx(0.75 + 0.25 * 7 / 157)


def test_a_common_number_stands_where_it_falls() -> None:
    found = bars(statistics(("0", "16"), ("8.5",), (0.6,), 0.1))
    assert found[8].share == pytest.approx(0.6 + 0.3 / 16)
    assert sum(bar.share for bar in found) == pytest.approx(0.9)


def test_times_are_a_scale_too() -> None:
    found = bars(statistics(("2023-01-01 00:00:00+00", "2023-12-31 00:00:00+00")))
    assert len(found) == BARS
    assert found[0].label == "2023-01-01 to 2023-01-23"


def test_texts_are_named_and_the_rest_is_one_bar() -> None:
    found = bars(statistics(("a", "b"), ("pending", "shipped"), (0.5, 0.2)))
    assert [(bar.label, round(bar.share, 3)) for bar in found] == [("pending", 0.5), ("shipped", 0.2), ("all others", 0.3)]


def test_where_nothing_is_known_there_is_nothing() -> None:
    assert bars(statistics()) == ()
    assert bars(statistics(("a", "b"))) == ()
    assert bars(statistics(("NaN", "Infinity"))) == ()


@given(
    bounds=st.lists(st.floats(-1e12, 1e12), min_size=2, max_size=50).map(sorted),
    common=st.lists(st.floats(-1e12, 1e12), max_size=5),
    null=st.floats(0, 0.5),
)
def test_nothing_gets_lost(bounds: list[float], common: list[float], null: float) -> None:
    shares = tuple(0.5 / len(common) for _ in common)
    given = statistics(tuple(map(repr, bounds)), tuple(map(repr, common)), shares, null)
    found = bars(given)
    if found:
        assert sum(bar.share for bar in found) == pytest.approx(1 - null, abs=1e-6)
        assert all(bar.share >= -1e-9 for bar in found)
