"""A node as the plan spells it, checked. What is of the wrong type is refused here, so that nothing behind this can stumble.

Unknown fields are nobody's business here: they travel along.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from workbench.errors import PlanError

# Counters that explain.c divides by the loops before it prints them (show_instrumentation_count).
REMOVED = (
    "Rows Removed by Filter",
    "Rows Removed by Join Filter",
    "Rows Removed by Index Recheck",
    "Rows Removed by Conflict Filter",
)
_BLOCKS = tuple(
    f"{where} {what} Blocks"
    for where, whats in (
        ("Shared", ("Hit", "Read", "Dirtied", "Written")),
        ("Local", ("Hit", "Read", "Dirtied", "Written")),
        ("Temp", ("Read", "Written")),
    )
    for what in whats
)
_IO = tuple(f"{where}I/O {what} Time" for where in ("", "Shared ", "Local ", "Temp ") for what in ("Read", "Write"))
_COUNTERS = (
    "Actual Loops", "Actual Rows", "Plan Rows", "Plan Width", "Actual Startup Time", "Actual Total Time", "Sort Space Used",
    "Workers Planned", "Workers Launched", "Heap Fetches", "Exact Heap Blocks", "Lossy Heap Blocks", "Index Searches",
    "Hash Batches", "Original Hash Batches", "Hash Buckets", "Peak Memory Usage", "HashAgg Batches", "Disk Usage",
    "Planned Partitions", "Cache Hits", "Cache Misses", "Cache Evictions", "Cache Overflows", "Subplans Removed",
    "WAL Records", "WAL FPI", "WAL Bytes", "WAL Buffers Full", "Maximum Storage", *REMOVED, *_BLOCKS, *_IO,
)  # fmt: skip
_COSTS = ("Startup Cost", "Total Cost")
_TEXTS = (
    "Node Type", "Parent Relationship", "Subplan Name", "Schema", "Relation Name", "Alias", "Index Name", "CTE Name",
    "Function Name", "Join Type", "Operation", "Strategy", "Partial Mode", "Scan Direction", "Command", "Storage",
    "Custom Plan Provider", "Sort Method", "Sort Space Type", "Tuplestore Name", "Table Function Name", "Cache Mode",
)  # fmt: skip


# No server counts so far, and a product of two still fits a float.
_MOST = 10**150


@dataclass(frozen=True, slots=True)
class Raw:
    """A node as the plan spells it, with its place in pre-order."""

    number: int
    parent: int | None
    depth: int
    fields: Mapping[str, Any]
    loops: int
    relationship: str | None

    @property
    def kind(self) -> str:
        """PostgreSQL's JSON "Node Type"."""
        return str(self.fields["Node Type"])

    @property
    def deferred(self) -> str | None:
        """The name of a CTE or InitPlan: it hangs on one node and runs inside another, the one that asks first."""
        if self.relationship != "InitPlan":
            return None
        return str(self.fields.get("Subplan Name", ""))

    def figure(self, name: str) -> float:
        """A number of the node as printed; 0 where it isn't there."""
        value = self.fields.get(name)
        return float(value) if value is not None else 0.0


def flat(root: Mapping[str, Any]) -> list[Raw]:
    """All nodes in pre-order, without recursion: a plan may be thousands of levels deep.

    The plans of a Citus task stand inside a field of their Custom Scan; they come as its children, related by "Task".

    Raises:
        PlanError: a node is not one, or a field has a value of the wrong type.
    """
    found: list[Raw] = []
    waiting: list[tuple[object, int | None, int, str | None]] = [(root, None, 0, None)]
    while waiting:
        given, parent, depth, relationship = waiting.pop()
        fields = _checked(given, len(found))
        related = relationship or fields.get("Parent Relationship")
        node = Raw(len(found), parent, depth, fields, int(float(fields.get("Actual Loops") or 0)), related)
        found.append(node)
        below: list[tuple[object, int | None, int, str | None]] = [
            (child, node.number, depth + 1, related)
            for child, related in zip(fields.get("Plans", ()), _related(fields), strict=True)
        ]
        if fields["Node Type"] == "Custom Scan":
            below += [(plan, node.number, depth + 1, "Task") for plan in _tasks(fields)]
        waiting.extend(reversed(below))
    return found


def remote(nodes: Sequence[Raw]) -> list[bool]:
    """Which nodes are below a Citus task: on another server, in nobody's time here."""
    found: list[bool] = []
    for node in nodes:
        found.append(node.relationship == "Task" or (node.parent is not None and found[node.parent]))
    return found


def _related(fields: Mapping[str, Any]) -> Iterator[str | None]:
    """For each child how it is related where that differs from what is printed.

    Up to version 13 a ModifyTable's one input is a Member of it in JSON; later, and in every version's text, it is the Outer.
    """
    below = [child.get("Parent Relationship") if isinstance(child, Mapping) else None for child in fields.get("Plans", ())]
    is_input = fields["Node Type"] == "ModifyTable" and below.count("Member") == 1
    yield from ("Outer" if is_input and related == "Member" else None for related in below)


def is_number(value: object) -> bool:
    """Finite and not negative; text will do, since some exports quote figures."""
    return _is_finite(value) and float(value) >= 0  # type: ignore[arg-type]


def is_list_of_objects(value: object) -> bool:
    """`[{...}, ...]`, also an empty list."""
    return isinstance(value, list | tuple) and all(isinstance(item, Mapping) for item in value)


def refuse(where: str, name: str, value: object) -> PlanError:
    """The error for a field that holds something it can't."""
    return PlanError(
        f"This is not a whole plan: {where} is damaged.",
        f'"{name}" is a {type(value).__name__} that makes no sense there: {str(value)[:40] if not _nested(value) else "..."}',
        hint="pass what EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) gave, unchanged.",
    )


def _tasks(fields: Mapping[str, Any]) -> Iterator[object]:
    """The plans inside a node's own fields, in order: `{"Plan": {...}}` at whatever depth."""
    waiting: list[object] = [value for key, value in reversed(list(fields.items())) if key != "Plans"]
    while waiting:
        value = waiting.pop()
        if isinstance(value, Mapping):
            inner = value.get("Plan")
            if isinstance(inner, Mapping) and "Node Type" in inner:
                yield inner
            else:
                waiting.extend(reversed(list(value.values())))
        elif isinstance(value, list | tuple):
            waiting.extend(reversed(value))


def _nested(value: object) -> bool:
    return isinstance(value, Mapping | list | tuple)


def _checked(fields: object, number: int) -> Mapping[str, Any]:
    where = f"node {number}"
    if not isinstance(fields, Mapping):
        raise refuse(where, "Plans", fields)
    if "Node Type" not in fields:
        raise refuse(where, "Node Type", None)
    for name in fields:
        fits = _CHECKS.get(name)
        if fits is not None and not fits(fields[name]):
            raise refuse(where, name, fields[name])
    for worker in fields.get("Workers", ()):
        for name in worker:
            fits = _CHECKS.get(name)
            if fits is not None and not fits(worker[name]):
                raise refuse(f"a worker of {where}", name, worker[name])
    return fields


def _is_finite(value: object) -> bool:
    kind = type(value)
    if kind is int:
        return -_MOST < value < _MOST  # type: ignore[operator]
    if kind is bool or not isinstance(value, int | float | str):
        return False
    try:
        return isfinite(float(value))
    except (ValueError, OverflowError):
        return False


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_count(value: object) -> bool:
    if type(value) is int:
        return 0 <= value < _MOST
    return is_number(value) and float(value) < _MOST  # type: ignore[arg-type]


_CHECKS = {
    **dict.fromkeys(_COUNTERS, _is_count),
    **dict.fromkeys(_COSTS, _is_finite),
    **dict.fromkeys(_TEXTS, _is_text),
    "Plans": is_list_of_objects,
    "Workers": is_list_of_objects,
}
