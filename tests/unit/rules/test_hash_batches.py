"""hash-batches: a hash table of more than one batch."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.rules.plans import Tree, assert_finding, assert_silent, join, node, plan, planned_only, scan
from workbench.rules.plan import hash_batches


def hashed(batches: int, *, ms: float = 20.0, join_ms: float = 100.0, **fields: Any) -> Tree:
    table = node("Hash", scan(rows=500_000, ms=10), rows=500_000, ms=ms, **{"Hash Batches": batches, **fields})
    return join(scan("items", rows=10, ms=10), table, rows=10, ms=join_ms)


def test_all_batches_at_once_give_the_memory_to_ask_for() -> None:
    subject = plan(hashed(16, **{"Original Hash Batches": 16, "Peak Memory Usage": 4780}))
    finding = assert_finding(hash_batches, subject, at=2, batches=16, peak_kb=4780, work_mem_mb_estimate=75)
    assert finding.sql == "set work_mem = '75MB'"
    assert "planned" not in finding.detail
    assert finding.title == "Hash of 500,000 rows did not fit into work_mem"


def test_more_batches_than_planned_are_an_estimate_that_was_off() -> None:
    finding = assert_finding(hash_batches, plan(hashed(8, **{"Original Hash Batches": 1, "Peak Memory Usage": 4000})), at=2)
    assert "Only 1 were planned" in finding.detail


def test_the_files_of_both_sides_are_what_it_costs() -> None:
    tree = hashed(4, **{"Peak Memory Usage": 4000, "Temp Written Blocks": 300})
    tree |= {"Temp Written Blocks": 800, "Temp Read Blocks": 800}
    assert assert_finding(hash_batches, plan(tree), at=2).saves_ms == pytest.approx(16.0)


def test_a_worker_may_have_had_more_batches_than_the_leader() -> None:
    assert_finding(hash_batches, plan(hashed(1, Workers=[{"Hash Batches": 2}])), at=2, batches=2)


@pytest.mark.parametrize(
    "tree",
    [hashed(1), hashed(0), planned_only(join(scan(), node("Hash", scan()))), join(scan(), node("Hash", scan(), loops=0))],
    ids=["one batch", "nothing told", "only planned", "never executed"],
)
def test_one_batch_is_left_alone(tree: Tree) -> None:
    assert_silent(hash_batches, plan(tree))
