"""An index-only scan that went to the table all the same, because VACUUM has not been there since the rows changed.

Bad: the table is read for each row.

    Index Only Scan using orders_id on orders  (actual rows=39999)
      Heap Fetches: 39999

Good: the visibility map says that these pages hold nothing but what everybody may see.

    Index Only Scan using orders_id on orders  (actual rows=39999)
      Heap Fetches: 0
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.findings import Finding, Rule, Severity
from workbench.plan import Node, Plan
from workbench.rules.plan.names import qualified

ID = "heap-fetches"

# A fetch takes about 0.1 to 0.2 microseconds where the page is in memory (39,999 in some 5 ms, measured on PostgreSQL 18) and
# a hundred times as long where it is read, so that fewer are felt by nobody.
WORTH_FETCHES = 1_000
# A table that is written to always has some pages that changed since the last VACUUM; autovacuum begins at a fifth
# (autovacuum_vacuum_scale_factor). A tenth of the rows is more than a busy table's usual.
MOST = 0.1


def check(plan: Plan) -> Iterator[Finding]:
    """One finding for each index-only scan that fetched 1,000 rows and a tenth of what it read from the table."""
    for node in plan.nodes:
        fetched = node.per_loop("Heap Fetches")
        read = node.rows + node.rows_removed
        if fetched >= WORTH_FETCHES and fetched >= MOST * read:
            yield _finding(plan, node, fetched, read)


def _finding(plan: Plan, node: Node, fetched: float, read: float) -> Finding:
    sql = f"vacuum (analyze) {qualified(node)}" if node.table else None
    return Finding(
        rule=ID,
        severity=Severity.WARNING,
        title=f"{node.label} went to the table for {fetched:,.0f} rows",
        detail=f"{read:,.0f} rows were read; for {fetched:,.0f} of them the table was asked whether they are visible, since "
        "VACUUM has not marked their pages.",
        remedy=f"{sql or 'Vacuum the table'}; if it comes back, let autovacuum come more often "
        "(autovacuum_vacuum_insert_scale_factor, for one), and look for old transactions that hold it up.",
        sql=sql,
        evidence={"heap_fetches": fetched, "rows_read": read, "pages_touched": node.exclusive_buffers.touched},
        at=node.number,
        saves_ms=node.exclusive_ms * min(fetched / read, 1.0) if plan.timed and read else None,
    )


RULE: Rule[Plan] = Rule(ID, check)
