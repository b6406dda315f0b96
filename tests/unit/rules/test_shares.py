"""The rules over what is around the nodes: jit-share, planning-share, serialization-share, trigger-share."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest

from tests.unit.rules.plans import Tree, assert_finding, assert_silent, node, plan, planned_only, scan
from workbench.findings import Severity
from workbench.rules.plan import jit_share, planning_share, serialization_share, trigger_share


def jit(ms: float) -> dict[str, Any]:
    return {"JIT": {"Functions": 48, "Options": {"Inlining": True}, "Timing": {"Generation": 4.0, "Total": ms}}}


def serialization(ms: float) -> dict[str, Any]:
    return {"Serialization": {"Time": ms, "Output Volume": 180_233, "Format": "text"}}


def trigger(ms: float, calls: int = 400, **fields: Any) -> dict[str, Any]:
    named = {"Trigger Name": "RI_ConstraintTrigger_a_16485", "Constraint Name": "orders_user_id_fkey", "Relation": "users"}
    return {"Triggers": [{**named, **fields, "Time": ms, "Calls": calls}]}


def changed(operation: str) -> Tree:
    return node("ModifyTable", scan("users"), ms=5, Operation=operation)


def test_compiling_for_most_of_the_time_is_told() -> None:
    finding = assert_finding(
        jit_share, plan(scan(ms=390), Execution_Time=400.0, **jit(300)), jit_ms=300, share=0.75, functions=48
    )
    assert finding.sql == "set jit = off"
    assert finding.saves_ms == 300


def test_compiling_in_several_processes_takes_its_time_once() -> None:
    subject = plan(node("Gather", scan(loops=3, ms=380), ms=390), Execution_Time=400.0, **jit(300))
    assert assert_finding(jit_share, subject).saves_ms == pytest.approx(100)


def test_planning_that_takes_as_long_as_executing_is_told() -> None:
    subject = plan(scan(), Planning_Time=48.0, Execution_Time=48.0, Planning={"Shared Read Blocks": 7})
    finding = assert_finding(planning_share, subject, planning_ms=48, planning_blocks_read=7)
    assert "Prepare the statement" in finding.remedy
    assert finding.saves_ms == 48


@pytest.mark.parametrize(("count", "named"), [(49, False), (50, True)])
def test_planning_over_many_partitions_is_told_as_theirs(count: int, named: bool) -> None:
    members = [scan(f"orders_{i}") for i in range(count)]
    finding = assert_finding(planning_share, plan(node("Append", *members), Planning_Time=48.0, Execution_Time=3.0))
    assert ("partition" in finding.remedy) is named


def test_serialization_of_most_of_the_time_is_told() -> None:
    subject = plan(scan(rows=1000, ms=30), Execution_Time=400.0, **serialization(100))
    assert_finding(serialization_share, subject, serialization_ms=100, output_kb=180_233, rows=1000)


def test_a_foreign_key_without_an_index_is_told_by_its_name() -> None:
    finding = assert_finding(trigger_share, plan(changed("Delete"), Execution_Time=8010.0, **trigger(8000)), ms_per_call=20)
    assert finding.severity is Severity.CRITICAL
    assert "orders_user_id_fkey" in finding.title
    assert finding.sql is None
    assert finding.saves_ms == 8000


@pytest.mark.parametrize(
    ("operation", "fields", "missed"),
    [
        ("Delete", {"Trigger Name": "orders_user_id_fkey"}, True),
        ("Update", {"Trigger Name": "orders_user_id_fkey"}, True),
        ("Insert", {"Trigger Name": "orders_user_id_fkey"}, False),
        ("Delete", {"Trigger Name": "RI_ConstraintTrigger_c_16487"}, False),
        ("Delete", {"Calls": 400_000}, False),
    ],
    ids=["deleted", "changed", "inserted", "the referencing side's own", "quick calls"],
)
def test_only_the_referenced_side_misses_an_index(operation: str, fields: dict[str, Any], missed: bool) -> None:
    around = trigger(8000, **fields)
    around["Triggers"][0] |= fields
    finding = assert_finding(trigger_share, plan(changed(operation), Execution_Time=8010.0, **around))
    assert (finding.severity is Severity.CRITICAL) is missed


def test_a_users_trigger_is_told_with_its_table() -> None:
    around = {"Triggers": [{"Trigger Name": "log_it", "Relation": "users", "Time": 80.0, "Calls": 10}]}
    finding = assert_finding(trigger_share, plan(changed("Update"), Execution_Time=100.0, **around), ms_per_call=8)
    assert "log_it on users" in finding.title


@pytest.mark.parametrize(
    ("rule", "around"),
    [
        (jit_share, {"Execution_Time": 400.0, **jit(39)}), (jit_share, {"Execution_Time": 20.0, **jit(9.9)}),
        (jit_share, {"Execution_Time": 400.0}), (jit_share, {"Execution_Time": 400.0, "JIT": {"Timing": "damaged"}}),
        (planning_share, {"Planning_Time": 9.9, "Execution_Time": 1.0}), (planning_share, {"Planning_Time": 48.0}),
        (planning_share, {"Planning_Time": 48.0, "Execution_Time": 48.1}), (planning_share, {"Execution_Time": 1.0}),
        (serialization_share, {"Execution_Time": 401.0, **serialization(100)}), (serialization_share, {"Execution_Time": 1.0}),
        (serialization_share, {"Execution_Time": 10.0, **serialization(9.9)}),
        (trigger_share, {"Execution_Time": 400.0, **trigger(39)}), (trigger_share, {"Execution_Time": 20.0, **trigger(9.9)}),
        (trigger_share, {"Execution_Time": 20.0}),
    ],
)  # fmt: skip
def test_a_small_share_is_left_alone(rule: ModuleType, around: dict[str, Any]) -> None:
    assert_silent(rule, plan(scan(ms=5), **around))


@pytest.mark.parametrize("rule", [jit_share, planning_share, serialization_share, trigger_share])
def test_a_plan_that_was_not_executed_is_left_alone(rule: ModuleType) -> None:
    assert_silent(rule, plan(planned_only(scan())))
