"""This part is fine: partitions that can't hold the wanted rows were left out when the values were known.

Good:

    Append  (actual rows=90)
      Subplans Removed: 11
      ->  Index Scan using events_2024_05_ts_idx on events_2024_05 events_1

Bad: every partition is read, because the condition isn't on the partition key, or hides it in an expression.

Partitions that the planner itself left out are in no plan, so nothing is said of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.findings import Finding, Rule, Severity
from workbench.plan import Node, Plan

ID = "partitions-pruned"

_NUMBERED = re.compile(r"_\d+$")


def check(plan: Plan) -> Iterator[Finding]:
    """One finding for each Append that prints "Subplans Removed": each partition less is worth knowing."""
    for node in plan.nodes:
        removed = node.per_loop("Subplans Removed")
        if removed > 0:
            yield _finding(plan, node, int(removed))


def _finding(plan: Plan, node: Node, removed: int) -> Finding:
    below = [child for child in plan.children(node) if child.relationship not in ("InitPlan", "SubPlan")]
    table = next((child.alias for child in below if child.alias and child.alias != child.table), None)
    of = f" of {_NUMBERED.sub('', table)}" if table else ""
    return Finding(
        rule=ID,
        severity=Severity.GOOD,
        title=f"{removed:,} of {removed + len(below):,} partitions{of} were left out",
        detail="When execution began, the statement's values told that they hold no wanted row.",
        remedy="Nothing to do here: the condition fits the partition key.",
        evidence={"partitions_removed": removed, "partitions_left": len(below)},
        at=node.number,
        saves_ms=0.0,
    )


RULE: Rule[Plan] = Rule(ID, check)
