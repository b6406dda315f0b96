"""seq-scan-discards: a scan that throws most of what it reads away, in all its runs together."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.rules.plans import Tree, assert_finding, assert_silent, join, node, plan, planned_only, scan, untimed
from workbench.findings import Severity
from workbench.rules.plan import seq_scan_discards


def wasteful(rows: float = 20, removed: float = 999_980, **given: Any) -> Tree:
    return scan(rows=rows, **{"ms": 100.0, "Rows Removed by Filter": removed, "Filter": "(a = 1)", **given})


def test_an_index_is_named_that_can_be_made() -> None:
    finding = assert_finding(seq_scan_discards, plan(wasteful(Schema="shop")), at=0, rows_read=1_000_000, rows_removed=999_980)
    assert finding.sql == "create index on shop.orders (a)"
    assert finding.severity is Severity.CRITICAL
    assert finding.saves_ms == pytest.approx(100, abs=0.1)


def test_nothing_is_said_of_milliseconds_without_times() -> None:
    assert assert_finding(seq_scan_discards, plan(untimed(wasteful())), at=0).saves_ms is None


@pytest.mark.parametrize("condition", ["(orders.user_id = c.id)", "(user_id = c.id)"], ids=["verbose", "not verbose"])
def test_a_small_table_read_for_each_row_of_a_join_counts_in_total(condition: str) -> None:
    inner = wasteful(1, 499, loops=100, ms=0.1, Filter=condition)
    finding = assert_finding(seq_scan_discards, plan(join(scan("c", rows=100), inner, "Nested Loop")), at=2, rows_read=50_000)
    assert finding.title == "Seq Scan on orders reads 50,000 rows in 100 runs and throws 49,900 away (99.8 %)"
    assert finding.sql == "create index on orders (user_id)"
    assert "each time" in finding.detail


def test_the_processes_of_a_parallel_scan_are_no_repetition() -> None:
    tree = node("Gather", wasteful(7, 333_326, loops=3, Parallel_Aware=True), rows=21, **{"Workers Launched": 2})
    finding = assert_finding(seq_scan_discards, plan(tree), at=1, rows_read=999_999)
    assert "runs" not in finding.title


def test_a_filter_without_columns_has_no_sql() -> None:
    finding = assert_finding(seq_scan_discards, plan(wasteful(Filter="(lower(a) = 'x'::text)")), at=0)
    assert finding.sql is None
    assert "fits the filter" in finding.remedy


def test_just_nine_tenths_is_a_warning() -> None:
    assert assert_finding(seq_scan_discards, plan(wasteful(1_000, 9_000)), at=0).severity is Severity.WARNING


@pytest.mark.parametrize(
    "tree",
    [
        wasteful(1_000, 8_999), wasteful(10, 9_989), wasteful(0, 0), wasteful(loops=0), planned_only(wasteful()),
        wasteful(kind="Index Scan"), join(scan("c"), wasteful(1, 99, loops=99), "Nested Loop"),
    ],
    ids=["below nine tenths", "few rows", "empty", "never executed", "only planned", "another scan", "few rows in all runs"],
)  # fmt: skip
def test_a_scan_that_is_no_waste_is_left_alone(tree: Tree) -> None:
    assert_silent(seq_scan_discards, plan(tree))
