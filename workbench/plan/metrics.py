"""The arithmetic of a plan: one function a rule, each with its reason. Raw nodes in, figures out; no thresholds.

What EXPLAIN prints: times and rows are means per loop; a node's time includes its children and, in whichever node pulls them,
CTEs and InitPlans; buffers add up the same way. https://www.postgresql.org/docs/current/using-explain.html
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

from workbench.plan.deferred import charges
from workbench.plan.model import Buffers
from workbench.plan.raw import REMOVED, Raw

_GATHERS = frozenset({"Gather", "Gather Merge"})
_BUFFER_FIELDS = tuple(
    (f.name, f.name.replace("_", " ").title().rsplit(" ", 1)) for f in fields(Buffers)
)  # shared_hit -> ["Shared", "Hit"] -> "Shared Hit Blocks"


@dataclass(frozen=True)
class Figures:
    """What is computed for a node."""

    time_ms: float
    exclusive_ms: float
    approximate: bool
    buffers: Buffers
    exclusive_buffers: Buffers


def figures(nodes: Sequence[Raw]) -> list[Figures]:
    """The figures of all nodes, in their order."""
    times, approximate = _wall_times(nodes)
    buffers = [_buffers(node) for node in nodes]
    charged = charges(nodes, times)
    exclusive = list(times)
    left = list(buffers)
    for child, payers in charged.items():
        remaining = buffers[child]
        for payer, share in payers:
            exclusive[payer] -= times[child] * share
            approximate[payer] = approximate[payer] or share < 1
            part = _at_most(remaining, left[payer])  # a damaged plan can claim more below than above
            left[payer] -= part
            remaining -= part
    # Gather's start and stop put leader-side InitPlan time above the node that used it, and printed means are rounded: what
    # comes out below zero is that error, not time.
    return [
        Figures(times[i], max(exclusive[i], 0.0), approximate[i] or exclusive[i] < -_rounding(nodes[i]), buffers[i], left[i])
        for i in range(len(nodes))
    ]


def rows_total(node: Raw) -> float:
    """Rows that came out over all loops. PostgreSQL 18 prints two decimals per loop, earlier ones round to whole rows."""
    return float(node.fields.get("Actual Rows", 0)) * node.loops


def rows_planned(node: Raw) -> float:
    """The estimate for as many loops as ran, or for one where none did."""
    return float(node.fields.get("Plan Rows", 0)) * max(node.loops, 1)


def rows_removed(node: Raw) -> float:
    """Printed per loop, too, though not said so."""
    return sum(float(node.fields.get(name, 0)) for name in REMOVED) * node.loops


def estimate(actual: float, planned: float) -> tuple[float, str]:
    """How far the estimate is off, and in which direction. Half a row stands for none, so that nothing is infinite."""
    a, p = max(actual, 0.5), max(planned, 0.5)
    return (p / a, "over") if p > a else (a / p, "under") if a > p else (1.0, "exact")


def _rounding(node: Raw) -> float:
    """Printed times are rounded to 0.001 ms per loop."""
    return 0.0005 * max(node.loops, 1) + 0.001


def _wall_times(nodes: Sequence[Raw]) -> tuple[list[float], list[bool]]:
    """Mean per loop × loops is process time. Below a Gather that many processes ran at once as its child has loops per loop of
    the Gather (the leader counts only if it took part, so never assume workers + 1); a node with fewer loops than that ran
    in fewer processes.

    That quotient is a mean: where one process did most of the work the others waited, and the Gather seems to have taken
    time of its own. So both are marked as estimates.
    """
    approximate = [False] * len(nodes)
    processes = [1.0] * len(nodes)
    times = [0.0] * len(nodes)
    for node in nodes:
        if node.parent is not None:
            above = nodes[node.parent]
            gathered = above.fields.get("Node Type") in _GATHERS and node.fields.get("Parent Relationship") == "Outer"
            own = node.loops / above.loops if gathered and above.loops else 1.0
            processes[node.number] = max(processes[node.parent] * own, 1.0)
        total = float(node.fields.get("Actual Total Time", 0.0)) * node.loops
        divisor = min(processes[node.number], max(node.loops, 1))
        times[node.number] = total / divisor
        if divisor > 1 and node.parent is not None:
            approximate[node.number] = True
            if processes[node.parent] == 1:
                approximate[node.parent] = True
    return times, approximate


def _buffers(node: Raw) -> Buffers:
    return Buffers(**{name: int(float(node.fields.get(f"{where} {what} Blocks", 0))) for name, (where, what) in _BUFFER_FIELDS})


def _at_most(a: Buffers, b: Buffers) -> Buffers:
    return Buffers(*(min(getattr(a, f.name), getattr(b, f.name)) for f in fields(Buffers)))
