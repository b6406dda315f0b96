"""Citus' tasks, subplans and map-reduce jobs: in text they look like nodes, in JSON they are fields of their Custom Scan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Fields = dict[str, Any]

_JOB = ("Task Count", "Tuple data received from nodes", "Tasks Shown")
_DOCUMENT = ("Planning", "Planning Time", "Execution Time", "Triggers", "JIT", "Settings")
# What made it look like a node, and what belongs to the statement below it.
_DISGUISE = frozenset(("Node Type", "Parallel Aware", "Parent Relationship", "Plans", *_DOCUMENT))
_MAP_MERGE = "MapMergeJob"
_SUBPLAN = "Distributed Subplan "


def is_holder(name: str) -> bool:
    """True for the lines behind an arrow that are no nodes but hold some."""
    return name in ("Task", _MAP_MERGE) or name.startswith(_SUBPLAN)


def shape(nodes: Sequence[Fields]) -> None:
    """Moves what hangs below the Custom Scans into "Distributed Query", as JSON has it. `nodes` come in pre-order."""
    for fields in reversed(nodes):
        holders = [child for child in fields.get("Plans", ()) if is_holder(child["Node Type"])]
        if fields["Node Type"] == _MAP_MERGE:
            continue  # moved with the Custom Scan it belongs to
        if holders or (str(fields.get("Custom Plan Provider", "")).startswith("Citus") and "Task Count" in fields):
            _distribute(fields, holders)


def _distribute(fields: Fields, holders: list[Fields]) -> None:
    rest = [child for child in fields.get("Plans", ()) if not is_holder(child["Node Type"])]
    fields.pop("Plans", None)
    job = {name: fields.pop(name) for name in _JOB if name in fields}
    tasks = [_task(holder) for holder in holders if holder["Node Type"] == "Task"]
    jobs = [_job(holder) for holder in holders if holder["Node Type"] == _MAP_MERGE]
    subplans = [_subplan(holder) for holder in holders if holder["Node Type"].startswith(_SUBPLAN)]
    fields["Distributed Query"] = {
        **({"Subplans": subplans} if subplans else {}),
        "Job": {**job, **({"Tasks": tasks} if tasks else {}), **({"Dependent Jobs": jobs} if jobs else {})},
    }
    if rest:
        fields["Plans"] = rest


def _own(holder: Fields) -> Fields:
    """What a holder tells of itself, without what made it look like a node."""
    return {name: value for name, value in holder.items() if name not in _DISGUISE}


def _statement(holder: Fields) -> Fields | None:
    plans = holder.get("Plans")
    if not plans:
        return None
    plans[0].pop("Parent Relationship", None)
    return {"Plan": plans[0], **{name: holder[name] for name in _DOCUMENT if name in holder}}


def _task(holder: Fields) -> Fields:
    statement = _statement(holder)
    return {**_own(holder), **({"Remote Plan": [[statement]]} if statement else {})}


def _subplan(holder: Fields) -> Fields:
    statement = _statement(holder)
    named = {"Subplan Name": holder["Node Type"]}
    return {**named, **_own(holder), **({"PlannedStmt": [statement]} if statement else {})}


def _job(holder: Fields) -> Fields:
    """Jobs may depend on jobs, a few levels of them; each is taken by its own level, so the depth costs no stack."""
    top: Fields = {}
    waiting = [(holder, top)]
    while waiting:
        given, made = waiting.pop()
        made.update(_own(given))
        inner = [child for child in given.get("Plans", ()) if child["Node Type"] == _MAP_MERGE]
        made.update({"Dependent Jobs": [{} for _ in inner]} if inner else {})
        waiting.extend(zip(inner, made.get("Dependent Jobs", ()), strict=True))
    return top
