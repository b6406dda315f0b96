"""Names and values as JSON has them, shared by the JSON, YAML and XML readers. No text is scanned here, no format known.

PostgreSQL up to 12 prints "Workers" twice in one node: once with the times, once with the sorts. JSON's rule (the last one
wins) would lose half of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from workbench.errors import PlanError

# Groups that JSON prints as [] when nothing is in them; YAML and XML print only the name.
LISTS = frozenset(
    {"Plans", "Workers", "Triggers", "Output", "Grouping Sets", "Group Keys", "Hash Keys", "Group Key", "Hash Key",
     "Target Tables"}
)  # fmt: skip
WHAT_IS_READ = "the whole output of EXPLAIN (text, JSON, YAML or XML), or an auto_explain entry of the server's log"


def merged(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """The pairs as an object. Two "Workers" become one; of other twins the last keeps the name, the earlier get "Name (2)"."""
    pairs = list(pairs)
    fields = dict(pairs)
    return fields if len(fields) == len(pairs) else _with_twins(pairs)


def cut_off(what: str, where: str) -> PlanError:
    """The error for a source that ends in mid-plan."""
    return PlanError(f"This plan is cut off: the {what} ends too early.", where, hint=f"paste {WHAT_IS_READ}.")


def excerpt(text: str, most: int = 60) -> str:
    """The beginning of a line, blanks squeezed, short enough for an error."""
    line = " ".join(text[: 4 * most].split())
    return line if len(line) <= most else f"{line[: most - 3]}..."


def _with_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    twins: dict[str, int] = {}
    for name, value in pairs:
        if name not in fields:
            fields[name] = value
        elif name == "Workers" and _are_workers(value) and _are_workers(fields[name]):
            fields[name] = _joined(fields[name], value)
        else:
            twins[name] = twins.get(name, 1) + 1
            fields[f"{name} ({twins[name]})"] = fields[name]
            fields[name] = value
    return fields


def _are_workers(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, Mapping) for item in value)


def _joined(first: list[dict[str, Any]], second: list[dict[str, Any]]) -> list[dict[str, Any]]:
    known = {worker.get("Worker Number"): dict(worker) for worker in first}
    for worker in second:
        known.setdefault(worker.get("Worker Number"), {}).update(worker)
    return list(known.values())
