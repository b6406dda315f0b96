"""The arithmetic of a plan: one function a rule, each with its reason. Raw nodes in, figures out; no thresholds.

What EXPLAIN prints: times and rows are means per loop; a node's time includes its children and, in whichever node pulls them,
CTEs and InitPlans; buffers add up the same way. https://www.postgresql.org/docs/current/using-explain.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from workbench.plan.model import Buffers

_GATHERS = frozenset({"Gather", "Gather Merge"})
_REMOVED = ("Rows Removed by Filter", "Rows Removed by Join Filter", "Rows Removed by Index Recheck")
_BUFFER_FIELDS = tuple(
    (f.name, f.name.replace("_", " ").title().rsplit(" ", 1)) for f in fields(Buffers)
)  # shared_hit -> ["Shared", "Hit"] -> "Shared Hit Blocks"


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
        return int(self.fields.get("Actual Loops", 0))

    @property
    def deferred(self) -> str | None:
        """The name of a CTE or InitPlan: it hangs on one node and runs inside another, the one that asks first."""
        if self.fields.get("Parent Relationship") != "InitPlan":
            return None
        return str(self.fields.get("Subplan Name", ""))


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
    times = _wall_times(nodes)
    buffers = [_buffers(node) for node in nodes]
    charged = _charges(nodes, times)
    exclusive = list(times)
    approximate = [False] * len(nodes)
    left = list(buffers)
    for child, payers in charged.items():
        remaining = buffers[child]
        for payer, share in payers:
            exclusive[payer] -= times[child] * share
            approximate[payer] = approximate[payer] or share < 1
            part = remaining if len(payers) == 1 else _at_most(remaining, left[payer])
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
    return sum(float(node.fields.get(name, 0)) for name in _REMOVED) * node.loops


def estimate(actual: float, planned: float) -> tuple[float, str]:
    """How far the estimate is off, and in which direction. Half a row stands for none, so that nothing is infinite."""
    a, p = max(actual, 0.5), max(planned, 0.5)
    return (p / a, "over") if p > a else (a / p, "under") if a > p else (1.0, "exact")


def _rounding(node: Raw) -> float:
    """Printed times are rounded to 0.001 ms per loop."""
    return 0.0005 * max(node.loops, 1) + 0.001


def _wall_times(nodes: Sequence[Raw]) -> list[float]:
    """Mean per loop × loops is process time. Below a Gather that many processes ran at once as its child has loops per loop of
    the Gather (the leader counts only if it took part, so never assume workers + 1); a node with fewer loops than that ran
    in fewer processes.
    """
    processes = [1.0] * len(nodes)
    times = [0.0] * len(nodes)
    for node in nodes:
        if node.parent is not None:
            above = nodes[node.parent]
            gathered = above.fields.get("Node Type") in _GATHERS and node.fields.get("Parent Relationship") == "Outer"
            own = node.loops / above.loops if gathered and above.loops else 1.0
            processes[node.number] = max(processes[node.parent] * own, 1.0)
        total = float(node.fields.get("Actual Total Time", 0.0)) * node.loops
        times[node.number] = total / min(processes[node.number], max(node.loops, 1))
    return times


def _buffers(node: Raw) -> Buffers:
    return Buffers(**{name: int(node.fields.get(f"{where} {what} Blocks", 0)) for name, (where, what) in _BUFFER_FIELDS})


def _at_most(a: Buffers, b: Buffers) -> Buffers:
    return Buffers(*(min(getattr(a, f.name), getattr(b, f.name)) for f in fields(Buffers)))


def _charges(nodes: Sequence[Raw], times: Sequence[float]) -> dict[int, list[tuple[int, float]]]:
    """For each node but the root: in whose figures its own are contained, and with which share."""
    return {
        node.number: _payers(node, nodes, times) if node.deferred is not None else [(node.parent, 1.0)]
        for node in nodes
        if node.parent is not None
    }


def _payers(node: Raw, nodes: Sequence[Raw], times: Sequence[float]) -> list[tuple[int, float]]:
    name = node.deferred or ""
    readers = _cte_readers(name, nodes) if name.startswith("CTE ") else _first_user(node, name, nodes)
    total = sum(times[reader] for reader in readers)
    if len(readers) <= 1 or not total:
        return [(reader, 1.0) for reader in readers[:1]]
    # Which scan pulled how much of a CTE is not in the plan: shares by their times are an estimate.
    return [(reader, times[reader] / total) for reader in readers]


def _cte_readers(name: str, nodes: Sequence[Raw]) -> list[int]:
    return [n.number for n in nodes if n.fields.get("CTE Name") == name.removeprefix("CTE ") and n.loops]


def _first_user(node: Raw, name: str, nodes: Sequence[Raw]) -> list[int]:
    """Up to 16: "InitPlan 1 (returns $0)", used as $0. Since 17: "InitPlan 1", used as (InitPlan 1).col1."""
    returns = re.findall(r"\$\d+", name)
    plain = name.partition(" (returns")[0]
    mentions = re.compile("|".join([*(re.escape(r) + r"(?!\d)" for r in returns), re.escape(plain) + r"(?![\w])"]))
    users = [n.number for n in nodes if n is not node and n.loops and _mentions(n, mentions)]
    return users[:1] or [node.parent if node.parent is not None else 0]


def _mentions(node: Raw, pattern: re.Pattern[str]) -> bool:
    return any(
        pattern.search(text)
        for key, value in node.fields.items()
        if key not in ("Subplan Name", "Plans")
        for text in (value if isinstance(value, list) else [value])
        if isinstance(text, str)
    )
