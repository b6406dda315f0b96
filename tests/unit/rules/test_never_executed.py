"""never-executed: a note about the larger part of a plan, where it never ran."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.rules.plans import Tree, assert_finding, assert_silent, join, node, plan, planned_only, scan
from workbench.findings import Severity
from workbench.rules.plan import never_executed


def idle(cost: float = 5_000.0, table: str = "orders", **given: Any) -> Tree:
    return scan(table, rows=0, loops=0, ms=0.0, **{"Total Cost": cost, **given})


def loop(inner: Tree, cost: float = 6_000.0, kind: str = "Nested Loop") -> Tree:
    return join(scan("users", rows=0, **{"Total Cost": 10.0}), inner, kind, rows=0, **{"Total Cost": cost})


def test_a_join_without_outer_rows_never_reads_its_inner_side() -> None:
    finding = assert_finding(never_executed, plan(loop(idle())), at=2, branches_never_executed=1, cost=5_000)
    assert finding.title == "Seq Scan on orders never ran, though most of the plan's cost was expected there"
    assert finding.severity is Severity.INFO
    assert finding.saves_ms == 0
    assert "the other side of the join had no rows" in finding.detail


def test_the_largest_branch_speaks_for_all_and_at_its_top() -> None:
    branch = node("Sort", idle(4_900), rows=0, loops=0, ms=0.0, **{"Total Cost": 5_000.0})
    tree = node("Append", idle(1_000), branch, rows=0, **{"Total Cost": 6_000.0})
    assert_finding(never_executed, plan(tree), at=2, branches_never_executed=2)


def test_a_sub_select_that_nobody_asked_is_told_as_that() -> None:
    tree = {**scan(**{"Total Cost": 6_000.0}), "Plans": [idle(**{"Parent Relationship": "InitPlan"})]}
    assert "nothing asked for its rows" in assert_finding(never_executed, plan(tree), at=1).detail


@pytest.mark.parametrize(
    "tree",
    [
        loop(idle(999), 1_000), loop(idle(2_999)), loop(scan(rows=0, **{"Total Cost": 5_000.0})), planned_only(loop(idle())),
        idle(), loop({key: value for key, value in idle().items() if key != "Total Cost"}),
    ],
    ids=["a small plan", "less than half", "it ran", "only planned", "all of it", "no costs"],
)  # fmt: skip
def test_what_is_small_or_ran_is_no_news(tree: Tree) -> None:
    assert_silent(never_executed, plan(tree))


def test_a_plan_without_any_costs_says_nothing() -> None:
    assert_silent(never_executed, plan(join(scan(rows=0), scan(rows=0, loops=0), "Nested Loop", rows=0)))
