"""Statistics of expressions: what is known of the column decides, and nothing comes out that ANALYZE could not have written."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.indexes.between import between
from workbench.indexes.derived import Derived, Origin, Point, derive
from workbench.indexes.distinct import Seen, cells, distinct_results, duj1


def points(results: list, common: dict | None = None, null: float = 0.0, of_null: object = None) -> list[Point]:
    """Values 0, 1, ... of a histogram, and common values with frequencies, each with its result; in order of the value."""
    given_values: list = [(number, None, result) for number, result in enumerate(results)]
    given_values += [(value, share, result) for (value, result), share in (common or {}).items()]
    given_values.sort(key=lambda one: one[0])
    every = [*given_values, (None, null, of_null)] if null else given_values
    ranks = {result: rank for rank, result in enumerate(sorted({r for _, _, r in every if r is not None}), 1)}
    sources = {value: rank for rank, value in enumerate(sorted({v for v, _, _ in given_values}), 1)}
    said = {result: None if result is None else str(result) for _, _, result in every}
    return [
        Point(
            share, None if share is not None else float(value), sources.get(value), None,
            ranks.get(result), said[result], len(said[result] or "") + 4, None,
        )
        for value, share, result in every
    ]  # fmt: skip


def origin(distinct: float = 50_000, null: float = 0.0, correlation: float | None = 0.3, rows: float = 100_000) -> Origin:
    return Origin(rows, null, distinct, correlation)


def test_of_common_values_equal_results_add_up() -> None:
    common = {(1, "new"): 0.4, (2, "old"): 0.3, (3, "new"): 0.2, (4, "lost"): 0.1}
    found = derive(points([], common), origin(distinct=4))
    assert found is not None
    assert (found.common, found.frequencies) == (("new", "old", "lost"), pytest.approx((0.6, 0.3, 0.1)))
    assert (found.distinct, found.bounds, found.null) == (3, (), 0)


def test_different_results_keep_the_number_of_values_and_the_histogram() -> None:
    found = derive(points([f"user{number:03}@example.com" for number in range(101)]), origin(distinct=100_000, correlation=0.9))
    assert found is not None
    assert found.distinct == -1
    assert found.common == ()
    assert found.bounds == tuple(f"user{number:03}@example.com" for number in range(101))
    assert found.width == len("user000@example.com") + 4
    assert found.correlation == pytest.approx(0.9, abs=0.001)


def test_the_order_turned_round_turns_the_correlation() -> None:
    found = derive(points([1000 - number for number in range(101)]), origin(distinct=100_000, correlation=0.9))
    assert found is not None
    assert found.correlation == pytest.approx(-0.9, abs=0.001)


def test_few_results_of_a_histogram_are_all_common_ones() -> None:
    found = derive(points([2020 + (number + 12) // 25 for number in range(101)]), origin())
    assert found is not None
    assert sorted(found.common) == ["2020", "2021", "2022", "2023", "2024"]
    assert dict(zip(found.common, found.frequencies, strict=True))["2021"] == pytest.approx(0.25)
    assert found.distinct == 5


def test_equal_results_lie_in_the_order_of_their_rows() -> None:
    random = Random(1)
    found = derive(points([random.randrange(4) for _ in range(1000)]), origin(correlation=0.0))
    assert found is not None
    assert found.correlation == pytest.approx(0.25, abs=0.03)  # four groups, in each of which rows are in order
    cut = derive(points([number // 250 for number in range(1000)]), origin(correlation=1.0))
    assert cut is not None
    assert cut.correlation == pytest.approx(1.0, abs=0.001)


def test_the_order_that_equal_values_have_is_no_order_of_the_column() -> None:
    """A column of five values in no order has a correlation of the sum of their squared shares, and so have results of it."""
    shares = {(1, "DONE"): 0.8, (2, "DONE"): 0.08, (3, "OPEN"): 0.06, (4, "DONE"): 0.04, (5, "LOST"): 0.02}
    found = derive(points([], shares), origin(distinct=5, correlation=sum(share**2 for share in shares.values())))
    assert found is not None
    assert found.correlation == pytest.approx(0.92**2 + 0.06**2 + 0.02**2)


def test_results_may_be_null_and_nulls_may_have_results() -> None:
    found = derive(points(["a", None] * 50, null=0.2), origin(null=0.2))
    assert found is not None
    assert found.null == pytest.approx(0.2 + 0.4)
    filled = derive(points(["a"] * 100, null=0.2, of_null="none"), origin(null=0.2))
    assert filled is not None
    assert (filled.null, filled.common) == (0, ("a", "none"))
    assert filled.frequencies == pytest.approx((0.8, 0.2))


def test_nothing_is_derived_from_nothing() -> None:
    assert derive([], origin()) is None
    assert derive(points([None] * 10), origin()) is None


def test_rare_results_are_no_common_ones() -> None:
    """Two of a hundred bounds that have the same result show nothing: their result isn't more common than others."""
    found = derive(points([*range(99), 98, 7]), origin(distinct=100_000))
    assert found is not None
    assert found.common == ()


SHARES = st.lists(st.floats(0.001, 1.0), max_size=12)


@given(
    st.lists(st.one_of(st.none(), st.integers(0, 300)), max_size=150),
    SHARES,
    st.floats(0, 1),
    st.floats(1, 1e7),
    st.one_of(st.none(), st.floats(-1, 1)),
)
def test_what_comes_out_is_statistics(results, shares, null, rows, correlation) -> None:
    total = sum(shares) + null + (1 if results else 0)
    common = {(number + 0.5, number % 5): share / total for number, share in enumerate(shares)} if total else {}
    null = null / total if total else 0.0
    distinct = min(rows, len(results) * 7.0 + len(common))
    found = derive(points(results, common, null), Origin(rows, null, max(1.0, distinct), correlation))
    if found is not None:
        check(found, rows)


def check(found: Derived, rows: float) -> None:
    assert 0 <= found.null <= 1
    assert found.width >= 0
    assert -1 <= found.distinct <= rows * 1.01 + 200
    assert found.distinct != 0
    assert len(found.common) == len(set(found.common)) == len(found.frequencies) <= 100
    assert all(share >= 0 for share in found.frequencies)
    assert list(found.frequencies) == sorted(found.frequencies, reverse=True)
    assert sum(found.frequencies) + found.null <= 1.0001
    assert [int(text) for text in found.bounds] == sorted(int(text) for text in found.bounds)
    assert not set(found.bounds) & set(found.common)
    assert len(found.bounds) != 1
    assert found.correlation is None or -1 <= found.correlation <= 1


@pytest.mark.parametrize("values", [10, 730, 17_520, 400_000])
def test_values_on_a_grid_are_counted_by_the_grid(values: int) -> None:
    drawn = [Random(values + number).randrange(values) for number in range(500)]
    seen = Seen(tuple(drawn.count(value) for value in set(drawn)), cells(value * 3600 for value in drawn))
    assert distinct_results(seen, 5e6) == pytest.approx(values, rel=0.02)


def test_a_grid_that_is_as_fine_as_the_columns_own_takes_nothing_away() -> None:
    """Times that all are midnights: their days are as many as they are."""
    drawn = [Random(number).randrange(2_000) for number in range(500)]
    seen = Seen(tuple(drawn.count(day) for day in set(drawn)), cells=2_000, source_cells=2_000)
    assert distinct_results(seen, 1_500) == pytest.approx(1_500, rel=0.01)


def test_months_are_not_counted_by_a_grid_of_days() -> None:
    assert distinct_results(Seen((6,) * 84, cells=2_555), 1e6) == 84


@given(st.lists(st.integers(1, 50), min_size=1, max_size=100), st.floats(1, 1e8))
def test_no_estimate_is_below_what_was_seen(counts: list[int], rows: float) -> None:
    assert duj1(counts, rows) >= len(counts) * 0.999999


def test_cells_of_numbers() -> None:
    assert cells([Decimal("1.25"), Decimal("2.75"), Decimal("1.75")]) == 4
    assert cells([5, 5]) == 1
    assert cells([Decimal("Infinity"), 1]) is None
    assert cells([]) is None


CODES = st.tuples(st.text("AB-0123456789", max_size=12), st.integers(0, 10**6), st.integers(0, 10**6))


@given(st.lists(CODES, max_size=8), st.integers(1, 4))
def test_texts_between_bounds_have_their_form_and_order(parts, many: int) -> None:
    bounds = sorted(f"{head}{low:07}" for head, low, high in parts for low in (low, high))
    for place, text in between(bounds, many):
        low, high = bounds[int(place) - 1], bounds[int(place)]
        assert low <= text <= high
        assert [letter.isdigit() for letter in text] == [letter.isdigit() for letter in low]


def test_codes_that_stand_evenly_don_t_hide_their_last_digits() -> None:
    bounds = [f"C{number:06}" for number in range(7, 4_008, 40)]
    assert len({text[-2:] for text in bounds}) == 5
    assert len({text[-2:] for _, text in between(bounds, 2)}) > 60
