"""Who spent the wall clock. Raw nodes in; for each its elapsed time, its own share, and how far off that may be.

What EXPLAIN prints: a mean per loop, rounded to a microsecond, that includes the children and, in whichever node pulls them,
CTEs and InitPlans. https://www.postgresql.org/docs/current/using-explain.html
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workbench.plan.metrics.deferred import Payers, charges
from workbench.plan.model import Participant
from workbench.plan.raw import Raw, remote

_GATHERS = frozenset({"Gather", "Gather Merge"})
_BITMAPS = frozenset({"Bitmap Index Scan", "BitmapAnd", "BitmapOr"})
# Printed times are rounded to three decimals, per loop.
ROUNDING_MS = 0.0005


@dataclass(frozen=True)
class Time:
    """One node's time, in milliseconds: `elapsed` in a process that ran it, `exclusive` its own share of the wall clock."""

    elapsed: float
    exclusive: float
    error: float
    approximate: bool
    processes: float
    participants: tuple[Participant, ...]


@dataclass(frozen=True)
class Times:
    """Every node's time, and who contains whose."""

    nodes: tuple[Time, ...]
    payers: Mapping[int, Payers]


def times(nodes: Sequence[Raw]) -> Times:
    """The times of all nodes, in their order. Shares are never negative, and add up to the root's time.

    What comes out below zero is rounding, or time that was spent above the node which seemed to pay for it (a Gather's start
    and stop put a leader-side InitPlan there). That debt goes to the parent, whose time contains it as well.
    """
    processes = _processes(nodes)
    spent = [node.figure("Actual Total Time") * node.loops for node in nodes]
    parts = [_participants(node) if processes[node.number] > 1 else () for node in nodes]
    slowest = _slowest(nodes, processes, parts)
    shares = [slowest.get(i, total / among) for i, (total, among) in enumerate(zip(spent, processes, strict=True))]
    payers = charges(nodes, shares)
    exclusive, errors, estimates = _split(nodes, shares, processes, payers)
    stretch, waits = _uneven(nodes, processes, shares, slowest)
    means = [total / min(among, max(node.loops, 1)) for total, among, node in zip(spent, processes, nodes, strict=True)]
    elapsed = [slowest.get(i, mean) for i, mean in enumerate(means)]
    found = [
        Time(
            elapsed=elapsed[i],
            exclusive=exclusive[i],
            error=errors[i] + stretch.get(i, 0.0) * exclusive[i] + min(waits.get(i, 0.0), exclusive[i]),
            approximate=i in estimates or i in stretch or i in waits,
            processes=processes[i],
            participants=parts[i],
        )
        for i in range(len(nodes))
    ]
    return Times(tuple(found), payers)


def _processes(nodes: Sequence[Raw]) -> list[float]:
    """How many processes shared the part of the plan in which a node stands.

    As many ran what is below a Gather as its child has loops per loop of the Gather. The leader counts only if it took part,
    so workers + 1 would be wrong. A node that fewer of them ran (a child of a Parallel Append) ran beside the others' work,
    so its share is by all. But while one process builds a bitmap the others wait, so that time is everybody's.
    """
    found = [1.0] * len(nodes)
    for node in nodes:
        if node.parent is None or node.relationship == "Task":
            continue
        above = nodes[node.parent]
        among = found[above.number]
        if above.kind in _GATHERS and node.relationship in ("Outer", None):
            among = max(among * node.loops / above.loops, 1.0) if above.loops else 1.0
        elif node.relationship == "InitPlan" or (node.kind in _BITMAPS and above.kind.startswith("Bitmap")):
            among = min(among, max(node.loops, 1))
        found[node.number] = among
    return found


def _split(
    nodes: Sequence[Raw], shares: Sequence[float], processes: Sequence[float], payers: Mapping[int, Payers]
) -> tuple[list[float], list[float], set[int]]:
    """Each node's time without what it contains of others, the error of that, and the nodes where it is an estimate."""
    exclusive = list(shares)
    rounding = [ROUNDING_MS * node.loops / among for node, among in zip(nodes, processes, strict=True)]
    errors = list(rounding)
    estimates = set()
    for child, paying in payers.items():
        for payer, part in paying:
            exclusive[payer] -= shares[child] * part
            errors[payer] += rounding[child] * part + _untold(shares, child, payer, paying)
            if part < 1:
                estimates.add(payer)
    for node in reversed(nodes):
        debt = -exclusive[node.number]
        if debt > 0:
            exclusive[node.number] = 0.0
            if node.parent is None:
                _settle(debt, exclusive, errors, nodes)
            elif node.relationship != "Task":
                exclusive[node.parent] -= debt
                errors[node.parent] += debt
            if debt > errors[node.number] + ROUNDING_MS:
                errors[node.number] = debt
                estimates.add(node.number)
    return exclusive, errors, estimates


def _settle(debt: float, exclusive: list[float], errors: list[float], nodes: Sequence[Raw]) -> None:
    """Takes what the root's time has no room for from where rounding may have added it: from each by its error.

    A microsecond's half, times a million loops, is half a second, and rounding up is as likely as rounding down.
    """
    room = [0.0 if far else min(error, own) for far, error, own in zip(remote(nodes), errors, exclusive, strict=True)]
    part = min(debt / total, 1.0) if (total := sum(room)) else 0.0
    for number, most in enumerate(room):
        exclusive[number] -= part * most
        errors[number] += part * most


def _untold(shares: Sequence[float], child: int, payer: int, paying: Payers) -> float:
    """How far a share among several readers of a CTE may be off: each may have pulled all that the others had no time for."""
    if len(paying) == 1:
        return 0.0
    total = shares[child]
    others = sum(shares[reader] for reader, _ in paying if reader != payer)
    charged = total * next(part for reader, part in paying if reader == payer)
    least, most = max(total - others, 0.0), min(total, shares[payer])
    return max(charged - least, most - charged, 0.0)


def _participants(node: Raw) -> tuple[Participant, ...]:
    """The leader's part is what the workers leave of the total: EXPLAIN prints only the total and theirs."""
    workers = [
        Participant(
            f"worker {worker.get('Worker Number', '?')}",
            int(float(worker["Actual Loops"])),
            float(worker.get("Actual Rows", 0)) * float(worker["Actual Loops"]),
            float(worker.get("Actual Total Time", 0)) * float(worker["Actual Loops"]),
        )
        for worker in node.fields.get("Workers", ())
        if "Actual Loops" in worker
    ]
    loops = node.loops - sum(worker.loops for worker in workers)
    if not workers or loops <= 0:
        return tuple(workers)
    spent = node.figure("Actual Total Time") * node.loops - sum(worker.time_ms for worker in workers)
    rows = node.figure("Actual Rows") * node.loops - sum(worker.rows for worker in workers)
    return (Participant("leader", loops, max(rows, 0.0), max(spent, 0.0)), *workers)


def _slowest(nodes: Sequence[Raw], processes: Sequence[float], parts: Sequence[tuple[Participant, ...]]) -> dict[int, float]:
    """Below a Gather the time of the process for which it waited the longest, in each node; where the plan tells (VERBOSE).

    That is the wall clock. A mean over the processes isn't: where one did all of the work it would hand most of its time to
    the Gather, which did nothing but wait. A node that this process never ran is left to its mean.
    """
    found: dict[int, float] = {}
    waited_for: dict[int, str] = {}
    for node in nodes:
        if processes[node.number] <= 1 or node.parent is None or node.relationship in ("InitPlan", "Task"):
            continue
        above = nodes[node.parent]
        if above.kind in _GATHERS and processes[above.number] < processes[node.number]:
            if parts[node.number]:
                waited_for[node.number] = max(parts[node.number], key=lambda part: part.time_ms).name
        elif above.number in waited_for and above.number in found:
            waited_for[node.number] = waited_for[above.number]
        name = waited_for.get(node.number)
        time = next((part.time_ms for part in parts[node.number] if part.name == name), None)
        if time is not None:
            found[node.number] = time
    return found


def _uneven(
    nodes: Sequence[Raw], processes: Sequence[float], shares: Sequence[float], known: Mapping[int, float]
) -> tuple[dict[int, float], dict[int, float]]:
    """Below a Gather, where the plan doesn't tell each process's time: how much longer than the mean the slowest may have
    taken, as a part of a node's own time. For the Gather: how many milliseconds of its own may be waiting for that process.
    """
    stretch: dict[int, float] = {}
    waits: dict[int, float] = {}
    for node in nodes:
        if processes[node.number] <= 1 or node.parent is None or node.number in known:
            continue
        above = nodes[node.parent]
        if above.kind in _GATHERS and processes[above.number] < processes[node.number]:
            slowest, mean = shares[above.number], shares[node.number]
            stretch[node.number] = max(slowest / mean - 1, 0.0) if mean else 0.0
            waits[above.number] = max(slowest - mean, 0.0)
        else:
            stretch[node.number] = stretch.get(above.number, 0.0)
    return stretch, waits
