"""An OR is answered by several index searches, whose rows come without order and are all read before the first one is given.

Worth a look:

    Bitmap Heap Scan on orders  (actual rows=1577)
      Recheck Cond: ((user_id = 20) OR (created_at <= '2025-01-20'))
      ->  BitmapOr

That is often right. It is not where a LIMIT waits above: a UNION ALL of the two searches can stop early, and a list of values
of one column (`user_id in (20, 21)`) is one search.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.findings import Finding, Rule, Severity
from workbench.plan import Node, Plan

ID = "bitmap-or"

# Fewer rows are found and fetched within a millisecond (1,577 in 0.5 ms, measured on PostgreSQL 18), whichever way.
WORTH_ROWS = 1_000


def check(plan: Plan) -> Iterator[Finding]:
    """One note for each BitmapOr that leads to 1,000 rows."""
    for node in plan.nodes:
        scan = plan.above(node)
        if node.kind == "BitmapOr" and scan is not None and scan.kind == "Bitmap Heap Scan":
            found = scan.rows + scan.rows_removed
            if found >= WORTH_ROWS:
                yield _finding(plan, scan, node)


def _finding(plan: Plan, scan: Node, node: Node) -> Finding:
    arms = plan.children(node)
    indexes = {arm.index for arm in arms}
    one = len(indexes) == 1 and None not in indexes
    return Finding(
        rule=ID,
        severity=Severity.INFO,
        title=f"An OR over {scan.table or 'a table'} is answered by {len(arms):,} index searches",
        detail=f"All {scan.rows + scan.rows_removed:,.0f} rows are found before the first is given, in the order of the pages: "
        f"{scan.conditions.get('Recheck Cond', '')}.",
        remedy="If the arms compare one column with values, write column = any(array[...]): one search of the index."
        if one
        else "Fine where all rows are wanted. Below a LIMIT or an ORDER BY compare with a UNION ALL of the arms, the second "
        "without the rows of the first.",
        evidence={"searches": len(arms), "rows": scan.rows, "rows_removed": scan.rows_removed},
        at=node.number,
        saves_ms=None,
    )


RULE: Rule[Plan] = Rule(ID, check)
