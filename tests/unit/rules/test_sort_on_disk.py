"""sort-on-disk: in the leader, in workers, in an Incremental Sort's groups."""

from __future__ import annotations

import pytest

from tests.unit.rules.plans import Tree, assert_finding, assert_silent, node, plan
from workbench.rules.plan import sort_on_disk


def test_the_setting_can_be_run() -> None:
    finding = assert_finding(
        sort_on_disk, plan(node("Sort", ms=90, **{"Sort Space Type": "Disk", "Sort Space Used": 25_336})), at=0, disk_kb=25_336
    )
    assert finding.sql == "set work_mem = '99MB'"
    assert finding.saves_ms == pytest.approx(25_336 / 8 * 2 * 0.01)


def test_a_sort_too_large_for_memory_gets_no_setting() -> None:
    fields = {"Sort Space Type": "Disk", "Sort Space Used": 1_000_000}
    finding = assert_finding(sort_on_disk, plan(node("Sort", **fields)), at=0)
    assert finding.sql is None
    assert "3.8 GB" in finding.remedy


@pytest.mark.parametrize("group", ["Full-sort Groups", "Pre-sorted Groups"])
def test_an_incremental_sort_tells_of_its_groups(group: str) -> None:
    fields = {group: {"Group Count": 3, "Sort Space Disk": {"Average Sort Space Used": 2000, "Peak Sort Space Used": 3000}}}
    assert_finding(sort_on_disk, plan(node("Incremental Sort", **fields)), at=0, disk_kb=3000)


def test_a_worker_of_an_incremental_sort_counts() -> None:
    groups = {"Full-sort Groups": {"Sort Space Disk": {"Peak Sort Space Used": 700}}}
    assert_finding(sort_on_disk, plan(node("Incremental Sort", Workers=[groups])), at=0, disk_kb=700)


@pytest.mark.parametrize(
    "tree",
    [
        node("Sort", **{"Sort Space Type": "Memory", "Sort Space Used": 99_999}),
        node("Incremental Sort", **{"Full-sort Groups": {"Sort Space Memory": {"Peak Sort Space Used": 30}}}),
        node("Incremental Sort", **{"Full-sort Groups": "damaged"}),
        node("Sort", loops=0),
    ],
    ids=["in memory", "groups in memory", "damaged", "never executed"],
)
def test_a_sort_without_disk_is_left_alone(tree: Tree) -> None:
    assert_silent(sort_on_disk, plan(tree))
