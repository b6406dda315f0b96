"""This part is fine: the planner knew how many rows would come, at every node.

Good:

    Hash Join  (rows=48000) (actual rows=48211)

Bad: see row-estimate-off.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.findings import Finding, Rule, Severity
from workbench.plan import Plan
from workbench.rules.plan.tree import stopped_early

ID = "good-estimate"

# Within a factor of two no choice of the planner would have been another.
GOOD = 2.0
# With fewer rows than this on both sides, nobody could tell a good estimate from luck.
WORTH_ROWS = 100
# And fewer nodes are no plan that hangs on estimates.
WORTH_NODES = 3


def check(plan: Plan) -> Iterator[Finding]:
    """One finding for the plan, if at least three nodes have 100 rows and more, all within a factor of two."""
    if not plan.analyzed:
        return
    stopped = stopped_early(plan)
    large = [
        node
        for node in plan.nodes
        if node.loops > 0 and node.number not in stopped and max(node.rows, node.rows_planned) >= WORTH_ROWS
    ]
    worst = max((node.estimate_factor for node in large), default=1.0)
    if len(large) >= WORTH_NODES and worst <= GOOD:
        yield Finding(
            rule=ID,
            severity=Severity.GOOD,
            title="The planner's estimates are good",
            detail=f"At {len(large):,} nodes as many rows came as expected, within a factor of {worst:.1f}.",
            remedy="Nothing to do here: better statistics would change nothing.",
            evidence={"nodes": len(large), "worst_factor": worst},
            measured=True,
            saves_ms=0.0,
        )


RULE: Rule[Plan] = Rule(ID, check)
