"""Document in, Plan out: every node with its figures. No format is known here, and no rule is applied."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from workbench.plan.document import Document
from workbench.plan.label import label
from workbench.plan.metrics.costs import Cost, costs
from workbench.plan.metrics.outside import outside
from workbench.plan.metrics.rows import Rows, rows
from workbench.plan.metrics.times import Time, times
from workbench.plan.metrics.usage import usages
from workbench.plan.model import Node, Plan, Trigger, Usage
from workbench.plan.raw import Raw, flat, is_list_of_objects, is_number, refuse, remote

_CONDITIONS = (
    "Index Cond", "Recheck Cond", "Hash Cond", "Merge Cond", "TID Cond", "Join Filter", "Filter", "One-Time Filter",
    "Run Condition", "Order By", "Sort Key", "Presorted Key", "Group Key", "Cache Key", "Conflict Filter", "Function Call",
    "CTE Name",
)  # fmt: skip
_PLAN_READ = frozenset(
    {"Plan", "Planning Time", "Execution Time", "Triggers", "Settings", "Query Text", "Duration", "Total Runtime"}
)


def build(document: Document) -> Plan:
    """The plan with all figures, without findings.

    Raises:
        PlanError: a field has a value of the wrong type.
    """
    fields = _checked(document.fields)
    raw = flat(fields["Plan"])
    timing, priced = times(raw), costs(raw)
    counted = rows(raw, leader=fields.get("Settings", {}).get("parallel_leader_participation") != "off")
    used = usages(raw, timing.payers)
    below: list[list[int]] = [[] for _ in raw]
    for node in raw:
        if node.parent is not None:
            below[node.parent].append(node.number)
    triggers = tuple(_trigger(trigger) for trigger in fields.get("Triggers", ()))
    # Up to PostgreSQL 9.3, and in its descendants, the execution's time is called so.
    execution = _milliseconds(fields, "Execution Time", "Total Runtime")
    serialization = _milliseconds(fields.get("Serialization", {}), "Time")
    inside = sum(time.exclusive for time, remote in zip(timing.nodes, remote(raw), strict=True) if not remote)
    return Plan(
        nodes=tuple(
            _node(node, timing.nodes[i], counted[i], priced[i], used[i], tuple(below[i])) for i, node in enumerate(raw)
        ),
        statement=fields.get("Query Text"),
        planning_ms=_milliseconds(fields, "Planning Time"),
        execution_ms=execution,
        duration_ms=_milliseconds(fields, "Duration"),
        jit_ms=_milliseconds(_jit_timing(fields), "Total"),
        serialization_ms=serialization,
        outside=outside(execution, inside, triggers, serialization) if any(n.figure("Actual Total Time") for n in raw) else (),
        triggers=triggers,
        settings=fields.get("Settings", {}),
        analyzed="Actual Loops" in fields["Plan"],
        timed=any("Actual Total Time" in node.fields for node in raw),
        other={key: value for key, value in fields.items() if key not in _PLAN_READ},
        unread=document.unread,
    )


def _checked(fields: Mapping[str, Any]) -> Mapping[str, Any]:
    """The same, its own fields being what they should be."""
    for name, fits in _CHECKS:
        if name in fields and not fits(fields[name]):
            raise refuse("the part around the nodes", name, fields[name])
    for trigger in fields.get("Triggers", ()):
        if not all(is_number(trigger.get(name, 0)) for name in ("Time", "Calls")):
            raise refuse("the list of triggers", "Triggers", trigger)
    for name, value in (("Serialization", fields.get("Serialization", {})), ("JIT", _jit_timing(fields))):
        if not is_number(value.get("Time", 0)) or not is_number(value.get("Total", 0)):
            raise refuse("the part around the nodes", name, value)
    return fields


def _is_object(value: object) -> bool:
    return isinstance(value, Mapping)


_CHECKS: tuple[tuple[str, Callable[[object], bool]], ...] = (
    ("Plan", _is_object),
    ("Planning Time", is_number),
    ("Execution Time", is_number),
    ("Total Runtime", is_number),
    ("Duration", is_number),
    ("Triggers", is_list_of_objects),
    ("Settings", _is_object),
    ("Serialization", _is_object),
    ("JIT", _is_object),
    ("Query Text", lambda value: isinstance(value, str)),
)


def _jit_timing(fields: Mapping[str, Any]) -> Mapping[str, Any]:
    timing = fields.get("JIT", {}).get("Timing", {})
    return timing if isinstance(timing, Mapping) else {}


def _milliseconds(fields: Mapping[str, Any], *names: str) -> float | None:
    return next((float(fields[name]) for name in names if name in fields), None)


def _node(
    raw: Raw, time: Time, counted: Rows, cost: Cost, used: tuple[Usage, Usage], below: tuple[int, ...]
) -> Node:  # fmt: skip
    return Node(
        **_names(raw),
        number=raw.number,
        parent=raw.parent,
        children=below,
        depth=raw.depth,
        loops=raw.loops,
        never_executed="Actual Loops" in raw.fields and raw.loops == 0,
        processes=time.processes,
        rows_per_loop=raw.figure("Actual Rows"),
        rows=counted.came,
        rows_error=counted.error,
        rows_planned_per_loop=raw.figure("Plan Rows"),
        rows_planned=counted.planned,
        estimate_factor=counted.factor,
        estimate_direction=counted.direction,
        estimate_blame=counted.blame,
        rows_removed=counted.removed,
        time_ms=time.elapsed,
        exclusive_ms=time.exclusive,
        error_ms=time.error,
        approximate=time.approximate,
        participants=time.participants,
        usage=used[0],
        exclusive=used[1],
        startup_cost=cost.startup,
        total_cost=cost.total,
        exclusive_cost=cost.exclusive,
        disabled=cost.disabled,
        fields=raw.fields if "Plans" not in raw.fields else {key: value for key, value in raw.fields.items() if key != "Plans"},
    )


def _names(raw: Raw) -> dict[str, Any]:
    """What a node is and what it works on: a Node's attributes that aren't figures."""
    fields = raw.fields
    relation = fields.get("Relation Name")
    return {
        "kind": raw.kind,
        "label": label(fields),
        "relationship": raw.relationship,
        "subplan_name": fields.get("Subplan Name"),
        "relation": f"{fields['Schema']}.{relation}" if relation and "Schema" in fields else relation,
        "table": relation,
        "alias": fields.get("Alias"),
        "index": fields.get("Index Name"),
        "conditions": {name: _joined(fields[name]) for name in _CONDITIONS if name in fields},
    }


def _joined(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _trigger(fields: Mapping[str, Any]) -> Trigger:
    constraint = fields.get("Constraint Name")
    name = fields.get("Trigger Name") or constraint or "?"
    return Trigger(
        str(name),
        fields.get("Relation"),
        int(float(fields.get("Calls", 0))),
        float(fields.get("Time", 0.0)),
        None if constraint is None else str(constraint),
    )
