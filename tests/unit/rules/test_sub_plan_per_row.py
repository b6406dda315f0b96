"""sub-plan-per-row: a sub-select that runs for each row."""

from __future__ import annotations

import pytest

from tests.unit.rules.plans import Tree, assert_finding, assert_silent, node, plan, scan, untimed
from workbench.rules.plan import findings, sub_plan_per_row


def per_row(loops: int = 4000, ms: float = 0.1, below: Tree | None = None, relationship: str = "SubPlan") -> Tree:
    inner = below or scan("items", kind="Index Scan", loops=loops, ms=ms / 2)
    sub = node("Aggregate", inner, loops=loops, ms=ms, **{"Parent Relationship": relationship, "Subplan Name": "SubPlan 1"})
    return node("Seq Scan", sub, rows=loops, ms=500)


def test_a_sub_select_for_each_row_is_told_with_its_time() -> None:
    finding = assert_finding(sub_plan_per_row, plan(per_row()), at=1, loops=4000, sub_plan_ms=400)
    assert finding.title == "SubPlan 1 ran 4,000 times, once for each row"
    assert finding.saves_ms == pytest.approx(400 * 3999 / 4000)


def test_a_short_table_that_is_read_each_time_gets_an_index() -> None:
    below = scan("items", loops=4000, ms=0.08, Schema="shop", Alias="i", Filter="(i.order_id = o.id)")
    assert assert_finding(sub_plan_per_row, plan(per_row(below=below)), at=1).sql == "create index on shop.items (order_id)"


def test_where_an_index_is_missed_only_that_is_told() -> None:
    below = scan("items", loops=4000, ms=0.08, Filter="(items.order_id = o.id)", **{"Rows Removed by Filter": 9999})
    rules = {finding.rule for finding in findings(plan(per_row(below=below)))}
    assert "seq-scan-discards" in rules
    assert "sub-plan-per-row" not in rules


def test_where_a_cte_is_read_only_that_is_told() -> None:
    below = node("CTE Scan", loops=4000, ms=0.08, **{"CTE Name": "w", "Rows Removed by Filter": 999})
    rules = {finding.rule for finding in findings(plan(per_row(below=below)))}
    assert "cte-scan-loops" in rules
    assert "sub-plan-per-row" not in rules


def test_a_plan_without_times_is_judged_by_its_loops() -> None:
    assert assert_finding(sub_plan_per_row, plan(untimed(per_row())), at=1).saves_ms is None


@pytest.mark.parametrize(
    "tree",
    [per_row(999), per_row(ms=0.012), per_row(1, ms=400), per_row(relationship="Outer"), per_row(0)],
    ids=["few rows", "little time", "hashed: once", "no sub-select", "never executed"],
)
def test_a_sub_select_that_costs_little_is_left_alone(tree: Tree) -> None:
    assert_silent(sub_plan_per_row, plan(tree))
