"""Reads EXPLAIN's JSON in every shape in which Python meets it. Text, YAML and XML come later; they are refused by name."""

from __future__ import annotations

import json
import reprlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from workbench.errors import PlanError
from workbench.plan.metrics import Figures, estimate, figures, rows_planned, rows_removed, rows_total
from workbench.plan.model import Node, Plan, Trigger
from workbench.plan.raw import Raw, flat, is_list_of_objects, is_number, refuse

_CONDITIONS = (
    "Index Cond", "Recheck Cond", "Hash Cond", "Merge Cond", "TID Cond", "Join Filter", "Filter", "One-Time Filter",
    "Order By", "Sort Key", "Presorted Key", "Group Key", "Cache Key", "Conflict Filter", "Function Call", "CTE Name",
)  # fmt: skip
_READ = frozenset(
    {"Node Type", "Plans", "Parent Relationship", "Subplan Name", "Schema", "Relation Name", "Alias", "Index Name",
     "Actual Loops", "Actual Rows", "Plan Rows", "Actual Total Time", "Total Cost", *_CONDITIONS}
)  # fmt: skip
_PLAN_READ = frozenset({"Plan", "Planning Time", "Execution Time", "Triggers", "Settings", "Query Text"})


def read_plan_json(source: object) -> Plan:
    """A plan from EXPLAIN (FORMAT JSON): text or decoded, the whole answer, its one row, or a bare node.

    Raises:
        PlanError: it is something else; the message says what it looks like.
    """
    document = _checked(_document(source))
    raw = flat(document["Plan"])
    numbers = figures(raw)
    return Plan(
        nodes=tuple(_node(node, numbers[node.number]) for node in raw),
        statement=document.get("Query Text"),
        planning_ms=_milliseconds(document, "Planning Time"),
        execution_ms=_milliseconds(document, "Execution Time"),
        triggers=tuple(_trigger(trigger) for trigger in document.get("Triggers", ())),
        settings=document.get("Settings", {}),
        analyzed="Actual Loops" in document["Plan"],
        other={key: value for key, value in document.items() if key not in _PLAN_READ},
    )


def _document(source: object) -> Mapping[str, Any]:
    """Unwraps rows, lists and `{"QUERY PLAN": ...}` until the object with "Plan" appears."""
    inner = source
    for _ in range(8):  # deeper wrapping than any client's
        if isinstance(inner, str | bytes):
            inner = _decoded(inner)
        elif isinstance(inner, Mapping):
            if "Plan" in inner and isinstance(inner["Plan"], Mapping):
                return inner
            if "Node Type" in inner:
                return {"Plan": inner}
            if len(inner) != 1:
                break
            inner = next(iter(inner.values()))
        elif isinstance(inner, Sequence) and len(inner) == 1:
            inner = inner[0]
        else:
            break
    raise PlanError(
        "No plan was found in this.",
        f"It is a {type(source).__name__}: {_excerpt(source)}",
        hint="pass the result of EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON), one plan at a time.",
    )


def _checked(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """The same document, its own fields being what they should be."""
    for name, fits in _CHECKS:
        if name in document and not fits(document[name]):
            raise refuse("the part around the nodes", name, document[name])
    for trigger in document.get("Triggers", ()):
        if not all(is_number(trigger.get(name, 0)) for name in ("Time", "Calls")):
            raise refuse("the list of triggers", "Triggers", trigger)
    return document


_CHECKS: tuple[tuple[str, Callable[[object], bool]], ...] = (
    ("Planning Time", is_number),
    ("Execution Time", is_number),
    ("Triggers", is_list_of_objects),
    ("Settings", lambda value: isinstance(value, Mapping)),
    ("Query Text", lambda value: isinstance(value, str)),
)


def _milliseconds(document: Mapping[str, Any], name: str) -> float | None:
    return float(document[name]) if name in document else None


def _decoded(text: str | bytes) -> object:
    try:
        return json.loads(text)
    except RecursionError:
        raise PlanError(
            "This plan is nested more deeply than Python's JSON reader follows.",
            f"It begins: {_excerpt(text)}",
            hint="raise the limit: import sys; sys.setrecursionlimit(50_000), and read it again.",
        ) from None
    except ValueError as error:
        raise PlanError(
            f"This is not JSON: {error}.",
            f"It begins: {_excerpt(text)}",
            hint="run EXPLAIN with (FORMAT JSON); the other formats are not read yet.",
        ) from None


def _excerpt(source: object) -> str:
    decoded = source.decode(errors="replace") if isinstance(source, bytes) else source
    text = (
        decoded if isinstance(decoded, str) else reprlib.repr(decoded)  # repr itself would recurse
    )
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:57]}..."


def _node(raw: Raw, computed: Figures) -> Node:
    fields = raw.fields
    actual, planned = rows_total(raw), rows_planned(raw)
    analyzed = "Actual Loops" in fields
    factor, direction = estimate(actual, planned) if raw.loops else (1.0, "exact")
    relation = fields.get("Relation Name")
    return Node(
        number=raw.number,
        parent=raw.parent,
        depth=raw.depth,
        kind=fields.get("Node Type", "?"),
        label=_label(fields),
        relationship=fields.get("Parent Relationship"),
        subplan_name=fields.get("Subplan Name"),
        relation=f"{fields['Schema']}.{relation}" if relation and "Schema" in fields else relation,
        table=relation,
        alias=fields.get("Alias"),
        index=fields.get("Index Name"),
        loops=raw.loops,
        never_executed=analyzed and raw.loops == 0,
        rows_per_loop=float(fields.get("Actual Rows", 0)),
        rows=actual,
        rows_planned_per_loop=float(fields.get("Plan Rows", 0)),
        rows_planned=planned,
        estimate_factor=factor,
        estimate_direction=direction,
        rows_removed=rows_removed(raw),
        total_cost=float(fields.get("Total Cost", 0.0)),
        conditions={name: _joined(fields[name]) for name in _CONDITIONS if name in fields},
        other={key: value for key, value in fields.items() if key not in _READ},
        time_ms=computed.time_ms,
        exclusive_ms=computed.exclusive_ms,
        approximate=computed.approximate,
        buffers=computed.buffers,
        exclusive_buffers=computed.exclusive_buffers,
    )


def _joined(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _label(fields: Mapping[str, Any]) -> str:
    """As the text format names it: Parallel Seq Scan on orders o, Hash Left Join, Update on orders."""
    kind = str(fields.get("Node Type", "?"))
    join = fields.get("Join Type")
    if join and join != "Inner":
        kind = kind.replace(" Join", "") + f" {join} Join" if kind != "Nested Loop" else f"Nested Loop {join} Join"
    if fields.get("Operation"):
        kind = str(fields["Operation"])
    if kind == "Aggregate":
        kind = {"Hashed": "HashAggregate", "Sorted": "GroupAggregate", "Mixed": "MixedAggregate"}.get(
            fields.get("Strategy", ""), kind
        )
    partial = fields.get("Partial Mode")
    words = [
        "Parallel" if fields.get("Parallel Aware") else "",
        partial if partial and partial != "Simple" else "",
        kind,
        "Backward" if fields.get("Scan Direction") == "Backward" else "",
        f"using {fields['Index Name']}" if "Index Name" in fields and "Relation Name" in fields else "",
        _target(fields),
    ]
    return " ".join(word for word in words if word)


def _target(fields: Mapping[str, Any]) -> str:
    for name in ("Relation Name", "Function Name", "CTE Name", "Index Name"):
        if name in fields:
            alias = fields.get("Alias")
            return f"on {fields[name]}" + (f" {alias}" if alias and alias != fields[name] else "")
    return f"on {fields['Alias']}" if "Alias" in fields else ""


def _trigger(fields: Mapping[str, Any]) -> Trigger:
    name = fields.get("Trigger Name") or fields.get("Constraint Name") or "?"
    return Trigger(str(name), fields.get("Relation"), int(float(fields.get("Calls", 0))), float(fields.get("Time", 0.0)))
