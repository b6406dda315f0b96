"""index-only-scan: this part is fine."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.rules.plans import Tree, assert_finding, assert_silent, join, node, plan, scan, untimed
from workbench.findings import Severity
from workbench.rules.plan import index_only_scan


def only(rows: float = 50_000, fetches: float = 0, ms: float = 20.0, **given: Any) -> Tree:
    return scan(kind="Index Only Scan", rows=rows, ms=ms, **{"Heap Fetches": fetches, "Index Name": "orders_idx", **given})


def test_a_scan_that_does_without_the_table_is_good_to_know() -> None:
    finding = assert_finding(index_only_scan, plan(only()), at=0, rows_read=50_000, heap_fetches=0)
    assert finding.title == "Index Only Scan using orders_idx on orders answers from the index alone"
    assert finding.severity is Severity.GOOD
    assert finding.measured


def test_fetches_are_a_total_over_all_runs() -> None:
    tree = join(scan(rows=100, ms=1.0), only(20, 20, 0.5, loops=100), "Nested Loop", ms=60.0)
    assert_finding(index_only_scan, plan(tree), at=2, rows_read=2_000, heap_fetches=20)


@pytest.mark.parametrize(
    "tree",
    [
        only(999), only(50_000, 501), node("Sort", only(), ms=300.0), untimed(only()), {**only(), "Node Type": "Index Scan"},
        only(0, 0, 0.0, loops=0), scan(kind="Index Only Scan", rows=50_000),
    ],
    ids=["few rows", "more than a hundredth", "little time", "no times", "another scan", "never executed", "not told"],
)  # fmt: skip
def test_what_is_small_or_reads_the_table_is_not_praised(tree: Tree) -> None:
    assert_silent(index_only_scan, plan(tree))
