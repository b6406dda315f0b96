"""Many partitions with one cause are one finding."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.unit.rules.plans import Tree, join, node, plan, scan
from workbench.findings import Finding, Severity
from workbench.rules.plan import findings
from workbench.rules.plan.partitions import MOST_SQL, merged


def partition(number: int, kind: str = "Seq Scan", **given: Any) -> Tree:
    return scan(f"events_p{number}", kind=kind, **{"Alias": f"events_{number}", "Parent Relationship": "Member", **given})


def about(at: int, saves_ms: float | None = 1.0, rule: str = "a-rule", **given: Any) -> Finding:
    evidence: dict[str, float] = {"rows_read": 10, "factor": at, "disk_kb": at}
    return Finding(rule, Severity.INFO, f"node {at}", "", "Do it.", evidence=evidence, at=at, saves_ms=saves_ms, **given)


PARTS = plan(node("Append", *(partition(i, rows=i) for i in range(1, 5))))


def test_the_partitions_of_one_table_are_one_finding_at_the_largest() -> None:
    (finding,) = merged(PARTS, [about(1), about(2, None), about(3), about(4)])
    assert finding.at == 4
    assert finding.title == "node 4; likewise 3 more partitions of events"
    assert finding.evidence == {"rows_read": 40, "factor": 4, "disk_kb": 4, "partitions": 4}
    assert finding.saves_ms == 3


def test_savings_stay_unknown_where_all_are() -> None:
    assert merged(PARTS, [about(1, None), about(2, None)])[0].saves_ms is None


@pytest.mark.parametrize(
    "found",
    [[about(1)], [about(1), about(2, rule="other")], [about(0), about(1)], []],
    ids=["one", "two rules", "the append itself", "none"],
)
def test_what_is_no_repetition_stays(found: list[Finding]) -> None:
    assert merged(PARTS, found) == found


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [
        (scan("a"), scan("b"), False), (scan("a", Alias="x"), scan("b", Alias="y"), False),
        (scan("m_2023"), scan("m_2024"), True), (partition(1), partition(2, "Index Scan"), False),
        (node("Hash Join"), node("Hash Join"), True),
    ],
    ids=["union", "union of aliases", "PostgreSQL 12's partitions", "other kinds", "joins by partition"],
)  # fmt: skip
@pytest.mark.parametrize("append", ["Append", "Merge Append"])
def test_members_belong_together_if_they_are_of_one_table(append: str, first: Tree, second: Tree, together: bool) -> None:
    found = merged(plan(node(append, first, second)), [about(1), about(2)])
    assert len(found) == (1 if together else 2)


def test_a_node_below_a_member_is_merged_with_its_likes_only() -> None:
    parts = [join(partition(i), node("Hash", scan(f"b_p{i}", Alias=f"b_{i}"))) for i in (1, 2)]
    found = merged(plan(node("Append", *parts)), [about(2), about(4), about(6), about(8)])
    assert [finding.evidence["partitions"] for finding in found] == [2, 2]


def test_a_sub_plan_below_a_member_is_none_of_the_partitions() -> None:
    parts = [node("Result", partition(i, **{"Parent Relationship": "SubPlan"})) for i in (1, 2)]
    assert len(merged(plan(node("Append", *parts)), [about(2), about(4)])) == 2


def test_chunks_of_timescale_are_partitions() -> None:
    tree = node("Custom Scan", scan("_hyper_1_1_chunk"), scan("_hyper_1_2_chunk"), **{"Custom Plan Provider": "ChunkAppend"})
    assert len(merged(plan(tree), [about(1), about(2)])) == 1


@pytest.mark.parametrize(
    ("given", "sql"),
    [
        (["analyze a", "analyze b"], "analyze a; analyze b"), (["analyze a", "analyze a"], "analyze a"),
        (["analyze a", None], None), (["set work_mem = '8MB'", "set work_mem = '9MB'"], "set work_mem = '9MB'"),
    ],
)  # fmt: skip
def test_each_partition_has_its_statement_but_a_setting_is_one(given: list[str | None], sql: str | None) -> None:
    (finding,) = merged(PARTS, [about(i, sql=text) for i, text in enumerate(given, start=1)])
    assert finding.sql == sql


def test_too_many_statements_are_left_to_the_partitioned_table() -> None:
    count = MOST_SQL + 1
    subject = plan(node("Append", *(partition(i) for i in range(count))))
    (finding,) = merged(subject, [about(i, sql=f"analyze events_p{i}") for i in range(1, count + 1)])
    assert finding.sql is None
    assert finding.remedy == "Do it. The same for each partition, or on the partitioned table for all of them."


@pytest.mark.parametrize(
    ("statement", "table"),
    [
        ("select * from shop.events_all as events where a = 1", "shop.events_all"),
        ("select * from users u join only events on true", "events"),
        ('delete from "Events" events', '"Events"'),
        ("select * from (select * from x) events", None), ("with events as (select 1) select * from events", None),
        ("select * from a events, b events", None), ("select * from view_of_it", None), ("", None),
    ],
)  # fmt: skip
@pytest.mark.parametrize("sql", ["create index on shop.events_p{} (a)", "analyze shop.events_p{}"])
def test_an_index_on_the_partitioned_table_does_for_all(statement: str, table: str | None, sql: str) -> None:
    subject = plan(node("Append", *(partition(i, Schema="shop") for i in (1, 2))), Query_Text=statement)
    (finding,) = merged(subject, [about(i, sql=sql.format(i)) for i in (1, 2)])
    each = f"{sql.format(1)}; {sql.format(2)}"
    assert finding.sql == (each if table is None else sql.format(1).replace("shop.events_p1", table))


def test_ten_thousand_partitions_with_filters_of_their_own_take_no_time() -> None:
    given = {"rows": 1, "planned": 50_000, "ms": 2.0, "Rows Removed by Filter": 50_000}
    parts = (
        partition(i, Filter=f"((events_{i}.k{i} = {i}) AND (events_{i}.b = 'x{i}'::text))", **given) for i in range(10_000)
    )
    subject = plan(node("Append", *parts, rows=10_000, ms=20_000.0))
    start = time.process_time()
    found = findings(subject)
    assert time.process_time() - start < 3  # half a second; without a bound on what is parsed it was nine
    assert {f.rule: f.evidence.get("partitions") for f in found if f.at is not None} == {
        "seq-scan-discards": 10_000,
        "row-estimate-off": 10_000,
    }
