"""The execution's time that no node accounts for, by what it went to. Durations in, parts out."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.plan.model import Outside, Trigger


def outside(
    execution_ms: float | None, nodes_ms: float, triggers: Sequence[Trigger], serialization_ms: float | None
) -> tuple[Outside, ...]:
    """The gap between the execution and its nodes, filled from what is known to lie in it; the rest is a part of its own.

    Constraint triggers run after the nodes. Another trigger may have run BEFORE, inside of a ModifyTable, and the plan does
    not tell; so those count here only as far as there is room. JIT compiles when a function is first called, mostly inside
    of nodes, so it is no part of this sum.
    """
    if execution_ms is None:
        return ()
    gap = max(execution_ms - nodes_ms, 0.0)
    known = [
        ("serialization", serialization_ms or 0.0),
        *((f"trigger {t.name}", t.time_ms) for t in sorted(triggers, key=lambda t: t.constraint is None)),
    ]
    parts = []
    for name, spent in known:
        part = min(spent, gap)
        if part > 0:
            parts.append(Outside(name, part))
            gap -= part
    return (*parts, Outside("start and end of the execution", gap)) if gap > 0 else tuple(parts)
