"""EXPLAIN's text format: every shape of line, damaged and foreign plans, and the way back."""

from __future__ import annotations

import time
from typing import Any

import pytest

from workbench.errors import PlanError
from workbench.plan.read.text import read_text
from workbench.plan.write import write_text

COST = "(cost=0.00..1.00 rows=1 width=4)"
RAN = f"{COST} (actual time=0.100..0.200 rows=1.00 loops=1)"
SCAN = f"Seq Scan on t  {COST}"
RAN_SCAN = f"Seq Scan on t  {RAN}"


def fields(text: str) -> dict[str, Any]:
    (document,) = read_text(text)
    assert document.unread == ()
    return dict(document.fields)


def plan(text: str) -> dict[str, Any]:
    return fields(text)["Plan"]  # type: ignore[no-any-return]


def below(node: dict[str, Any], *path: int) -> dict[str, Any]:
    for number in path:
        node = node["Plans"][number]
    return node


def detail(line: str, header: str = "Seq Scan on t") -> dict[str, Any]:
    """What one line adds to a node."""
    text = f"{header}  {RAN}\n  {line}\n  ->  {RAN_SCAN}"
    plain = plan(f"{header}  {RAN}\n  ->  {RAN_SCAN}")
    return {name: value for name, value in plan(text).items() if name not in plain}


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Seq Scan on orders o", {"Node Type": "Seq Scan", "Relation Name": "orders", "Alias": "o"}),
        ('Seq Scan on shop."My ""Orders""." m', {"Relation Name": 'My "Orders".', "Schema": "shop", "Alias": "m"}),
        ("Parallel Seq Scan on t", {"Node Type": "Seq Scan", "Parallel Aware": True, "Alias": "t"}),
        (
            'Index Only Scan Backward using "My on Idx" on s.t',
            {"Node Type": "Index Only Scan", "Scan Direction": "Backward", "Index Name": "My on Idx", "Schema": "s"},
        ),
        ("Bitmap Index Scan on i", {"Node Type": "Bitmap Index Scan", "Index Name": "i"}),
        ("Async Foreign Scan on f", {"Node Type": "Foreign Scan", "Operation": "Select", "Async Capable": True}),
        ("Foreign Update on f", {"Node Type": "Foreign Scan", "Operation": "Update", "Relation Name": "f"}),
        ("Function Scan on pg_catalog.generate_series g", {"Function Name": "generate_series", "Alias": "g"}),
        ('Table Function Scan on "xmltable" x', {"Table Function Name": "xmltable", "Alias": "x"}),
        ("WorkTable Scan on r", {"CTE Name": "r", "Alias": "r"}),
        ("Named Tuplestore Scan on new_rows", {"Tuplestore Name": "new_rows"}),
        ('Values Scan on "*VALUES*"', {"Node Type": "Values Scan", "Alias": "*VALUES*"}),
        ("Custom Scan (Any (odd) on thing) on t x", {"Custom Plan Provider": "Any (odd) on thing", "Alias": "x"}),
        ("YB Batched Nested Loop Left Join", {"Node Type": "YB Batched Nested Loop", "Join Type": "Left"}),
        (
            "Gather Motion 3:1  (slice1; segments: 3)",
            {"Node Type": "Gather Motion", "Senders": 3, "Receivers": 1, "Slice": 1, "Segments": 3},
        ),
        ("Frobnicate on t", {"Node Type": "Frobnicate", "Relation Name": "t"}),
    ],
)
def test_a_header_gives_jsons_fields_and_is_written_back(header: str, expected: dict[str, Any]) -> None:
    node = plan(f"{header}  {RAN}")
    assert expected.items() <= node.items()
    assert write_text({"Plan": node}) == f"{header}  {RAN}"


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Hash Right Anti Join", {"Node Type": "Hash Join", "Join Type": "Right Anti"}),
        ("Merge Full Join", {"Node Type": "Merge Join", "Join Type": "Full"}),
        ("Nested Loop Semi Join", {"Node Type": "Nested Loop", "Join Type": "Semi"}),
        ("Hash Join", {"Node Type": "Hash Join", "Join Type": "Inner"}),
        ("Finalize GroupAggregate", {"Node Type": "Aggregate", "Strategy": "Sorted", "Partial Mode": "Finalize"}),
        ("MixedAggregate", {"Node Type": "Aggregate", "Strategy": "Mixed", "Partial Mode": "Simple"}),
        ("HashSetOp Except All", {"Node Type": "SetOp", "Strategy": "Hashed", "Command": "Except All"}),
        ("Merge on t", {"Node Type": "ModifyTable", "Operation": "Merge", "Relation Name": "t"}),
    ],
)
def test_variants_of_a_node_are_told_apart(header: str, expected: dict[str, Any]) -> None:
    text = f"{header}  {RAN}\n  ->  {RAN_SCAN}\n  ->  {RAN_SCAN}"
    assert expected.items() <= plan(text).items()
    assert write_text(fields(text)) == text


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Output: a, f(b, 'x, y'), \"c, d\"", {"Output": ["a", "f(b, 'x, y')", '"c, d"']}),
        ("Filter: (a = 'it''s: (odd)'::text)", {"Filter": "(a = 'it''s: (odd)'::text)"}),
        ("One-Time Filter: false", {"One-Time Filter": "false"}),
        ("Rows Removed by Filter: 7", {"Rows Removed by Filter": 7}),
        ("Heap Blocks: exact=3", {"Exact Heap Blocks": 3, "Lossy Heap Blocks": 0}),
        ("Sort Method: external merge  Disk: 70kB",
         {"Sort Method": "external merge", "Sort Space Used": 70, "Sort Space Type": "Disk"}),
        ("Buckets: 1024 (originally 512)  Batches: 4 (originally 1)  Memory Usage: 9kB",
         {"Hash Buckets": 1024, "Original Hash Buckets": 512, "Hash Batches": 4,
          "Original Hash Batches": 1, "Peak Memory Usage": 9}),
        ("Planned Partitions: 4  Batches: 5  Memory Usage: 9kB  Disk Usage: 8kB",
         {"Planned Partitions": 4, "HashAgg Batches": 5, "Peak Memory Usage": 9, "Disk Usage": 8}),
        ("Hits: 9  Misses: 2  Evictions: 1  Overflows: 0  Memory Usage: 3kB",
         {"Cache Hits": 9, "Cache Misses": 2, "Cache Evictions": 1, "Cache Overflows": 0, "Peak Memory Usage": 3}),
        ("Estimates: capacity=10 distinct keys=7 lookups=1000 hit percent=99.30%",
         {"Estimated Capacity": 10, "Estimated Distinct Lookup Keys": 7, "Estimated Lookups": 1000,
          "Estimated Hit Percent": 99.3}),
        ("Storage: Disk  Maximum Storage: 17kB", {"Storage": "Disk", "Maximum Storage": 17}),
        ("Window: w1 AS (PARTITION BY a ROWS UNBOUNDED PRECEDING)",
         {"Window": "w1 AS (PARTITION BY a ROWS UNBOUNDED PRECEDING)"}),
        ("Pre-sorted Groups: 2  Sort Methods: quicksort, top-N heapsort  Average Memory: 26kB  Peak Memory: 27kB",
         {"Pre-sorted Groups": {"Group Count": 2, "Sort Methods Used": ["quicksort", "top-N heapsort"],
                                "Sort Space Memory": {"Average Sort Space Used": 26, "Peak Sort Space Used": 27}}}),
        ("Sampling: bernoulli ('10'::real) REPEATABLE ('1'::double precision)",
         {"Sampling Method": "bernoulli", "Sampling Parameters": ["'10'::real"], "Repeatable Seed": "'1'::double precision"}),
        ("I/O Timings: read=0.100 write=0.200", {"I/O Read Time": 0.1, "I/O Write Time": 0.2}),
        ("I/O Timings: shared/local read=0.100, temp write=0.200",
         {"I/O Read Time": 0.1, "I/O Write Time": 0.0, "Temp I/O Read Time": 0.0, "Temp I/O Write Time": 0.2}),
        ("I/O Timings: shared read=0.100, local write=0.200",
         {"Shared I/O Read Time": 0.1, "Shared I/O Write Time": 0.0, "Local I/O Read Time": 0.0, "Local I/O Write Time": 0.2}),
        ("WAL: records=3 bytes=99 buffers full=1", {"WAL Records": 3, "WAL FPI": 0, "WAL Bytes": 99, "WAL Buffers Full": 1}),
        ("Tuples: inserted=1 skipped=2", {"Tuples Inserted": 1, "Tuples Updated": 0, "Tuples Deleted": 0, "Tuples Skipped": 2}),
        ("Conflict Arbiter Indexes: a, b", {"Conflict Arbiter Indexes": ["a", "b"]}),
        ("Foreign File Size: 123 b", {"Foreign File Size": 123}),
        ("Disabled: true", {"Disabled": True}),
        ("Storage Table Read Requests: 1", {"Storage Table Read Requests": 1}),
        ("Vectorized Filter: (a > 1)", {"Vectorized Filter": "(a > 1)"}),
    ],
)  # fmt: skip
def test_a_line_gives_jsons_fields_and_is_written_back(line: str, expected: dict[str, Any]) -> None:
    assert detail(line) == expected
    assert line in write_text(fields(f"Seq Scan on t  {RAN}\n  {line}")).split("\n")[1].strip()


def test_buffers_are_filled_up_to_jsons_ten_fields() -> None:
    found = detail("Buffers: shared hit=1 read=2, temp written=3")
    assert len(found) == 10
    assert {name: count for name, count in found.items() if count} == {
        "Shared Hit Blocks": 1, "Shared Read Blocks": 2, "Temp Written Blocks": 3,
    }  # fmt: skip


def test_a_node_never_executed_has_zeros_but_no_times_under_timing_off() -> None:
    never = below(plan(f"Append  {RAN}\n  ->  Seq Scan on t  {COST} (never executed)"), 0)
    assert (never["Actual Loops"], never["Actual Rows"], never["Actual Total Time"]) == (0, 0, 0.0)
    untimed = below(plan("Append (actual rows=1.00 loops=1)\n  ->  Seq Scan on t (never executed)"), 0)
    assert untimed["Actual Loops"] == 0
    assert "Actual Total Time" not in untimed


def test_rows_are_integers_up_to_17_and_fractions_since() -> None:
    old = plan(f"Seq Scan on t  {COST} (actual time=0.1..0.2 rows=3 loops=7)")["Actual Rows"]
    new = plan(f"Seq Scan on t  {COST} (actual time=0.1..0.2 rows=0.11 loops=7)")["Actual Rows"]
    assert (type(old), old, new) == (int, 3, 0.11)


WORKERS = f"""\
Gather  {RAN}
  Workers Planned: 1
  ->  Sort  {RAN}
        Sort Key: a
        Buffers: shared hit=9
        Worker 0:  actual time=0.100..0.200 rows=1.50 loops=2
          Sort Method: quicksort  Memory: 25kB
          JIT:
            Functions: 2
            Options: Inlining false, Optimization false, Expressions true, Deforming true
            Timing: Generation 0.100 ms (Deform 0.050 ms), Total 0.300 ms
          Buffers: shared hit=4
        ->  Seq Scan on t  {RAN}"""


def test_a_workers_lines_never_overwrite_the_nodes() -> None:
    node = below(plan(WORKERS), 0)
    (worker,) = node["Workers"]
    assert (node["Shared Hit Blocks"], worker["Shared Hit Blocks"]) == (9, 4)
    assert worker["Worker Number"] == 0
    assert worker["Actual Rows"] == 1.5
    assert worker["JIT"]["Timing"] == {"Generation": {"Deform": 0.05, "Total": 0.1}, "Total": 0.3}
    assert "Sort Method" not in node
    assert write_text(fields(WORKERS)) == WORKERS


def test_both_worker_lines_of_old_versions_are_one_worker() -> None:
    node = plan(f"Sort  {RAN}\n  Worker 0:  Sort Method: quicksort  Memory: 25kB\n"
                f"  Worker 0: actual time=0.1..0.2 rows=1 loops=1\n"
                f"    Buffers: shared hit=1\n  ->  {RAN_SCAN}")  # fmt: skip
    (worker,) = node["Workers"]
    assert (worker["Sort Method"], worker["Actual Rows"], worker["Shared Hit Blocks"]) == ("quicksort", 1, 1)


FOOT = f"""\
Query Text: select *
  from t -- it's mine
 where true
Query Parameters: $1 = 'x'
Seq Scan on t  {RAN}
Settings: work_mem = '4MB', search_path = '"$user", public'
Query Identifier: -8198406948996196422
Planning:
  Buffers: shared hit=2
  Memory: used=8kB  allocated=16kB
Planning Time: 0.500 ms
Trigger "T r" on a b: time=1.500 calls=3
Trigger for constraint c d on other: time=2.500 calls=4
JIT:
  Functions: 2
  Options: Inlining false, Optimization false, Expressions true, Deforming true
  Timing: Generation 0.100 ms, Inlining 0.000 ms, Optimization 0.100 ms, Emission 0.100 ms, Total 0.300 ms
Serialization: time=0.700 ms  output=12kB  format=text
  Buffers: shared hit=1
Execution Time: 1.250 ms"""


def test_the_lines_around_the_tree_are_jsons_fields_and_are_written_back() -> None:
    found = fields(FOOT)
    assert found["Query Text"] == "select *\n  from t -- it's mine\n where true"
    assert found["Query Parameters"] == "$1 = 'x'"
    assert found["Settings"] == {"work_mem": "4MB", "search_path": '"$user", public'}
    assert found["Query Identifier"] == -8198406948996196422
    assert (found["Planning"]["Shared Hit Blocks"], found["Planning"]["Memory Allocated"]) == (2, 16)
    assert (found["Planning Time"], found["Execution Time"]) == (0.5, 1.25)
    assert found["Triggers"] == [
        {"Trigger Name": '"T r"', "Relation": "a b", "Time": 1.5, "Calls": 3},
        {"Constraint Name": "c d", "Relation": "other", "Time": 2.5, "Calls": 4},
    ]
    assert found["JIT"]["Options"]["Expressions"] is True
    assert (found["Serialization"]["Output Volume"], found["Serialization"]["Shared Hit Blocks"]) == (12, 1)
    assert write_text(found) == FOOT


SUBPLANS = f"""\
Hash Join  {RAN}
  Hash Cond: (a = b)
  CTE w
    ->  Seq Scan on t  {RAN}
  InitPlan expr_1
    ->  Result  {RAN}
  ->  Append  {RAN}
        Subplans Removed: 2
        ->  CTE Scan on w  {RAN}
        ->  CTE Scan on w w_1  {RAN}
  ->  Hash  {RAN}
        ->  Subquery Scan on "*SELECT* 1"  {RAN}
              ->  Result  {RAN}
  SubPlan 2
    ->  Result  {RAN}"""


def test_relationships_and_subplan_names_follow_from_the_lines() -> None:
    node = plan(SUBPLANS)
    assert [(child["Parent Relationship"], child.get("Subplan Name")) for child in node["Plans"]] == [
        ("InitPlan", "CTE w"), ("InitPlan", "InitPlan expr_1"), ("Outer", None), ("Inner", None), ("SubPlan", "SubPlan 2"),
    ]  # fmt: skip
    append = below(node, 2)
    assert append["Subplans Removed"] == 2
    assert [child["Parent Relationship"] for child in append["Plans"]] == ["Member", "Member"]
    assert below(node, 3, 0, 0)["Parent Relationship"] == "Subquery"
    assert write_text(fields(SUBPLANS)) == SUBPLANS


def test_several_target_tables_are_fields_and_not_nodes() -> None:
    text = f"Update on p  {COST}\n  Update on p1 p_1\n  Foreign Update on p2 p_2\n    Remote SQL: UPDATE x\n  ->  {SCAN}"
    assert plan(text)["Target Tables"] == [
        {"Relation Name": "p1", "Alias": "p_1"},
        {"Relation Name": "p2", "Alias": "p_2", "Remote SQL": "UPDATE x"},
    ]
    assert write_text(fields(text)) == text


GROUPING = f"""\
MixedAggregate  {COST}
  Hash Key: a, b
  Hash Key: c
  Group Key: a
  Group Key: ()
  Sort Key: b
    Group Key: b
  Filter: (a > 1)
  ->  {SCAN}"""


def test_grouping_sets_keep_their_sets_and_sorts() -> None:
    assert plan(GROUPING)["Grouping Sets"] == [
        {"Hash Keys": [["a", "b"]]},
        {"Hash Keys": [["c"]]},
        {"Group Keys": [["a"], []]},
        {"Sort Key": ["b"], "Group Keys": [["b"]]},
    ]
    assert write_text(fields(GROUPING)) == GROUPING
    assert detail("Group Key: a, b", "HashAggregate") == {"Group Key": ["a", "b"]}


def test_a_literal_may_hold_lines_that_look_like_nodes() -> None:
    text = f"{SCAN}\n  Filter: (a = 'x\n  ->  Seq Scan on fake  {COST}\n\ny''z'::text)\n  Rows Removed by Filter: 3"
    node = plan(text)
    assert node["Filter"] == f"(a = 'x\n  ->  Seq Scan on fake  {COST}\n\ny''z'::text)"
    assert node["Rows Removed by Filter"] == 3
    assert "Plans" not in node


def test_indentation_tabs_carriage_returns_and_trailing_blanks_change_nothing() -> None:
    expected = read_text(SUBPLANS)
    assert read_text("\n".join(f"      {line}   " for line in SUBPLANS.split("\n"))) == expected
    assert read_text("\n".join(f"\t{line}\r" for line in SUBPLANS.split("\n"))) == expected
    first, _, rest = SUBPLANS.partition("\n")
    assert read_text("\n".join([first, *(f"    {line}" for line in rest.split("\n")), "    Planning Time: 1.000 ms"]))[
        0
    ].fields == {
        **expected[0].fields,
        "Planning Time": 1.0,
    }


def test_several_plans_in_one_text_are_several_documents() -> None:
    entry = "2026-01-01 LOG:  duration: 12.500 ms  plan:"
    first = f"{entry}\nQuery Text: select 1\n{SCAN}\n  Filter: a"
    second = f"{entry}\nQuery Text: select 2\n{SCAN}\nPlanning Time: 0.1 ms"
    text = f"{first}\n{second}\n\n{SCAN}"
    documents = read_text(text)
    assert [document.fields.get("Query Text") for document in documents] == ["select 1", "select 2", None]
    assert [document.fields.get("Duration") for document in documents] == [12.5, 12.5, None]
    assert [document.fields["Plan"].get("Filter") for document in documents] == ["a", None, None]
    bare = read_text("Update on t\n  ->  Seq Scan on t\nUpdate on u\n  ->  Seq Scan on u")
    assert [document.fields["Plan"]["Relation Name"] for document in bare] == ["t", "u"]


def test_lines_that_nobody_understands_are_kept_apart() -> None:
    (document,) = read_text(
        f"Here is my plan, it's slow\n{SCAN}\n  Filter: (a > 1)\n  what is this\nERROR: no\n  Heap Fetches: 1"
    )
    assert document.unread == ("Here is my plan, it's slow", "what is this", "ERROR: no")
    assert document.fields["Plan"]["Heap Fetches"] == 1


def test_unknown_lines_and_groups_of_an_extension_are_fields() -> None:
    found = fields(
        f"{SCAN}\n  Odd Thing: 5\n  Odd Thing: six\n  Own Group:\n    Key: 1.5 ms\n"
        "PlannedStmt:\n  Flags: x\n  Inner:\n    Deep: true"
    )
    assert found["Plan"]["Odd Thing"] == [5, "six"]
    assert found["Plan"]["Own Group"] == {"Key": 1.5}
    assert found["PlannedStmt"] == {"Flags": "x", "Inner": {"Deep": True}}


def test_pg_overexplains_range_table_is_a_list_as_in_its_json() -> None:
    text = (
        f"{SCAN}\n  Parallel Safe: false\n  extParam: 0\nPlannedStmt:\n  Command Type: select\n"
        "RTI 1 (relation, inherited, in-from-clause):\n  Alias: t ()\nRTI 2 (join):\n  Join Type: Inner\nUnprunable RTIs: 1"
    )
    found = fields(text)
    assert (found["Plan"]["Parallel Safe"], found["Plan"]["extParam"], found["Unprunable RTIs"]) == (False, "0", "1")
    assert found["Range Table"] == [
        {"RTI": 1, "Kind": "relation", "Inherited": True, "In From Clause": True, "Alias": "t ()"},
        {"RTI": 2, "Kind": "join", "Inherited": False, "In From Clause": False, "Join Type": "Inner"},
    ]
    assert fields(write_text(found)) == found


CITUS = f"""\
Custom Scan (Citus Adaptive)  {RAN}
  ->  Distributed Subplan 3_1
        Subplan Duration: 0.50 ms
        Intermediate Data Size: 100 bytes
        ->  Seq Scan on u  {RAN}
  Task Count: 32
  Tasks Shown: One of 32
  ->  Task
        Node: host=localhost port=57637 dbname=regression
        ->  Aggregate  {RAN}
              ->  Seq Scan on t_102008 t  {RAN}
        Planning Time: 0.200 ms
        Execution Time: 0.300 ms
Planning Time: 0.100 ms"""


def test_citus_tasks_are_fields_as_in_its_json() -> None:
    query = plan(CITUS)["Distributed Query"]
    assert query["Subplans"][0]["Intermediate Data Size"] == "100 bytes"
    assert query["Subplans"][0]["PlannedStmt"][0]["Plan"]["Relation Name"] == "u"
    job = query["Job"]
    assert (job["Task Count"], job["Tasks Shown"]) == (32, "One of 32")
    (task,) = job["Tasks"]
    assert task["Node"] == "host=localhost port=57637 dbname=regression"
    ((remote,),) = task["Remote Plan"]
    assert remote["Execution Time"] == 0.3
    assert below(remote["Plan"], 0)["Relation Name"] == "t_102008"
    assert "Plans" not in plan(CITUS)
    assert fields(write_text(fields(CITUS))) == fields(CITUS)


def test_redshift_and_timescale_are_read() -> None:
    redshift = plan(f"XN Hash Join DS_BCAST_INNER  {COST}\n  Hash Cond: (a = b)\n  ->  XN Seq Scan on t  {COST}\n"
                    f"  ->  XN Hash  {COST}\n        ->  XN Network  {COST}\n"
                    f"              Send to leader\n              ->  XN Seq Scan on u  {COST}")  # fmt: skip
    assert (redshift["Node Type"], redshift["Distribution"]) == ("Hash Join", "DS_BCAST_INNER")
    assert below(redshift, 1, 0)["Network"] == "Send to leader"
    chunks = plan(f"Custom Scan (ChunkAppend) on m  {COST}\n  Chunks excluded during startup: 0\n  ->  {SCAN}\n  ->  {SCAN}")
    assert chunks["Custom Plan Provider"] == "ChunkAppend"
    assert chunks["Chunks excluded during startup"] == 0
    assert [child["Parent Relationship"] for child in chunks["Plans"]] == ["children", "children"]


FLAT = f"""\
Limit  {RAN}
  ->  Sort  {RAN}
        Sort Key: a
        ->  Hash Join  {RAN}
              Hash Cond: (a = b)
              ->  Bitmap Heap Scan on t  {RAN}
                    ->  BitmapOr  {RAN}
                          ->  Bitmap Index Scan on i  {RAN}
                          ->  Bitmap Index Scan on j  {RAN}
                          ->  Bitmap Index Scan on k  {RAN}
              ->  Hash  {RAN}
                    Worker 0:  actual time=0.100..0.200 rows=1.00 loops=1
                      Buffers: shared hit=1
                    ->  Append  {RAN}
                          ->  Seq Scan on x  {RAN}
                          ->  Seq Scan on y  {RAN}
Planning:
  Buffers: shared hit=3
Execution Time: 1.000 ms"""


def test_lost_indentation_is_rebuilt_where_one_tree_fits() -> None:
    lost = "\n".join(line.strip() for line in FLAT.split("\n"))
    assert lost != FLAT
    assert fields(lost) == fields(FLAT)


def test_lost_indentation_is_refused_where_several_trees_fit() -> None:
    lines = [f"Nested Loop  {COST}", f"->  Append  {COST}", f"->  {SCAN}", f"->  {SCAN}", f"->  {SCAN}"]
    with pytest.raises(PlanError, match="lost its indentation") as caught:
        read_text("\n".join(lines))
    assert "Line 4" in caught.value.details[0]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"Hash Join  {COST}\n  ->  {SCAN}", 2),
        (f"Hash Join  {COST}\n  ->  {SCAN}\n  ->  Hash  {COST}", 3),
        (f"Limit  {COST}", 1),
        (f"Append  {COST}\n  ->  {SCAN}\n  ->  Seq Scan on t  (cost=0.00..1", 3),
        (f"Append  {COST}\n  ->  {SCAN}\n  ->  Seq Scan on ord", 3),
        (f"Append  {RAN}\n  ->  Seq Scan on t  {RAN}\n  ->  Seq Scan on t  {COST}", 3),
        (f"Append  {RAN}\n  ->  Seq Scan on t  {COST} (actual time=0.1", 2),
        (f"Limit  {COST}\n  InitPlan 1", 2),
        (f"{SCAN}\n  Filter: ((a = 1) AND (b", 2),
        ("Seq Scan on t  (cost=0.0", 1),
    ],
)
def test_a_cut_off_paste_says_where(text: str, line: int) -> None:
    with pytest.raises(PlanError, match=f"cut off after line {line}") as caught:
        read_text(text)
    assert len(caught.value.lines()) == 3
    assert caught.value.details[0].startswith(f"Line {line}: {' '.join(text.split(chr(10))[-1].split())[:30]}")


def test_a_line_missing_in_the_middle_is_named() -> None:
    with pytest.raises(PlanError, match="damaged at line 2: a Hash Join has two inputs, and one is here"):
        read_text(f"Append  {COST}\n  ->  Hash Join  {COST}\n        ->  {SCAN}\n  ->  {SCAN}")
    with pytest.raises(PlanError, match="damaged at line 2"):
        read_text(f"Append  {COST}\n  ->  Seq Scan on t  (cost=0.00..1.\n  ->  {SCAN}")


@pytest.mark.parametrize(
    ("product", "text"),
    [
        ("CockroachDB", "distribution: full\nvectorized: true\n\n• hash join\n│ equality: (a) = (b)\n│\n└── • scan"),
        ("MySQL", "-> Nested loop inner join  (cost=0.70 rows=1)\n    -> Table scan on t1  (cost=0.35 rows=1)"),
        ("MySQL", "-> Limit: 10 row(s)  (cost=1.2..3.4 rows=10) (actual time=0.1..0.2 rows=10 loops=1)"),
        ("MySQL", "| id | select_type | table |"),
        ("Oracle", "Plan hash value: 123\n\n| Id  | Operation         | Name |"),
        ("SQL Server", "  |--Clustered Index Scan(OBJECT:([db].[dbo].[t]))"),
        ("SQLite", "QUERY PLAN\n|--SCAN t\n`--USE TEMP B-TREE FOR ORDER BY"),
        ("DuckDB", "┌─────────────────────────────┐\n│┌───────────────────────────┐│\n││       Physical Plan       ││"),
        ("Spark", "== Physical Plan ==\n*(1) Project [a#1]"),
    ],
)
def test_other_databases_are_refused_by_name(product: str, text: str) -> None:
    with pytest.raises(PlanError, match=f"a plan of {product}") as caught:
        read_text(text)
    assert "PostgreSQL" in str(caught.value.hint)


@pytest.mark.parametrize(("text", "failed"), [("", "The text is empty."), ("\n hello\nworld", "Line 2: hello")])
def test_what_is_no_plan_says_what_was_expected(text: str, failed: str) -> None:
    with pytest.raises(PlanError, match=r"expected is a first line such as `Seq Scan on orders") as caught:
        read_text(text)
    assert caught.value.details == (failed,)


def _seconds(text: str) -> float:
    begin = time.process_time()
    read_text(text)
    return time.process_time() - begin


def test_ten_thousand_nodes_and_five_thousand_levels_take_no_time() -> None:
    """Half a second each on an idle machine; the bound leaves room for a busy one and still catches what is not linear."""
    wide = f"Append  {RAN}\n" + "\n".join(f"  ->  Seq Scan on p_{n}  {RAN}\n        Filter: (a = 'x')" for n in range(10_000))
    assert _seconds(wide) < 2
    deep = "\n".join(
        [f"Limit  {COST}", *(f"{' ' * (2 + 6 * n)}->  Limit  {COST}" for n in range(4_998)), f"{' ' * 29_990}->  {SCAN}"]
    )
    assert _seconds(deep) < 2
    assert write_text(read_text(deep)[0].fields) == deep
