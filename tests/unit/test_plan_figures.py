"""What a plan tells beside times and rows: prices, I/O, WAL, processes, time outside of the nodes; the tables made of it."""

from __future__ import annotations

import math

import pytest

from tests.corpus import names, stored
from tests.unit.rules.plans import Tree, join, node, plan, planned_only, scan, untimed
from workbench import read_plan

# Prices


def priced(total: float, *below: Tree, **given: object) -> Tree:
    return node("Materialize", *below, **{"Startup Cost": 1.0, "Total Cost": total, **given})


def test_a_nodes_own_price_leaves_out_its_childrens() -> None:
    found = plan(priced(100.0, priced(60.0), priced(30.0)))
    assert [n.exclusive_cost for n in found.nodes] == pytest.approx([10, 60, 30])


def test_below_a_limit_a_price_is_not_negative() -> None:
    found = plan(priced(5.0, priced(100.0)))
    assert found.root.exclusive_cost == 0


def test_the_penalty_of_older_versions_is_taken_out_and_charged_to_the_node_that_has_it() -> None:
    found = plan(priced(1e10 + 9, priced(1e10 + 5, priced(2.0)), **{"Startup Cost": 1e10 + 1}))
    assert [n.total_cost for n in found.nodes] == pytest.approx([9, 5, 2], abs=1e-5)
    assert [n.disabled for n in found.nodes] == [False, True, False]
    assert found.root.startup_cost == pytest.approx(1, abs=1e-5)


def test_version_18_says_itself_what_was_disabled() -> None:
    assert [n.disabled for n in plan(priced(9.0, priced(5.0, Disabled=True), Disabled=False)).nodes] == [False, True]


# I/O and WAL


@pytest.mark.parametrize("name", ["I/O Read Time", "Shared I/O Read Time"])
def test_io_times_of_all_versions_are_read(name: str) -> None:
    found = plan(join(scan(**{name: 2.5}), scan(**{name: 1.25}), **{name: 4.0, "Temp I/O Write Time": 0.5}))
    assert [n.exclusive.io.read_ms for n in found.nodes] == [0.25, 2.5, 1.25]
    assert found.root.usage.io.total_ms == 4.5
    assert found.root.exclusive.io.temp_write_ms == 0.5


def test_shared_and_local_reads_are_one_wait() -> None:
    assert plan(scan(**{"Shared I/O Read Time": 2.0, "Local I/O Read Time": 0.5})).root.usage.io.read_ms == 2.5


def test_wal_is_charged_to_the_node_that_wrote_it() -> None:
    wal = {"WAL Records": 10, "WAL FPI": 3, "WAL Bytes": 9_000}
    found = plan(node("ModifyTable", scan(**{"WAL Records": 4, "WAL Bytes": 500}), **wal))
    assert (found.root.exclusive.wal.records, found.root.exclusive.wal.full_pages, found.root.exclusive.wal.bytes) == (
        6,
        3,
        8_500,
    )


@pytest.mark.parametrize("relationship", ["InitPlan", "SubPlan", "Subquery", "Member", "Inner"])
def test_children_of_every_kind_are_taken_out(relationship: str) -> None:
    child = {**scan(**{"Shared Hit Blocks": 7, "Temp Written Blocks": 2}), "Parent Relationship": relationship}
    found = plan({**node("Result", **{"Shared Hit Blocks": 10, "Temp Written Blocks": 2}), "Plans": [child]})
    assert (found.root.exclusive_buffers.shared_hit, found.root.exclusive_buffers.temp_written) == (3, 0)


def test_pages_of_a_cte_are_taken_out_of_its_readers_not_of_where_it_hangs() -> None:
    cte = {**scan(**{"Shared Hit Blocks": 7}), "Parent Relationship": "InitPlan", "Subplan Name": "CTE w"}
    readers = [node("CTE Scan", **{"CTE Name": "w", "Alias": a, "Shared Hit Blocks": hit}) for a, hit in (("a", 5), ("b", 2))]
    for side, reader in zip(("Outer", "Inner"), readers, strict=True):
        reader["Parent Relationship"] = side
    found = plan({**node("Nested Loop", **{"Shared Hit Blocks": 8}), "Plans": [cte, *readers]})
    assert [n.exclusive_buffers.shared_hit for n in found.nodes] == [1, 7, 0, 0]


# Processes


def parallel(leader_ms: float, *worker_ms: float) -> Tree:
    processes = [leader_ms, *worker_ms]
    mean = sum(processes) / len(processes)
    workers = [
        {"Worker Number": i, "Actual Loops": 1, "Actual Rows": 5, "Actual Total Time": ms} for i, ms in enumerate(worker_ms)
    ]
    below = scan(loops=len(processes), ms=mean, rows=5, Workers=workers)
    return node("Gather", below, ms=max(processes), rows=15, **{"Workers Launched": len(workers)})


def test_each_process_has_its_part() -> None:
    found = plan(parallel(10.0, 20.0, 30.0)).nodes[1]
    assert [(p.name, p.time_ms) for p in found.participants] == [("leader", 10.0), ("worker 0", 20.0), ("worker 1", 30.0)]
    assert found.skew == pytest.approx(1.5)
    assert found.processes == 3


def test_processes_are_those_that_ran_not_those_that_were_launched() -> None:
    tree = parallel(10.0, 10.0)
    found = plan({**tree, "Workers Planned": 4, "Workers Launched": 4}).nodes[1]
    assert found.processes == 2
    assert found.exclusive_ms == pytest.approx(10)


def test_the_slowest_process_is_the_wall_clock_where_it_is_told() -> None:
    gather, scanned = plan(parallel(1.0, 1.0, 58.0)).nodes
    assert (gather.exclusive_ms, scanned.exclusive_ms) == pytest.approx((0, 58))
    assert not scanned.approximate


def test_where_it_is_not_told_the_error_is_as_wide_as_the_gathers_wait() -> None:
    tree = parallel(1.0, 1.0, 58.0)
    del tree["Plans"][0]["Workers"]
    gather, scanned = plan(tree).nodes
    assert (gather.exclusive_ms, scanned.exclusive_ms) == pytest.approx((38, 20))
    assert min(gather.error_ms, scanned.error_ms) >= 38


def test_a_node_that_the_slowest_process_never_ran_keeps_its_mean() -> None:
    tree = parallel(1.0, 1.0, 58.0)
    scanned = tree["Plans"][0]
    only_worker_0 = [{"Worker Number": 0, "Actual Loops": 1, "Actual Rows": 5, "Actual Total Time": 0.9}]
    below = scan("small", loops=1, ms=0.9, Workers=only_worker_0)
    found = plan({**tree, "Plans": [{**scanned, "Plans": [below]}]}).nodes[2]
    assert found.exclusive_ms == pytest.approx(0.3)  # of three processes


# Outside of the nodes


def test_time_that_no_node_explains_has_lines_of_its_own() -> None:
    around = {"Execution Time": 20.0, "Planning Time": 3.0, "Serialization": {"Time": 4.0}}
    triggers = [{"Constraint Name": "fk", "Trigger Name": "RI", "Relation": "t", "Time": 5.0, "Calls": 3}]
    found = plan(scan(ms=8.0), Triggers=triggers, **around)
    assert [(part.name, part.time_ms) for part in found.outside] == [
        ("serialization", 4.0), ("trigger RI", 5.0), ("start and end of the execution", 3.0)
    ]  # fmt: skip
    assert found.unexplained_ms == 12
    assert found.planning_ms == 3


def test_a_trigger_that_ran_inside_of_a_node_is_not_counted_twice() -> None:
    before = [{"Trigger Name": "touch", "Relation": "t", "Time": 7.0, "Calls": 3}]
    found = plan(scan(ms=8.0), Triggers=before, **{"Execution Time": 9.0})
    assert sum(part.time_ms for part in found.outside) == pytest.approx(1.0)


def test_compiling_is_inside_of_the_nodes_and_only_told() -> None:
    found = plan(scan(ms=8.0), JIT={"Functions": 2, "Timing": {"Total": 6.0}}, **{"Execution Time": 8.5})
    assert found.jit_ms == 6
    assert [part.name for part in found.outside] == ["start and end of the execution"]


@pytest.mark.parametrize("tree", [untimed(scan()), planned_only(scan())], ids=["timing off", "only planned"])
def test_without_times_nothing_is_outside(tree: Tree) -> None:
    assert plan(tree, **{"Execution Time": 5.0}).outside == ()


# Tables


def test_the_frame_has_no_figure_that_the_plan_has_not() -> None:
    assert plan(planned_only(scan())).to_frame()[["rows", "rows_removed", "time_ms"]].isna().all(axis=None)
    frame = plan(untimed(scan(rows=4))).to_frame()
    assert frame["exclusive_ms"].isna().all()
    assert frame["rows"].tolist() == [4]


def test_a_bitmaps_parts_count_for_their_table() -> None:
    part = node("Bitmap Index Scan", ms=3.0, **{"Index Name": "i", "Shared Hit Blocks": 2})
    found = plan(scan("t", kind="Bitmap Heap Scan", ms=10.0, Plans=[part], **{"Shared Hit Blocks": 9})).totals()
    per_table = found[found["per"] == "table"].to_dict("records")
    assert [(line["name"], line["nodes"], line["exclusive_ms"], line["pages_touched"]) for line in per_table] == [
        ("t", 2, 10.0, 9)
    ]
    assert found[found["per"] == "index"]["exclusive_ms"].tolist() == [3.0]


@pytest.mark.parametrize("name", names(18))
def test_totals_are_the_sums_of_the_nodes(name: str) -> None:
    found = read_plan(stored(name))
    sums = found.totals()
    kinds = sums[sums["per"] == "node type"]
    assert kinds["nodes"].sum() == len(found.nodes)
    assert kinds["pages_touched"].sum() == sum(n.exclusive_buffers.touched for n in found.nodes)
    if found.timed:
        assert math.isclose(kinds["exclusive_ms"].sum(), sum(n.exclusive_ms for n in found.nodes), abs_tol=1e-6)
