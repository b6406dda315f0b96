"""io-share: the time went to waiting for the disk."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.rules.plans import Tree, assert_finding, assert_silent, node, plan, scan, untimed
from workbench.rules.plan import findings, io_share


def reading(read_ms: float, ms: float = 100.0, name: str = "Shared I/O Read Time", **given: Any) -> Tree:
    return scan(kind="Bitmap Heap Scan", ms=ms, **{name: read_ms, "Shared Read Blocks": 900, **given})


@pytest.mark.parametrize("name", ["Shared I/O Read Time", "I/O Read Time", "Local I/O Read Time"])
def test_a_node_that_waits_for_the_disk_is_named(name: str) -> None:
    finding = assert_finding(io_share, plan(reading(80, name=name)), at=0, read_ms=80, pages_read=900)
    assert finding.title == "Bitmap Heap Scan on orders waits for the disk most of its time"
    assert finding.saves_ms == pytest.approx(80)
    assert finding.measured


def test_the_reads_of_several_processes_are_one_wait() -> None:
    below = reading(240, loops=3, ms=100.0, Parallel_Aware=True)
    tree = node("Gather", below, ms=101.0, **{"Workers Launched": 2, "Shared I/O Read Time": 240, "Shared Read Blocks": 900})
    assert_finding(io_share, plan(tree), at=1, read_ms=80)


def test_many_small_waits_are_one_finding_of_the_plan() -> None:
    tree = node("Append", *(reading(9, ms=10.0) for _ in range(20)), ms=200.0, **{"Shared I/O Read Time": 180})
    finding = assert_finding(io_share, plan(tree), at=None, read_ms=180)
    assert finding.title == "The statement waits for the disk most of its time"


def test_where_a_rule_says_which_pages_need_not_be_read_the_wait_is_no_second_finding() -> None:
    tree = reading(80, **{"Node Type": "Seq Scan", "Rows Removed by Filter": 99_999, "Filter": "(a = 1)"})
    assert [finding.rule for finding in findings(plan(tree))] == ["seq-scan-discards"]


@pytest.mark.parametrize(
    "tree",
    [
        reading(49), reading(9.9, ms=10.0), node("Sort", reading(90), ms=1000.0), reading(0), scan(ms=100.0),
        untimed(reading(80)), node("Append", *(reading(4, ms=10.0) for _ in range(20)), ms=200.0),
    ],
    ids=["half of its time", "a few ms", "little of the statement", "nothing read", "no timing", "no times", "small waits"],
)  # fmt: skip
def test_short_waits_are_left_alone(tree: Tree) -> None:
    assert_silent(io_share, plan(tree))
