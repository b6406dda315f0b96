"""heap-fetches: an index-only scan that went to the table."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.rules.plans import Tree, assert_finding, assert_silent, plan, planned_only, scan, untimed
from workbench.rules.plan import heap_fetches


def only(rows: float = 10_000, fetches: int = 5_000, **given: Any) -> Tree:
    return scan(kind="Index Only Scan", rows=rows, ms=10.0, **{"Index Name": "by_id", "Heap Fetches": fetches, **given})


def test_a_vacuum_can_be_run() -> None:
    finding = assert_finding(heap_fetches, plan(only(Schema="shop")), at=0, heap_fetches=5_000, rows_read=10_000)
    assert finding.sql == "vacuum (analyze) shop.orders"
    assert finding.saves_ms == pytest.approx(5)


def test_fetches_are_a_total_and_rows_are_not() -> None:
    assert_finding(heap_fetches, plan(only(1, 1_000, loops=1_000)), at=0, heap_fetches=1_000, rows_read=1_000)


def test_without_times_nothing_is_said_of_milliseconds() -> None:
    assert assert_finding(heap_fetches, plan(untimed(only())), at=0).saves_ms is None


@pytest.mark.parametrize(
    "tree",
    [only(999, 999), only(100_001, 10_000), only(fetches=0), planned_only(scan(kind="Index Only Scan"))],
    ids=["few", "less than a tenth", "none", "only planned"],
)
def test_near_misses(tree: Tree) -> None:
    assert_silent(heap_fetches, plan(tree))
