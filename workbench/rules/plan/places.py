"""A node's printed figures, in the leader and in each worker. Fields in, numbers out; no rule and no threshold lives here.

What a worker printed stands under "Workers", since memory and disk are counted for each process by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import isfinite
from typing import Any

from workbench.plan import Node


def places(node: Node) -> Iterator[Mapping[str, Any]]:
    """The node's own fields, then each worker's."""
    yield node.fields
    workers = node.fields.get("Workers", ())
    yield from (worker for worker in workers if isinstance(worker, Mapping))


def number(value: object) -> float:
    """A printed number, whatever type the format gave it; 0 where it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return 0.0
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return 0.0
    return found if isfinite(found) else 0.0


def most(node: Node, name: str) -> float:
    """The highest figure of any process: work_mem holds for each of them."""
    return max(number(place.get(name)) for place in places(node))


def total(node: Node, name: str) -> float:
    """The sum over the leader and the workers, for a figure that each prints for itself."""
    return sum(number(place.get(name)) for place in places(node))


def inside(fields: Mapping[str, Any], *path: str) -> float:
    """A number some groups deep: `inside(fields, "Full-sort Groups", "Group Count")`; 0 where it isn't there."""
    found: object = fields
    for name in path:
        found = found.get(name) if isinstance(found, Mapping) else None
    return number(found)
