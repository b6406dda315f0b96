"""A node as the plan spells it, checked. What is of the wrong type is refused here, so that nothing behind this can stumble.

Unknown fields are nobody's business here: they travel along.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

from workbench.errors import PlanError

REMOVED = ("Rows Removed by Filter", "Rows Removed by Join Filter", "Rows Removed by Index Recheck")
_BLOCKS = tuple(
    f"{where} {what} Blocks"
    for where, whats in (
        ("Shared", ("Hit", "Read", "Dirtied", "Written")),
        ("Local", ("Hit", "Read", "Dirtied", "Written")),
        ("Temp", ("Read", "Written")),
    )
    for what in whats
)
_NUMBERS = (
    "Actual Loops",
    "Actual Rows",
    "Plan Rows",
    "Actual Total Time",
    "Total Cost",
    "Sort Space Used",
    *REMOVED,
    *_BLOCKS,
)
_TEXTS = (
    "Node Type", "Parent Relationship", "Subplan Name", "Schema", "Relation Name", "Alias", "Index Name", "CTE Name",
    "Function Name", "Join Type", "Operation", "Strategy", "Partial Mode", "Scan Direction",
)  # fmt: skip


@dataclass(frozen=True)
class Raw:
    """A node as the plan spells it, with its place in pre-order."""

    number: int
    parent: int | None
    depth: int
    fields: Mapping[str, Any]

    @property
    def loops(self) -> int:
        """0 where it never ran, and in a plan that was not executed."""
        return int(float(self.fields.get("Actual Loops", 0)))

    @property
    def deferred(self) -> str | None:
        """The name of a CTE or InitPlan: it hangs on one node and runs inside another, the one that asks first."""
        if self.fields.get("Parent Relationship") != "InitPlan":
            return None
        return str(self.fields.get("Subplan Name", ""))


def flat(root: Mapping[str, Any]) -> list[Raw]:
    """All nodes in pre-order, without recursion: a plan may be thousands of levels deep.

    Raises:
        PlanError: a node is not one, or a field has a value of the wrong type.
    """
    found: list[Raw] = []
    waiting: list[tuple[object, int | None, int]] = [(root, None, 0)]
    while waiting:
        fields, parent, depth = waiting.pop()
        node = Raw(len(found), parent, depth, _checked(fields, len(found)))
        found.append(node)
        waiting.extend((child, node.number, depth + 1) for child in reversed(node.fields.get("Plans", ())))
    return found


def is_number(value: object) -> bool:
    """Finite and not negative; text will do, since some exports quote figures."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return False
    try:
        return isfinite(float(value)) and float(value) >= 0
    except (ValueError, OverflowError):
        return False


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


def _nested(value: object) -> bool:
    return isinstance(value, Mapping | list | tuple)


def _checked(fields: object, number: int) -> Mapping[str, Any]:
    where = f"node {number}"
    if not isinstance(fields, Mapping):
        raise refuse(where, "Plans", fields)
    if "Node Type" not in fields:
        raise refuse(where, "Node Type", None)
    for name, fits in _CHECKS:
        if name in fields and not fits(fields[name]):
            raise refuse(where, name, fields[name])
    for worker in fields.get("Workers", ()):
        if not is_number(worker.get("Sort Space Used", 0)):
            raise refuse(where, "Workers", worker)
    return fields


def _is_text(value: object) -> bool:
    return isinstance(value, str)


_CHECKS = (
    *((name, is_number) for name in _NUMBERS),
    *((name, _is_text) for name in _TEXTS),
    *((name, is_list_of_objects) for name in ("Plans", "Workers")),
)
