"""A CTE is read again and again: it has no index, so each time from its first row to its last.

Bad:

    ->  CTE Scan on totals  (actual rows=1 loops=4000)
          Filter: (user_id = u.id)
          Rows Removed by Filter: 3999

Good: joined once.

    Hash Join
      ->  CTE Scan on totals  (actual rows=4000 loops=1)
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.findings import Finding, Rule, Severity
from workbench.plan import Node, Plan

ID = "cte-scan-loops"

# Field practice (explain.tensor.ru's plan patterns): fewer repetitions are cheaper than what would replace them ...
LOOPS = 10
# ... and 10,000 rows are read in about a millisecond.
ROWS = 10_000


def check(plan: Plan) -> Iterator[Finding]:
    """One finding for each CTE Scan that ran more than 10 times and read more than 10,000 rows in all."""
    for node in plan.nodes:
        if node.kind == "CTE Scan" and node.loops / node.processes > LOOPS and node.rows + node.rows_removed > ROWS:
            yield _finding(plan, node)


def _finding(plan: Plan, node: Node) -> Finding:
    read = node.rows + node.rows_removed
    name = node.fields.get("CTE Name", node.alias or "?")
    return Finding(
        rule=ID,
        severity=Severity.WARNING,
        title=f"CTE {name} was read {node.loops:,} times, {read:,.0f} rows in all",
        detail="A CTE that is kept has no index: each time all of its rows are read, "
        f"{node.rows_removed:,.0f} of them only to be thrown away.",
        remedy=f"Join {name} once, so that it can be hashed; or let the planner merge it ({name} as not materialized), or keep "
        "it in a temporary table with an index.",
        evidence={"loops": node.loops, "rows_read": read, "rows_removed": node.rows_removed},
        at=node.number,
        saves_ms=node.exclusive_ms * (1 - 1 / node.loops) if plan.timed else None,
    )


RULE: Rule[Plan] = Rule(ID, check)
