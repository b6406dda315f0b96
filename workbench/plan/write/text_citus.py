"""Citus' "Distributed Query" as its text has it: tasks, subplans and jobs behind arrows, remote plans below them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from workbench.plan.read.text_values import fixed

Fields = Mapping[str, Any]
# A finished line or a plan's node, how many stops deeper than the node's details it stands, and its arrow.
Item = tuple[str | Fields, int, str]

_INNER = frozenset(("Remote Plan", "PlannedStmt", "Subplan Name", "Dependent Jobs"))


def distributed(node: Fields) -> Iterator[Item]:
    """What stands below a Custom Scan of Citus, in order; nothing for all other nodes. The caller writes the plans."""
    query = node.get("Distributed Query")
    if not isinstance(query, Mapping):
        return
    for subplan in _mappings(query.get("Subplans")):
        yield f"->  {subplan.get('Subplan Name', 'Distributed Subplan')}", 0, ""
        yield from _holder(subplan, "PlannedStmt")
    job = query.get("Job")
    if not isinstance(job, Mapping):
        return
    yield from ((f"{name}: {value}", 0, "") for name, value in job.items() if name not in ("Tasks", "Dependent Jobs"))
    for task in _mappings(job.get("Tasks")):
        yield "->  Task", 0, ""
        yield from _holder(task, "Remote Plan")
    waiting = [(inner, 0) for inner in reversed(_mappings(job.get("Dependent Jobs")))]
    while waiting:
        inner, stops = waiting.pop()
        yield "->  MapMergeJob", stops, ""
        yield from ((f"{name}: {value}", stops + 3, "") for name, value in inner.items() if name not in _INNER)
        waiting.extend((deeper, stops + 3) for deeper in reversed(_mappings(inner.get("Dependent Jobs"))))


def _holder(holder: Fields, plans: str) -> Iterator[Item]:
    yield from ((_line(name, value), 3, "") for name, value in holder.items() if name not in _INNER)
    for statement in _mappings(holder.get(plans)):
        if isinstance(statement.get("Plan"), Mapping):
            yield statement["Plan"], 3, "->  "
        for name in ("Planning Time", "Execution Time"):
            if name in statement:
                yield f"{name}: {fixed(statement[name], 3)} ms", 3, ""


def _line(name: str, value: Any) -> str:
    return f"{name}: {fixed(value, 2)} ms" if name.endswith("Duration") else f"{name}: {value}"


def _mappings(value: Any) -> list[Fields]:
    """The objects of a list, and of lists within it."""
    found: list[Fields] = []
    waiting = [value]
    while waiting:
        given = waiting.pop()
        if isinstance(given, Mapping):
            found.append(given)
        elif isinstance(given, list | tuple):
            waiting.extend(reversed(given))
    return found
