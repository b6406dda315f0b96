"""workers-uneven: one process that works while the others wait."""

from __future__ import annotations

import pytest

from tests.unit.rules.plans import Tree, assert_finding, assert_silent, node, plan, planned_only, scan
from workbench.rules.plan import workers_uneven


def shared(*times: float, total: float | None = None) -> Tree:
    """A Gather over a scan; the first time is the leader's."""
    workers = [
        {"Worker Number": i, "Actual Loops": 1, "Actual Rows": 10, "Actual Total Time": t} for i, t in enumerate(times[1:])
    ]
    below = scan(rows=10, loops=len(times), ms=sum(times) / len(times), Workers=workers)
    return node("Gather", below, ms=max(times) if total is None else total, **{"Workers Launched": len(workers)})


def test_one_process_that_worked_while_two_waited_is_told() -> None:
    finding = assert_finding(workers_uneven, plan(shared(20, 280, 0.5)), at=1, slowest_ms=280, processes=3)
    assert "worker 0" in finding.detail
    assert finding.saves_ms == pytest.approx(280 - 300.5 / 3)


@pytest.mark.parametrize(
    "tree",
    [
        shared(100, 149, 52), shared(0.5, 28, 0.5), shared(20, 280, 0.5, total=2000), shared(100, 101, 99), shared(300),
        node("Append", scan(loops=3, ms=100)), planned_only(shared(20, 280, 0.5)),
    ],
    ids=["1.5 times", "18 ms", "a small part", "even", "leader alone", "not told", "only planned"],
)  # fmt: skip
def test_processes_that_share_well_enough_are_left_alone(tree: Tree) -> None:
    assert_silent(workers_uneven, plan(tree))
