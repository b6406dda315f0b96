"""Time goes to the node that spent it: plans with a pg_sleep in one node, whose truth is known by construction."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench import Plan, read_plan

GOLDEN = Path(__file__).parents[1] / "golden" / "plans"
MAJORS = ("15", "18")

# case: what each sleeping node (start of its label, start of its subplan's name) slept by construction; others did not sleep.
SLEPT = {
    "sleep_cte": [("Seq Scan on tiny", "CTE w", 150)],
    "sleep_cte_two": [("Seq Scan on tiny", "CTE w", 150)],
    "sleep_init_plan": [("Result", "InitPlan 1", 100)],
    "sleep_init_plan_output": [("Result", "InitPlan 1", 100)],
    "sleep_two_init_plans": [("Result", "InitPlan 1", 100), ("Result", "InitPlan 2", 50)],
    "sleep_parallel_init_plan": [("Result", "InitPlan 1", 100)],
    "sleep_sub_plan": [("Result", "SubPlan 1", 150)],
    "sleep_inner": [("Result", "", 120)],
    "sleep_recursive": [("Result", "", 50), ("WorkTable Scan", "", 100)],
    "sleep_same_cte_name": [("Result", "CTE w", 100), ("Result", "CTE w", 50)],
    "sleep_limit": [("Seq Scan on tiny", "", 100)],
    "sleep_parallel": [("Parallel Seq Scan on wide", "", 200)],
}
SLACK_MS = 5  # pg_sleep wakes late, up to a millisecond a call
STARTING_WORKERS_MS = 40  # a Gather's own time: in the golden plans each worker slept 202 ms, and the Gather took up to 16 more


def golden(name: str) -> Plan:
    return read_plan((GOLDEN / f"{name}.json").read_text())


@pytest.mark.parametrize("major", MAJORS)
@pytest.mark.parametrize("case", SLEPT)
def test_time_is_charged_to_the_node_that_slept(case: str, major: str) -> None:
    awake = list(golden(f"{case}.{major}").nodes)
    for label, subplan, slept_ms in SLEPT[case]:
        node = next(n for n in awake if n.label.startswith(label) and (n.subplan_name or "").startswith(subplan))
        awake.remove(node)
        assert node.exclusive_ms == pytest.approx(slept_ms, abs=SLACK_MS)
    for node in awake:
        assert node.exclusive_ms < (STARTING_WORKERS_MS if node.kind == "Gather" else SLACK_MS)


@pytest.mark.parametrize("major", MAJORS)
def test_a_mean_over_uneven_workers_is_called_an_estimate(major: str) -> None:
    """One process did all the work, 300 ms; the quotient says 150 and hands the rest to the Gather."""
    plan = golden(f"sleep_parallel_skew.{major}")
    assert [node.kind for node in plan.nodes if node.approximate] == ["Gather", "Seq Scan"]


@pytest.mark.parametrize("major", MAJORS)
def test_a_recursion_is_not_a_reader_of_its_own_result(major: str) -> None:
    assert not any(node.approximate for node in golden(f"sleep_recursive.{major}").nodes)


def test_many_init_plans_take_linear_time() -> None:
    """A scan of all nodes for each of them took ten seconds for two thousand."""
    inits = [
        {"Node Type": "Result", "Parent Relationship": "InitPlan", "Subplan Name": f"InitPlan {i}", "Actual Loops": 1,
         "Filter": f"((InitPlan {i - 1}).col1 > 0)"}
        for i in range(3000)
    ]  # fmt: skip
    assert len(read_plan({"Node Type": "Result", "Actual Loops": 1, "Plans": inits}).nodes) == 3001


@st.composite
def any_trees(draw: st.DrawFn, depth: int = 3) -> dict[str, Any]:
    """Trees that name each other's results, also such as no server could have measured."""
    return {
        "Node Type": draw(st.sampled_from(["Gather", "CTE Scan", "Seq Scan", "WorkTable Scan", "Result"])),
        "Parent Relationship": draw(st.sampled_from(["Outer", "Inner", "InitPlan", "SubPlan"])),
        "Subplan Name": draw(st.sampled_from(["InitPlan 1", "InitPlan 2 (returns $0)", "CTE w"])), "CTE Name": "w",
        "Filter": draw(st.sampled_from(["(InitPlan 1).col1 > 1", "$0 > 1", "x"])),
        "Actual Loops": draw(st.integers(0, 5)), "Actual Total Time": draw(st.integers(0, 1000)),
        "Actual Rows": draw(st.integers(0, 1000)), "Shared Hit Blocks": draw(st.integers(0, 1000)),
        "Plans": draw(st.lists(any_trees(depth - 1), max_size=2)) if depth else [],
    }  # fmt: skip


@given(any_trees())
def test_nothing_is_ever_negative_or_infinite(tree: dict[str, Any]) -> None:
    for node in read_plan(tree).nodes:
        assert min(node.exclusive_ms, node.time_ms, *vars(node.exclusive_buffers).values()) >= 0
        assert 1 <= node.estimate_factor < float("inf")
