"""filter-after-index: what an index found and a filter threw away."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.rules.plans import Tree, assert_finding, assert_silent, node, plan, planned_only, scan, untimed
from workbench.rules.plan import filter_after_index


def indexed(rows: float = 500, removed: float = 4_500, **given: Any) -> Tree:
    fields = {"Index Name": "by_status", "Index Cond": "(status = 'x'::text)", "Filter": "(user_id < 9)", "ms": 10.0}
    return scan(kind="Index Scan", rows=rows, **{**fields, "Rows Removed by Filter": removed, **given})


def test_an_index_on_both_is_named() -> None:
    finding = assert_finding(filter_after_index, plan(indexed(Schema="shop")), at=0, rows_found=5_000, rows_removed=4_500)
    assert finding.sql == "create index on shop.orders (status, user_id)"
    assert finding.saves_ms == pytest.approx(9)


def test_columns_compared_with_equals_come_first_whoever_tests_them() -> None:
    tree = indexed(**{"Index Cond": "(total > 5)", "Filter": "(user_id = 9)"})
    assert assert_finding(filter_after_index, plan(tree), at=0).sql == "create index on orders (user_id, total)"


def test_a_bitmap_scan_is_told_by_what_it_rechecks() -> None:
    bitmap = node("Bitmap Index Scan", rows=5_000, **{"Index Name": "by_status", "Index Cond": "(status = 'x'::text)"})
    heap = scan(kind="Bitmap Heap Scan", rows=500, Filter="(user_id < 9)", Plans=[bitmap],
                **{"Recheck Cond": "(status = 'x'::text)", "Rows Removed by Filter": 4_500})  # fmt: skip
    assert assert_finding(filter_after_index, plan(heap), at=0).sql == "create index on orders (status, user_id)"


def test_all_loops_count() -> None:
    assert_finding(filter_after_index, plan(indexed(1, 9, loops=200)), at=0, rows_removed=1_800)


@pytest.mark.parametrize("condition", ["(lower(a) = 'x'::text)", "((a = 1) OR (b = 2))", ""])
def test_no_sql_where_the_columns_cannot_be_told(condition: str) -> None:
    assert assert_finding(filter_after_index, plan(indexed(Filter=condition)), at=0).sql is None


def test_without_times_nothing_is_said_of_milliseconds() -> None:
    assert assert_finding(filter_after_index, plan(untimed(indexed())), at=0).saves_ms is None


@pytest.mark.parametrize(
    "tree",
    [
        indexed(500, 999), indexed(5_001, 5_000), indexed(loops=0), planned_only(indexed()), indexed(0, 0),
        scan(rows=1, **{"Rows Removed by Filter": 50_000}), indexed(**{"Index Cond": ""}),
    ],
    ids=["few rows", "more than half wanted", "never executed", "only planned", "empty", "sequential", "read for its order"],
)  # fmt: skip
def test_near_misses(tree: Tree) -> None:
    assert_silent(filter_after_index, plan(tree))
