"""Where a text plan ends too early, and the errors for it. Arity is PostgreSQL's: nobody else's nodes are judged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workbench.errors import PlanError

# How many inputs each kind has at least, subplans not counted. An Append may have lost all of its own at start-up.
INPUTS: Mapping[str, int] = {
    **dict.fromkeys(("Nested Loop", "Hash Join", "Merge Join", "Recursive Union", "BitmapAnd", "BitmapOr"), 2),
    **dict.fromkeys(
        (
            "Subquery Scan", "Bitmap Heap Scan", "Sort", "Incremental Sort", "Hash", "Materialize", "Memoize", "Result Cache",
            "Aggregate", "Group", "WindowAgg", "Unique", "LockRows", "Limit", "Gather", "Gather Merge", "ProjectSet", "SetOp",
            "ModifyTable",
        ),
        1,
    ),
}  # fmt: skip
_MOST = 80


def inputs(fields: Mapping[str, Any]) -> int:
    """The inputs of a node that were read so far, its subplans not counted."""
    return sum(child.get("Parent Relationship") not in ("InitPlan", "SubPlan") for child in fields.get("Plans", ()))


def cut_off(number: int, text: str, why: str) -> PlanError:
    """The error for a paste that ends after a line."""
    return PlanError(
        f"This plan is cut off after line {number}: {why}.",
        f"Line {number}: {_short(text)}",
        hint="copy it again to its last line; some programs shorten long lines and long results.",
    )


def incomplete(number: int, text: str, why: str) -> PlanError:
    """The error for a line in the middle that can't be read, or below which one is missing."""
    return PlanError(
        f"This plan is damaged at line {number}: {why}.",
        f"Line {number}: {_short(text)}",
        hint="paste the whole output of EXPLAIN, each line as the server printed it.",
    )


def lacks(fields: Mapping[str, Any]) -> str:
    """What a node of PostgreSQL's lacks: "a Hash Join has two inputs, this one 1"; "" if nothing."""
    kind = fields["Node Type"]
    least = INPUTS.get(kind, 0)
    if not least or "Distribution" in fields or inputs(fields) >= least:
        return ""
    there = inputs(fields)
    return f"{kind} has {'two inputs' if least == 2 else 'an input'}, and {'one' if there else 'none'} is here"


def _short(text: str) -> str:
    line = " ".join(text[: 4 * _MOST].split())
    return line if len(line) <= _MOST else f"{line[:_MOST]}..."
