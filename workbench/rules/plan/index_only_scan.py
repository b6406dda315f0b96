"""This part is fine: an index-only scan that matters, and did without the table.

Good:

    Index Only Scan using orders_user_id_total_idx on orders  (actual rows=50000)
      Heap Fetches: 0

Bad: see heap-fetches.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.findings import Finding, Rule, Severity
from workbench.plan import Node, Plan

ID = "index-only-scan"

# Of a node with less of the time nobody asks. The same as in in-memory.
SHARE = 0.1
# Fewer rows are read from the table in a millisecond, too.
WORTH_ROWS = 1_000
# What changed since the last VACUUM must be looked up in the table; up to a hundredth is a table in good order.
FETCHED = 0.01


def check(plan: Plan) -> Iterator[Finding]:
    """One finding for each index-only scan of 1,000 rows and a tenth of the time with at most a hundredth of heap fetches."""
    if not plan.timed:
        return
    for node in plan.nodes:
        if node.kind == "Index Only Scan" and "Heap Fetches" in node.fields and _matters(plan, node):
            fetched = node.per_loop("Heap Fetches")
            if fetched <= FETCHED * (node.rows + node.rows_removed):
                yield _finding(node, fetched)


def _matters(plan: Plan, node: Node) -> bool:
    return node.rows + node.rows_removed >= WORTH_ROWS and node.exclusive_ms >= SHARE * plan.total_ms


def _finding(node: Node, fetched: float) -> Finding:
    return Finding(
        rule=ID,
        severity=Severity.GOOD,
        title=f"{node.label} answers from the index alone",
        detail=f"{node.rows + node.rows_removed:,.0f} rows were read, and {fetched:,.0f} of them looked up in the table.",
        remedy="Nothing to do here: the index has all columns, and VACUUM keeps up.",
        evidence={"rows_read": node.rows + node.rows_removed, "heap_fetches": fetched},
        at=node.number,
        measured=True,
        saves_ms=0.0,
    )


RULE: Rule[Plan] = Rule(ID, check)
