"""Rows: what came, what was planned, how far apart these are, and where that began."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from workbench.plan.raw import REMOVED, Raw

_GATHERS = frozenset({"Gather", "Gather Merge"})
# Their results don't flow into the rows of the node on which they hang.
_ASIDE = frozenset({"InitPlan", "SubPlan", "Task"})


@dataclass(frozen=True)
class Rows:
    """One node's rows, in total over all loops and processes."""

    came: float
    error: float
    planned: float
    factor: float
    direction: str
    removed: float
    blame: int


def rows(nodes: Sequence[Raw], *, leader: bool = True) -> list[Rows]:
    """The rows of all nodes, in their order. `leader`: it takes part in parallel work (parallel_leader_participation)."""
    divisors = _divisors(nodes, leader)
    came = [_came(node) for node in nodes]
    planned = [node.figure("Plan Rows") * _times_planned(node, divisors[node.number]) for node in nodes]
    compared = [_estimate(a, p) if node.loops else (1.0, "exact") for node, (a, _), p in zip(nodes, came, planned, strict=True)]
    blamed = _blame(nodes, [factor for factor, _ in compared])
    return [
        Rows(*came[i], planned[i], *compared[i], _removed(node), blamed[i])
        for i, node in enumerate(nodes)
    ]  # fmt: skip


def _came(node: Raw) -> tuple[float, float]:
    """Rows in total, and what rounding leaves open: two decimals a loop since PostgreSQL 18, whole rows before.

    A total is a whole number, so that 6666.67 x 3 is 20,000 and not 20,000.01.
    """
    printed = node.fields.get("Actual Rows", 0)
    fractional = isinstance(printed, float) or (isinstance(printed, str) and "." in printed)
    step = 0.005 if fractional else 0.5
    return float(round(float(printed) * node.loops)), step * node.loops if node.loops > 1 else 0.0


def _times_planned(node: Raw, divisor: float | None) -> float:
    return max(node.loops, 1) if divisor is None else divisor


def _divisors(nodes: Sequence[Raw], leader: bool) -> list[float | None]:
    """For a node of a parallel plan that works on a part of the rows: by how much the planner divided them.

    It counts a worker as 1, and the leader as 1 - 0.3 per worker, since serving them costs it time (get_parallel_divisor in
    costsize.c). So neither the loops nor the number of processes leads back to the rows that it expected in all. None for
    others: a node that each process runs in full was planned for that many rows in each loop.
    """
    found: list[float | None] = [None] * len(nodes)
    partial = _partial(nodes)
    gathers: list[Raw | None] = [None] * len(nodes)
    for node in nodes:
        if node.parent is None:
            continue
        above = nodes[node.parent]
        gather = gathers[node.number] = above if above.kind in _GATHERS else gathers[node.parent]
        if gather is not None and partial[node.number]:
            workers = gather.figure("Workers Planned")
            found[node.number] = (workers + (max(0.0, 1 - 0.3 * workers) if leader else 0.0)) * max(gather.loops, 1)
    return found


def _partial(nodes: Sequence[Raw]) -> list[bool]:
    """Whether each process has a part of the node's rows: from a parallel-aware scan up to the Gather, or to the aggregate
    that each process makes of its part (its groups are planned per process)."""
    found = [node.fields.get("Parallel Aware") is True for node in nodes]
    for node in reversed(nodes):
        if node.fields.get("Partial Mode") == "Partial":
            found[node.number] = False
        if node.parent is not None and found[node.number] and node.relationship in ("Outer", "Member", "Subquery"):
            found[node.parent] = found[node.parent] or nodes[node.parent].kind not in _GATHERS
    return found


def _estimate(actual: float, planned: float) -> tuple[float, str]:
    """How far the estimate is off, and in which direction. Half a row stands for none, so that nothing is infinite."""
    a, p = max(actual, 0.5), max(planned, 0.5)
    return (p / a, "over") if p > a else (a / p, "under") if a > p else (1.0, "exact")


def _removed(node: Raw) -> float:
    """Printed per loop, though not said so."""
    return float(round(sum(node.figure(name) for name in REMOVED if name in node.fields) * node.loops))


def _blame(nodes: Sequence[Raw], factors: Sequence[float]) -> list[int]:
    """The node where each node's error starts: down to the input that has most of it, as far as there is one.

    Errors multiply upwards, so they compare as logarithms; "most" is more than half.
    """
    worst: dict[int, int] = {}
    found = [0] * len(nodes)
    for node in reversed(nodes):
        i = node.number
        below = worst.get(i)
        inherits = below is not None and log(factors[below]) > log(factors[i]) / 2 and factors[below] > 1
        found[i] = found[below] if inherits and below is not None else i
        if node.parent is not None and node.relationship not in _ASIDE:
            rival = worst.get(node.parent)
            if rival is None or factors[i] >= factors[rival]:
                worst[node.parent] = i
    return found
