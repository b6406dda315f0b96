"""large-offset: rows that are read to be skipped."""

from __future__ import annotations

import pytest

from tests.unit.rules.plans import Tree, assert_finding, assert_silent, node, plan, planned_only, scan, untimed
from workbench.rules.plan import large_offset


def page(skipped: float, kept: float = 20, **given: object) -> Tree:
    below = {"kind": "Index Scan", "rows": skipped + kept, "ms": 10.0, **given}
    return node("Limit", scan(**below), rows=kept, ms=10.5)  # type: ignore[arg-type]


def test_the_rows_of_earlier_pages_are_counted() -> None:
    finding = assert_finding(large_offset, plan(page(9_980)), at=0, rows_skipped=9_980, rows_returned=20)
    assert finding.title == "OFFSET skips 9,980 rows to return 20"
    assert finding.saves_ms == pytest.approx(10 * 0.998)
    assert "where (the sort key) > (the last row's values)" in finding.remedy


def test_a_page_behind_the_end_skips_all() -> None:
    assert_finding(large_offset, plan(page(5_000, kept=0)), at=0, rows_skipped=5_000)


def test_below_a_sort_only_the_sort_is_saved_and_its_key_is_named() -> None:
    sort = node("Sort", scan(rows=20_000, ms=40.0), rows=10_000, ms=50.0, **{"Sort Key": ["o.a DESC", "o.id"]})
    finding = assert_finding(large_offset, plan(node("Limit", sort, rows=10, ms=50.0)), at=0)
    assert "where (o.a, o.id) > " in finding.remedy
    assert finding.saves_ms == pytest.approx(10 * 0.999)


def test_nothing_is_said_of_milliseconds_without_times() -> None:
    assert assert_finding(large_offset, plan(untimed(page(5_000))), at=0).saves_ms is None


@pytest.mark.parametrize(
    "tree",
    [
        page(999, 1), page(5_000, 600), page(0), node("Limit", rows=5), planned_only(page(5_000)), page(5_000, loops=0),
        node("Aggregate", scan(rows=5_000)), node("Limit", scan(rows=2, loops=2_000), rows=0, loops=2_000),
    ],
    ids=["few rows", "a large page", "no offset", "nothing below", "only planned", "never executed", "no limit", "rounded"],
)  # fmt: skip
def test_a_small_offset_is_left_alone(tree: Tree) -> None:
    assert_silent(large_offset, plan(tree))
