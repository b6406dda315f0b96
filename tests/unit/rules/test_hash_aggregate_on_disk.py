"""hash-aggregate-on-disk: groups that waited in files, in any process, or are planned to."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.rules.plans import Tree, assert_finding, assert_silent, node, plan, planned_only, scan
from workbench.findings import Severity
from workbench.rules.plan import hash_aggregate_on_disk


def grouped(**fields: Any) -> Tree:
    return node("Aggregate", scan(rows=500_000), rows=500_000, ms=90, **{"Strategy": "Hashed", "Group Key": ["k"], **fields})


def test_groups_on_disk_are_told_with_the_memory_to_ask_for() -> None:
    fields = {"HashAgg Batches": 33, "Peak Memory Usage": 2393, "Disk Usage": 14_232, "Planned Partitions": 32}
    finding = assert_finding(hash_aggregate_on_disk, plan(grouped(**fields)), at=0, disk_kb=14_232, batches=33)
    assert finding.title == "Grouping by k did not fit into work_mem"
    assert finding.sql == "set work_mem = '41MB'"
    assert "as the planner expected" in finding.detail


@pytest.mark.parametrize(
    "fields", [{"Disk Usage": 8}, {"HashAgg Batches": 2}, {"Workers": [{"HashAgg Batches": 5, "Disk Usage": 100}]}]
)
def test_any_sign_of_the_disk_in_any_process_counts(fields: dict[str, Any]) -> None:
    assert_finding(hash_aggregate_on_disk, plan(grouped(**fields)), at=0)


def test_partitions_that_are_only_planned_are_told_of_a_plan_that_was_not_executed() -> None:
    finding = assert_finding(hash_aggregate_on_disk, plan(planned_only(grouped(**{"Planned Partitions": 8}))), at=0)
    assert finding.severity is Severity.INFO
    assert finding.saves_ms is None


@pytest.mark.parametrize(
    "tree",
    [
        grouped(**{"HashAgg Batches": 1, "Disk Usage": 0}), grouped(**{"Planned Partitions": 8, "HashAgg Batches": 1}),
        planned_only(grouped(**{"Planned Partitions": 0})), node("Aggregate", loops=0, **{"Planned Partitions": 4}),
    ],
    ids=["one batch", "planned, and not needed", "none planned", "never executed"],
)  # fmt: skip
def test_groups_in_memory_are_left_alone(tree: Tree) -> None:
    assert_silent(hash_aggregate_on_disk, plan(tree))
