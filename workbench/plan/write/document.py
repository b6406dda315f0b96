"""A Plan's fields again, in the shape of EXPLAIN (FORMAT JSON): what the readers gave, put back. No text is made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workbench.plan.model import Node, Plan, Trigger

# In the order in which PostgreSQL prints them; what is not named here comes before them.
_BEHIND = (
    "Settings", "Query Identifier", "Planning", "Planning Time", "Triggers", "JIT", "Serialization", "Execution Time",
)  # fmt: skip
_IN_FRONT = ("Duration", "Query Text", "Query Parameters", "Plan")


def document(plan: Plan) -> dict[str, Any]:
    """The plan's fields as a `Document` has them; `build` makes the same figures of them. Values are shared."""
    given: dict[str, Any] = {
        "Duration": plan.duration_ms,
        "Query Text": plan.statement,
        "Plan": _tree(plan.nodes),
        "Settings": plan.settings or None,
        "Planning Time": plan.planning_ms,
        "Triggers": [_trigger(trigger) for trigger in plan.triggers] if plan.analyzed or plan.triggers else None,
        "Execution Time": plan.execution_ms,
    }
    fields = {**plan.other, **{name: value for name, value in given.items() if value is not None}}
    rest = (name for name in fields if name not in _IN_FRONT and name not in _BEHIND)
    return {name: fields[name] for name in (*_IN_FRONT, *rest, *_BEHIND) if name in fields}


def _tree(nodes: tuple[Node, ...]) -> Mapping[str, Any]:
    """The root with all below it. A Citus task's nodes stand in their Custom Scan's own fields already."""
    made = [dict(node.fields) for node in nodes]
    for node in nodes:
        below = [made[number] for number in node.children if not _is_inside(nodes[number])]
        if below:
            made[node.number]["Plans"] = below
    return made[0]


def _is_inside(node: Node) -> bool:
    return node.relationship == "Task" and node.fields.get("Parent Relationship") != "Task"


def _trigger(trigger: Trigger) -> dict[str, Any]:
    names: dict[str, Any] = {
        "Trigger Name": None if trigger.name in ("?", trigger.constraint) else trigger.name,
        "Constraint Name": trigger.constraint,
        "Relation": trigger.relation,
    }
    printed = {name: value for name, value in names.items() if value is not None}
    return {**printed, "Time": trigger.time_ms, "Calls": trigger.calls}
