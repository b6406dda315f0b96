"""Fewer parallel workers came than were planned.

Bad: the plan was chosen for four processes, and two did the work.

    Gather  (actual rows=1)
      Workers Planned: 3
      Workers Launched: 1

Good: as many as planned.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.findings import Finding, Rule, Severity
from workbench.plan import Node, Plan

ID = "workers-missing"

# A worker that doesn't come is missed whatever it would have done: the plan was chosen for so many.
MISSING = 1
_GATHERS = frozenset({"Gather", "Gather Merge"})


def check(plan: Plan) -> Iterator[Finding]:
    """One finding for the plan: whatever part of it missed workers, the reason is one limit of the server."""
    short = [node for node in plan.nodes if node.kind in _GATHERS and node.loops and _missing(node) >= MISSING]
    if short:
        yield _finding(plan, short)


def _missing(node: Node) -> float:
    """Workers that were planned and didn't come; a plan that doesn't tell how many came misses none."""
    return node.per_loop("Workers Planned") - node.per_loop("Workers Launched") if "Workers Launched" in node.fields else 0.0


def _finding(plan: Plan, short: list[Node]) -> Finding:
    worst = max(short, key=_missing)
    planned, launched = worst.per_loop("Workers Planned"), worst.per_loop("Workers Launched")
    sql = _sql(plan, sum(node.per_loop("Workers Planned") for node in short))
    return Finding(
        rule=ID,
        severity=Severity.WARNING,
        title=f"Fewer parallel workers than the {planned:,.0f} that were planned",
        detail=f"{launched:,.0f} of {planned:,.0f} came: the server had no more free when the statement began.",
        remedy=f"The session allows too few: {sql}."
        if sql
        else "Look at max_parallel_workers and max_worker_processes, which all statements share; or run it when fewer parallel "
        "statements run.",
        sql=sql,
        evidence={"workers_planned": planned, "workers_launched": launched, "gathers": len(short)},
        at=worst.number,
        measured=True,
        saves_ms=sum(_saves_ms(plan, node) for node in short) if plan.timed else None,
    )


def _sql(plan: Plan, planned: float) -> str | None:
    """Where the session's own limit is the reason."""
    given = str(plan.settings.get("max_parallel_workers", ""))
    too_few = given.isdecimal() and len(given) < 6 and int(given) < planned
    return f"set max_parallel_workers = {planned:.0f}" if too_few else None


def _saves_ms(plan: Plan, node: Node) -> float:
    """At most: the parallel part shared by all that were planned, instead of by those that ran it."""
    below = max((child.time_ms for child in plan.children(node) if child.relationship != "InitPlan"), default=0.0)
    came, planned = node.per_loop("Workers Launched") + 1, node.per_loop("Workers Planned") + 1
    return below * (1 - came / planned)


RULE: Rule[Plan] = Rule(ID, check)
