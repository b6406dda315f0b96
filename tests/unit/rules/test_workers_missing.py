"""workers-missing: one finding for the plan, with what the session's own limit has to do with it."""

from __future__ import annotations

import pytest

from tests.unit.rules.plans import Tree, assert_finding, assert_silent, node, plan, planned_only, scan, untimed
from workbench.rules.plan import workers_missing


def gather(planned: int, launched: int | None, ms: float = 100.0, kind: str = "Gather") -> Tree:
    came = {} if launched is None else {"Workers Launched": launched}
    return node(kind, scan(loops=(launched or 0) + 1, ms=90), ms=ms, **{"Workers Planned": planned, **came})


def test_missing_workers_are_told_with_what_they_would_have_taken_over() -> None:
    finding = assert_finding(workers_missing, plan(gather(2, 0)), at=0, workers_planned=2, workers_launched=0)
    assert finding.saves_ms == pytest.approx(90 * 2 / 3)
    assert finding.sql is None


def test_the_limit_of_the_session_can_be_set() -> None:
    finding = assert_finding(workers_missing, plan(gather(3, 1), Settings={"max_parallel_workers": "1"}), at=0)
    assert finding.sql == "set max_parallel_workers = 3"


def test_several_parts_that_missed_workers_are_one_finding_at_the_worst() -> None:
    assert_finding(workers_missing, plan(node("Append", gather(2, 1), gather(4, 1, kind="Gather Merge"))), at=3, gathers=2)


def test_nothing_is_said_of_milliseconds_without_times() -> None:
    assert assert_finding(workers_missing, plan(untimed(gather(2, 1))), at=0).saves_ms is None


@pytest.mark.parametrize(
    "tree",
    [gather(2, 2), gather(2, None), planned_only(gather(2, None)), gather(2, 0) | {"Actual Loops": 0}],
    ids=["all came", "not told", "only planned", "never executed"],
)
def test_a_plan_that_missed_none_is_left_alone(tree: Tree) -> None:
    assert_silent(workers_missing, plan(tree))
