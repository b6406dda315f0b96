"""partitions-pruned: this part is fine."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.rules.plans import Tree, assert_finding, assert_silent, node, plan, planned_only, scan
from workbench.findings import Severity
from workbench.rules.plan import partitions_pruned


def append(*below: Tree, kind: str = "Append", **fields: Any) -> Tree:
    return node(kind, *below, **{"Subplans Removed": 11, **fields})


@pytest.mark.parametrize("kind", ["Append", "Merge Append"])
def test_what_was_left_out_is_good_to_know(kind: str) -> None:
    tree = append(scan("events_2024", Alias="events_1", **{"Parent Relationship": "Member"}), kind=kind)
    finding = assert_finding(partitions_pruned, plan(tree), at=0, partitions_removed=11, partitions_left=1)
    assert finding.title == "11 of 12 partitions of events were left out"
    assert finding.severity is Severity.GOOD


def test_all_may_be_left_out_and_their_name_with_them() -> None:
    assert assert_finding(partitions_pruned, plan(append()), at=0).title == "11 of 11 partitions were left out"


def test_a_sub_select_is_no_partition() -> None:
    tree = append(scan(**{"Parent Relationship": "InitPlan"}), scan(**{"Parent Relationship": "Member"}))
    assert_finding(partitions_pruned, plan(tree), at=0, partitions_left=1)


def test_a_plan_that_did_not_run_tells_it_too() -> None:
    assert_finding(partitions_pruned, plan(planned_only(append())), at=0)


@pytest.mark.parametrize("tree", [append(**{"Subplans Removed": 0}), node("Append", scan())], ids=["none", "not told"])
def test_an_append_of_all_partitions_is_not_praised(tree: Tree) -> None:
    assert_silent(partitions_pruned, plan(tree))
