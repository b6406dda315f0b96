"""An index gives rows that only look right; each is fetched and tested again, and most are thrown away.

Bad: a text search by weight: the index knows words, not their weights.

    Bitmap Heap Scan on posts  (actual rows=103)
      Recheck Cond: (search @@ '''coffee'':A'::tsquery)
      Rows Removed by Index Recheck: 934

Good: what the index finds is what the query wants.

Where the bitmap had no room for single rows, memory is the cause, and lossy-bitmap speaks.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.findings import Finding, Rule, Severity
from workbench.plan import Node, Plan

ID = "recheck-discards"

# A recheck computes what the index couldn't (a weight, a distance, a trigram's place), a microsecond or more for each row.
WORTH_ROWS = 500
# With half of the rows thrown away, twice as many are fetched as are wanted. The same as in filter-after-index.
MOST = 0.5


def check(plan: Plan) -> Iterator[Finding]:
    """One finding for each scan that throws away 500 rows and half of what its index found when it tests them again."""
    for node in plan.nodes:
        removed = node.over_loops("Rows Removed by Index Recheck")
        found = node.rows + node.rows_removed
        if removed >= WORTH_ROWS and removed >= MOST * found:
            yield _finding(plan, node, removed, found)


def _finding(plan: Plan, node: Node, removed: float, found: float) -> Finding:
    condition = node.conditions.get("Recheck Cond") or node.conditions.get("Index Cond") or node.conditions.get("Order By", "")
    return Finding(
        rule=ID,
        severity=Severity.WARNING,
        title=f"{node.label}: {removed:,.0f} of {found:,.0f} rows that the index found did not match",
        detail=f"The index answers {condition} only roughly, so that each row it finds is fetched and tested again.",
        remedy="Ask for what the index knows exactly (longer search terms, no weights, no leading wildcard), or try another "
        "kind of index or operator class: a separate tsvector for what is searched by weight, GiST with a larger signature.",
        evidence={"rows_found": found, "rows_removed": removed, "pages_touched": node.buffers.touched},
        at=node.number,
        saves_ms=node.exclusive_ms * removed / found if plan.timed else None,
    )


RULE: Rule[Plan] = Rule(ID, check)
