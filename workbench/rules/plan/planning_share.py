"""Planning took as long as the execution.

Bad:

    Planning Time: 48.2 ms
    Execution Time: 3.1 ms

Good: planned once, executed often (a prepared statement), or planning is a small part.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.findings import Finding, Rule, Severity
from workbench.plan import Plan
from workbench.rules.plan.places import inside

ID = "planning-share"

# As long as the execution: then a prepared statement is twice as fast.
SHARE = 1.0
# A statement over a few tables is planned in a millisecond; less than this isn't felt.
WORTH_MS = 10.0
# From as many tables and partitions on planning time is mostly theirs: each has statistics and indexes to look at.
MANY_RELATIONS = 50


def check(plan: Plan) -> Iterator[Finding]:
    """One finding if planning took 10 ms and as long as the execution."""
    if plan.planning_ms is None or plan.execution_ms is None:
        return
    if plan.planning_ms < WORTH_MS or plan.planning_ms < SHARE * plan.execution_ms:
        return
    relations = len({node.relation for node in plan.nodes if node.relation})
    read = inside(plan.other, "Planning", "Shared Read Blocks")
    yield Finding(
        rule=ID,
        severity=Severity.WARNING,
        title="Planning takes longer than the execution",
        detail=f"Planned in {plan.planning_ms:,.1f} ms, executed in {plan.execution_ms:,.1f} ms, over {relations:,} tables. "
        "The first statement of a connection also loads the catalog: run it twice before you believe it.",
        remedy=_remedy(relations),
        evidence={
            "planning_ms": plan.planning_ms,
            "execution_ms": plan.execution_ms,
            "relations": relations,
            "planning_blocks_read": read,
        },
        measured=True,
        saves_ms=plan.planning_ms,
    )


def _remedy(relations: int) -> str:
    if relations >= MANY_RELATIONS:
        return "Compare the partition key with a constant, so that not every partition is planned; or make fewer, larger ones."
    return "Prepare the statement, so that it is planned once (plan_cache_mode = force_generic_plan keeps that plan)."


RULE: Rule[Plan] = Rule(ID, check)
