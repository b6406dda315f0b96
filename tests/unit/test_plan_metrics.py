"""The figures of a plan add up: time is charged to the node that spent it, once; pages likewise; rows are totals."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.corpus import names, stored
from workbench import Node, Plan, read_plan

MAJORS = (15, 18)
FILES = [name for major in MAJORS for name in names(major)]


def golden(name: str) -> Plan:
    """`golden("seq_scan.18")`, read from the file as text."""
    return read_plan(stored(name).read_text())


def node(kind: str = "Seq Scan", *children: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A node as EXPLAIN prints it: `node("Seq Scan", ms=9, rows=10, Relation_Name="orders")`."""
    short = {"ms": "Actual Total Time", "rows": "Actual Rows", "loops": "Actual Loops", "planned": "Plan Rows"}
    given = {"ms": 1.0, "rows": 1, "loops": 1, **fields}
    given.setdefault("planned", given["rows"])
    named = {short.get(name, name.replace("_", " ")): value for name, value in given.items()}
    return {"Node Type": kind, **named, **({"Plans": list(children)} if children else {})}


def plan(root: dict[str, Any], **top: Any) -> Plan:
    """The plan with this root."""
    return read_plan([{"Plan": root, **{name.replace("_", " "): value for name, value in top.items()}}])


def only(found: Plan, kind: str) -> Node:
    """The one node of this kind."""
    (single,) = (n for n in found.nodes if n.kind == kind)
    return single


# A writing CTE that nobody reads runs after the root, which then contains neither its time nor its pages.
AFTER_THE_ROOT = ("sleep_cte_writing_unread.15", "sleep_cte_writing_unread.18")

every_major = pytest.mark.parametrize("major", MAJORS)


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_negative(name: str) -> None:
    for n in golden(name).nodes:
        assert min(n.time_ms, n.exclusive_ms, n.rows, n.rows_planned, n.rows_removed, n.loops) >= 0
        assert min(vars(n.exclusive_buffers).values()) >= 0
        assert n.estimate_factor >= 1


@pytest.mark.parametrize("name", FILES)
def test_no_time_is_counted_twice_or_lost(name: str) -> None:
    found = golden(name)
    after = sum(n.time_ms for n in found.nodes if n.subplan_name) if name in AFTER_THE_ROOT else 0.0
    assert sum(n.exclusive_ms for n in found.nodes) == pytest.approx(found.root.time_ms + after)
    if found.timed and found.execution_ms is not None:
        assert found.root.time_ms + after + (found.unexplained_ms or 0) == pytest.approx(found.execution_ms)


@pytest.mark.parametrize("name", sorted(set(FILES) - set(AFTER_THE_ROOT)))
def test_no_page_is_counted_twice_or_lost(name: str) -> None:
    found = golden(name)
    assert sum(n.exclusive_buffers.touched for n in found.nodes) == found.root.buffers.touched


def _printed(name: str, kind: str) -> dict[str, Any]:
    waiting = [json.loads(stored(name).read_text())[0]["Plan"]]
    while waiting[-1]["Node Type"] != kind:
        waiting.extend(waiting.pop().get("Plans", ()))
    return dict(waiting[-1])


@every_major
def test_without_the_leader_only_the_workers_count(major: int) -> None:
    """Two workers and no leader: dividing by launched + 1 would show two thirds of the time."""
    found = golden(f"no_leader.{major}")
    scan, printed = only(found, "Seq Scan"), _printed(f"no_leader.{major}", "Seq Scan")
    assert scan.loops == 2
    assert scan.time_ms == pytest.approx(max(worker["Actual Total Time"] for worker in printed["Workers"]))
    assert scan.rows == 20_000


@every_major
def test_parallel_rows_are_totals(major: int) -> None:
    scan = only(golden(f"parallel.{major}"), "Seq Scan")
    assert scan.loops == 3
    assert scan.rows == pytest.approx(9_960, abs=1.5)  # up to 17 whole rows per loop are printed
    assert scan.rows + scan.rows_removed == pytest.approx(20_000, abs=3)


@every_major
def test_rows_of_an_inner_side_are_totals(major: int) -> None:
    found = golden(f"sub_plan_per_row.{major}")
    inner = found.nodes[-1]
    assert (inner.loops, inner.rows_per_loop, inner.rows) == (20, 40, 800)
    assert inner.rows_planned == inner.rows_planned_per_loop * 20


@every_major
def test_a_node_that_never_ran_says_so(major: int) -> None:
    found = golden(f"never_executed.{major}")
    heap = only(found, "Bitmap Heap Scan")
    assert heap.never_executed
    assert (heap.time_ms, heap.rows, heap.estimate_factor) == (0, 0, 1)
    assert not found.root.never_executed


def test_half_a_row_stands_for_none() -> None:
    none = plan(node(rows=0, planned=50)).root
    assert (none.estimate_factor, none.estimate_direction) == (100, "over")
    many = plan(node(rows=50, planned=0)).root
    assert (many.estimate_factor, many.estimate_direction) == (100, "under")


def test_the_estimate_is_scaled_as_the_rows_are() -> None:
    """PostgreSQL 18 prints 0.11 rows a loop where the planner had to say at least 1."""
    inner = plan(node("Nested Loop", node(Parent_Relationship="Inner", rows=0.11, planned=1, loops=7_200))).nodes[1]
    assert inner.rows == pytest.approx(792)
    assert inner.rows_planned == 7_200


def test_rows_removed_are_printed_per_loop() -> None:
    assert plan(node(loops=4, Rows_Removed_by_Filter=25)).root.rows_removed == 100


def test_init_plan_1_is_not_init_plan_10() -> None:
    init = [
        node("Result", Parent_Relationship="InitPlan", Subplan_Name=f"InitPlan {i}", ms=ms) for i, ms in ((1, 10.0), (10, 50.0))
    ]
    first = node(Parent_Relationship="Outer", ms=52.0, Filter="(id = (InitPlan 10).col1)")
    second = node(Parent_Relationship="Inner", ms=11.0, Filter="(id = (InitPlan 1).col1)")
    found = plan(node("Nested Loop", *init, first, second, ms=64.0))
    assert [round(n.exclusive_ms, 3) for n in found.nodes] == [1.0, 10.0, 50.0, 2.0, 1.0]


def _without_workers(node: dict[str, Any]) -> dict[str, Any]:
    below = [_without_workers(child) for child in node.get("Plans", ())]
    return {**{name: value for name, value in node.items() if name != "Workers"}, "Plans": below}


@every_major
def test_below_a_gather_the_process_counts_for_which_it_waited(major: int) -> None:
    """One process did all the work, 300 ms; a mean would say 150 and hand the rest to the Gather."""
    scan = only(golden(f"sleep_parallel_skew.{major}"), "Seq Scan")
    assert scan.exclusive_ms == pytest.approx(300, abs=6)
    assert not scan.approximate


@every_major
def test_without_the_processes_times_a_mean_is_called_an_estimate(major: int) -> None:
    root = json.loads(stored(f"sleep_parallel_skew.{major}").read_text())[0]["Plan"]
    found = plan(_without_workers(root))
    assert [n.kind for n in found.nodes if n.approximate] == ["Gather", "Seq Scan"]
    assert abs(only(found, "Seq Scan").exclusive_ms - 300) <= only(found, "Seq Scan").error_ms + 6


@every_major
def test_a_recursion_is_not_a_reader_of_its_own_result(major: int) -> None:
    assert not any(n.approximate for n in golden(f"sleep_recursive.{major}").nodes)


@every_major
def test_two_readers_of_a_cte_share_its_time_by_an_estimate(major: int) -> None:
    readers = [n for n in golden(f"sleep_cte_two.{major}").nodes if n.kind == "CTE Scan"]
    assert [n.approximate for n in readers] == [True, True]


def test_many_init_plans_take_linear_time() -> None:
    """A scan of all nodes for each of them took ten seconds for two thousand."""
    inits = [
        node("Result", Parent_Relationship="InitPlan", Subplan_Name=f"InitPlan {i}", Filter=f"((InitPlan {i - 1}).col1 > 0)")
        for i in range(3000)
    ]
    assert len(plan(node("Result", *inits)).nodes) == 3001


NUMBERS = st.floats(0, 1e6, allow_nan=False)
COUNTS = st.integers(0, 1000)
FIELDS = st.fixed_dictionaries(
    {
        "Node Type": st.sampled_from(["Seq Scan", "CTE Scan", "Gather", "Gather Merge", "Nested Loop", "Result"]),
        "Actual Total Time": NUMBERS,
        "Actual Rows": NUMBERS,
        "Actual Loops": COUNTS,
        "Plan Rows": COUNTS,
    },
    optional={
        "Parent Relationship": st.sampled_from(["Outer", "Inner", "InitPlan", "SubPlan", "Member"]),
        "Subplan Name": st.sampled_from(["CTE w", "CTE v", "InitPlan 1", "InitPlan 1 (returns $0)", "SubPlan 1", ""]),
        "CTE Name": st.sampled_from(["w", "v", "gone"]),
        "Filter": st.sampled_from(["(id = $0)", "(id = (InitPlan 1).col1)", "(id = 1)"]),
        "Shared Hit Blocks": COUNTS,
        "Temp Written Blocks": COUNTS,
    },
)
TREES: st.SearchStrategy[dict[str, Any]] = st.recursive(
    FIELDS,
    lambda inner: st.builds(lambda fields, below: {**fields, "Plans": below}, FIELDS, st.lists(inner, max_size=4)),
    max_leaves=12,
)


@settings(deadline=None)  # a busy machine is no failure
@given(TREES)
def test_even_a_made_up_plan_gives_no_negative_figure(root: dict[str, Any]) -> None:
    for n in plan(root).nodes:
        assert n.exclusive_ms >= 0
        assert min(vars(n.exclusive_buffers).values()) >= 0
        assert 1 <= n.estimate_factor < float("inf")
