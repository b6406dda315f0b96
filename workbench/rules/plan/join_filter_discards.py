"""A join pairs rows by one condition, and throws most pairs away by another.

Bad: the hash finds 2,000,000 pairs of one city; the filter keeps 300.

    Hash Join  (actual rows=300)
      Hash Cond: (a.city = b.city)
      Join Filter: (a.created_at < b.created_at)
      Rows Removed by Join Filter: 1999700

Good: what pairs the rows leaves few to throw away.

    Hash Join  (actual rows=300)
      Hash Cond: ((a.city = b.city) AND (a.month = b.month))

A nested loop without a condition that pairs rows is the business of nested-loop-inner.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.findings import Finding, Rule, Severity
from workbench.plan import Node, Plan

ID = "join-filter-discards"

# A pair is compared in about 0.1 microseconds, so that these are 10 ms. The same as in nested-loop-inner.
WORTH_PAIRS = 100_000
# The same share as in seq-scan-discards: with more pairs kept than a tenth the join does what it is asked.
MOST = 0.9


def check(plan: Plan) -> Iterator[Finding]:
    """One finding for each join whose filter throws away 100,000 pairs and nine tenths of all."""
    for node in plan.nodes:
        removed = node.over_loops("Rows Removed by Join Filter")
        if removed >= WORTH_PAIRS and removed >= MOST * (node.rows + removed) and (by := _paired_by(plan, node)):
            yield _finding(plan, node, removed, by)


def _paired_by(plan: Plan, node: Node) -> str:
    """The condition that pairs the rows; a nested loop's is that of the index on its inner side."""
    own = node.conditions.get("Hash Cond") or node.conditions.get("Merge Cond", "")
    inner = (child for child in plan.children(node) if child.relationship == "Inner")
    return own or next((child.conditions["Index Cond"] for child in inner if "Index Cond" in child.conditions), "")


def _finding(plan: Plan, node: Node, removed: float, by: str) -> Finding:
    pairs = node.rows + removed
    return Finding(
        rule=ID,
        severity=Severity.WARNING,
        title=f"{node.label}: its filter throws away {removed:,.0f} of {pairs:,.0f} pairs of rows",
        detail=f"Rows are paired by {by}; then each pair is tested by {node.conditions.get('Join Filter', 'the filter')}.",
        remedy="Give the join another = to pair by (a day beside the timestamp, the other half of the key), or filter both "
        "sides before they meet.",
        evidence={"pairs": pairs, "rows_removed": removed},
        at=node.number,
        saves_ms=node.exclusive_ms * removed / pairs if plan.timed else None,
    )


RULE: Rule[Plan] = Rule(ID, check)
