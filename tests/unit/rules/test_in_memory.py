"""in-memory: this part is fine."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.rules.plans import Tree, assert_finding, assert_silent, join, node, plan, scan, untimed
from workbench.findings import Severity
from workbench.rules.plan import in_memory

SORTED = {"Sort Space Type": "Memory", "Sort Space Used": 28_102}


def sort(rows: float = 200_000, ms: float = 100.0, kind: str = "Sort", **fields: Any) -> Tree:
    return node(kind, scan(rows=rows, ms=10), rows=rows, ms=ms, **{**SORTED, **fields})


def test_a_large_sort_in_memory_is_good_to_know() -> None:
    finding = assert_finding(in_memory, plan(sort()), at=0, memory_kb=28_102, rows=200_000)
    assert finding.title == "Sort of 200,000 rows stayed in memory"
    assert finding.severity is Severity.GOOD


HASHED = {"Hash Batches": 1, "Peak Memory Usage": 900}
GROUPED = {"HashAgg Batches": 1, "Disk Usage": 0, "Peak Memory Usage": 900}
IN_GROUPS = {"Sort Space Type": "", "Full-sort Groups": {"Sort Space Memory": {"Peak Sort Space Used": 30}}}


@pytest.mark.parametrize(
    ("tree", "at"),
    [
        (join(scan(ms=1), node("Hash", scan(ms=1), rows=20_000, ms=50, **HASHED), ms=60), 2),
        (node("Aggregate", scan(ms=1), rows=20_000, ms=50, **GROUPED), 0),
        (sort(kind="Incremental Sort", **IN_GROUPS), 0),
    ],
    ids=["hash table", "grouping", "incremental sort"],
)
def test_so_are_other_things_that_stayed(tree: Tree, at: int) -> None:
    assert_finding(in_memory, plan(tree), at=at)


@pytest.mark.parametrize(
    "tree",
    [
        sort(9_999), node("Aggregate", sort(), ms=1000) | {"Actual Total Time": 1000}, sort(**{"Sort Space Type": "Disk"}),
        sort(Workers=[{"Sort Space Type": "Disk", "Sort Space Used": 9}]), untimed(sort()),
        node("Aggregate", rows=20_000, ms=50, **{"HashAgg Batches": 2, "Peak Memory Usage": 900}),
        node("Hash", rows=20_000, ms=50, **{"Hash Batches": 4, "Peak Memory Usage": 900}), node("Sort", loops=0, ms=0),
    ],
    ids=["few rows", "little time", "on disk", "a worker's on disk", "no times", "groups on disk", "batches", "never executed"],
)  # fmt: skip
def test_what_is_small_or_on_disk_is_not_praised(tree: Tree) -> None:
    assert_silent(in_memory, plan(tree))
