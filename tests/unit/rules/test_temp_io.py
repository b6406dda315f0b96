"""temp-io: temporary files that nothing else explains."""

from __future__ import annotations

import pytest

from tests.unit.rules.plans import Tree, assert_finding, assert_silent, join, node, plan, scan
from workbench.rules.plan import findings, temp_io


def test_a_function_that_writes_files_is_told() -> None:
    finding = assert_finding(
        temp_io,
        plan(node("Result", ms=50, **{"Temp Written Blocks": 128, "Temp Read Blocks": 100})),
        at=0,
        temp_blocks_written=128,
    )
    assert finding.saves_ms == pytest.approx(2.28)


@pytest.mark.parametrize(
    "tree",
    [
        node("Result", **{"Temp Written Blocks": 127}), node("Result", **{"Temp Read Blocks": 5000}),
        node("Result", node("Sort", **{"Temp Written Blocks": 5000}) | {"Node Type": "Limit"}, **{"Temp Written Blocks": 127}),
        join(scan(), node("Hash", scan(), **{"Hash Batches": 2}), **{"Temp Written Blocks": 5000}),
        node("CTE Scan", **{"Storage": "Disk", "Maximum Storage": 800, "Temp Written Blocks": 5000}),
    ],
    ids=["less than 1 MB", "only read", "below", "a join in batches", "a kept CTE"],
)  # fmt: skip
def test_small_files_and_those_of_others_are_left_alone(tree: Tree) -> None:
    assert 0 not in {finding.at for finding in temp_io.check(plan(tree))}


@pytest.mark.parametrize(
    ("tree", "rule"),
    [
        (node("Sort", **{"Sort Space Type": "Disk", "Sort Space Used": 9000, "Temp Written Blocks": 5000}), "sort-on-disk"),
        (node("Aggregate", **{"Disk Usage": 9000, "Temp Written Blocks": 5000}), "hash-aggregate-on-disk"),
        (join(scan(), node("Hash", scan(), **{"Hash Batches": 2, "Temp Written Blocks": 900})), "hash-batches"),
        (node("Materialize", scan(), **{"Temp Written Blocks": 5000}), "spilled-cte"),
    ],
)
def test_one_cause_is_told_once_by_the_rule_that_knows_it(tree: Tree, rule: str) -> None:
    assert [finding.rule for finding in findings(plan(tree))] == [rule]


def test_a_plan_without_buffers_is_left_alone() -> None:
    assert_silent(temp_io, plan(node("Result")))
