"""A large part of the plan never ran: the planner reckoned with work that this run had not.

What it teaches: the plan's costs, and its shape, were chosen for rows that did not come. With other values they may.

    Nested Loop  (cost=0.43..91872.10) (actual rows=0)
      ->  Index Scan using customers_pkey on customers  (actual rows=0)
      ->  Seq Scan on orders  (cost=0.00..91800.00) (never executed)

Nothing is lost in such a run, so this is a note. Small branches that never ran are in many plans, and nobody need know.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.findings import Finding, Rule, Severity
from workbench.plan import Node, Plan

ID = "never-executed"

# With less of the planner's cost the rest would have been the plan's main part anyway.
SHARE = 0.5
# A thousand units are the cost of a thousand pages in order (seq_page_cost 1), 8 MB: less takes a few ms where it does run.
WORTH_COST = 1_000.0
_WHY = {
    "Nested Loop": "the other side of the join had no rows",
    "Hash Join": "the other side of the join had no rows",
    "Hash": "the other side of the join had no rows",
    "Merge Join": "the other side of the join had no rows",
    "Append": "the values left this branch out, or enough rows had come before",
    "Merge Append": "the values left this branch out, or enough rows had come before",
    "Result": "a condition without columns was false",
    "Limit": "no row was asked for",
}
_OTHERWISE = "nothing asked for its rows"


def check(plan: Plan) -> Iterator[Finding]:
    """One finding for the plan: what never ran was half of its expected cost and 1,000 units at least."""
    if not plan.analyzed or plan.root.never_executed:
        return
    tops = [node for node in plan.nodes if node.never_executed and not _never_ran_above(plan, node)]
    if not tops:
        return
    largest = max(tops, key=lambda node: node.total_cost)
    if largest.total_cost >= max(WORTH_COST, SHARE * plan.root.total_cost):
        yield _finding(plan, largest, len(tops))


def _never_ran_above(plan: Plan, node: Node) -> bool:
    above = plan.above(node)
    return above is not None and above.never_executed


def _finding(plan: Plan, node: Node, branches: int) -> Finding:
    above = plan.above(node)
    why = _OTHERWISE if above is None or node.relationship in ("InitPlan", "SubPlan") else _WHY.get(above.kind, _OTHERWISE)
    return Finding(
        rule=ID,
        severity=Severity.INFO,
        title=f"{node.label} never ran, though most of the plan's cost was expected there",
        detail=f"The planner put its cost at {node.total_cost:,.0f} of the plan's {plan.root.total_cost:,.0f}; {why}.",
        remedy="Nothing is lost in this run; but it doesn't tell what the statement costs with values for which this part does "
        "run: explain it with such values, too.",
        evidence={"branches_never_executed": branches, "cost": node.total_cost, "plan_cost": plan.root.total_cost},
        at=node.number,
        saves_ms=0.0,
    )


RULE: Rule[Plan] = Rule(ID, check)
