"""sparse-table: few rows on many pages."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.rules.plans import Tree, assert_finding, assert_silent, join, node, plan, planned_only, scan, untimed
from workbench.rules.plan import sparse_table


def sparse(rows: float = 2_000, pages: int = 1_000, width: int = 76, **given: Any) -> Tree:
    return scan(rows=rows, ms=10.0, **{"Shared Hit Blocks": pages - 10, "Shared Read Blocks": 10, "Plan Width": width, **given})


def test_two_rows_a_page_where_eighty_would_fit() -> None:
    finding = assert_finding(sparse_table, plan(sparse()), at=0, rows_per_page=2, rows_per_page_that_fit=8168 / 104)
    assert finding.title == "Seq Scan on orders finds 2.0 rows a page, where more would fit"
    assert finding.saves_ms == pytest.approx(10 * (1 - 2 / (8168 / 104)))
    assert finding.sql is None


def test_all_runs_and_rows_that_the_filter_removed_count() -> None:
    inner = sparse(rows=1_000, pages=10_000, loops=10, **{"Rows Removed by Filter": 1_000})
    tree = join(scan(rows=10), inner, "Nested Loop", **{"Shared Hit Blocks": 9_990, "Shared Read Blocks": 10})
    assert_finding(sparse_table, plan(tree), at=2, rows_per_page=2)


def test_nothing_is_said_of_milliseconds_without_times() -> None:
    assert assert_finding(sparse_table, plan(untimed(sparse())), at=0).saves_ms is None


@pytest.mark.parametrize(
    "tree",
    [
        sparse(rows=4_000), sparse(rows=10, pages=256), sparse(width=1_000), sparse(kind="Bitmap Heap Scan"),
        sparse(rows=0, loops=0), planned_only(sparse()), node("Seq Scan", rows=10, **{"Shared Hit Blocks": 1_000}),
        join(scan(rows=90), sparse(rows=1, pages=900, loops=900), "Nested Loop", **{"Shared Hit Blocks": 900}),
        sparse(rows=1_000, **{"Rows Removed by Filter": 3_000}), scan(rows=10, **{"Plan Width": 4}),
    ],
    ids=["four rows a page", "a small table", "wide rows", "another scan", "never executed", "only planned", "no width",
         "a page read again and again", "four with those removed", "no buffers"],
)  # fmt: skip
def test_a_table_that_is_full_small_or_wide_is_left_alone(tree: Tree) -> None:
    assert_silent(sparse_table, plan(tree))


@pytest.mark.parametrize(("width", "speaks"), [(992, True), (994, False)])
def test_at_least_four_times_the_rows_must_fit(width: int, speaks: bool) -> None:
    assert bool(list(sparse_table.check(plan(sparse(rows=2_000, width=width))))) is speaks
