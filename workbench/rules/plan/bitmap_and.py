"""Two indexes are read, and most of what each finds is thrown away, because only rows in both are wanted.

Bad: 4,000 rows by one index, 6,000 by the other, 60 in both.

    Bitmap Heap Scan on orders  (actual rows=60)
      ->  BitmapAnd
            ->  Bitmap Index Scan on orders_user  (actual rows=4000)
                  Index Cond: (user_id = 7)
            ->  Bitmap Index Scan on orders_status  (actual rows=6000)
                  Index Cond: (status = 'open')

Good: one index on both columns finds the 60.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.findings import Finding, Rule, Severity
from workbench.plan import Node, Plan
from workbench.rules.plan.names import qualified
from workbench.rules.plan.tree import ends

ID = "bitmap-and"

# To read an index's entry into a bitmap takes some 0.04 microseconds (3,766 in 0.15 ms, measured on PostgreSQL 18), so that
# fewer than these could not be felt.
WORTH_ENTRIES = 1_000
# Where one index alone leaves hardly more, the second costs more than it spares.
MOST = 0.5


def check(plan: Plan) -> Iterator[Finding]:
    """One finding for each BitmapAnd over 1,000 entries of which less than half are wanted."""
    behind = ends(plan) if any(node.kind == "BitmapAnd" for node in plan.nodes) else []
    for node in plan.nodes:
        scan = plan.above(node)
        if node.kind == "BitmapAnd" and node.loops and scan is not None and scan.kind == "Bitmap Heap Scan":
            below = [n for n in plan.nodes[node.number + 1 : behind[node.number]] if n.kind == "Bitmap Index Scan"]
            entries = sum(n.rows for n in below)
            if entries >= WORTH_ENTRIES and scan.rows + scan.rows_removed <= MOST * entries:
                yield _finding(plan, scan, node, below)


def _finding(plan: Plan, scan: Node, node: Node, below: list[Node]) -> Finding:
    entries = sum(n.rows for n in below)
    sql = _index(scan, below)
    return Finding(
        rule=ID,
        severity=Severity.INFO,
        title=f"{len(below)} indexes of {scan.table or 'a table'} combined: {entries:,.0f} entries for {scan.rows:,.0f} rows",
        detail=f"{', '.join(str(n.index) for n in below)} are each read for one condition; only rows in all are fetched.",
        remedy="Try one index on all compared columns" + (f": {sql}" if sql else ", those with = first") + ".",
        sql=sql,
        evidence={"indexes": len(below), "entries": entries, "rows": scan.rows, "pages_touched": node.buffers.touched},
        at=node.number,
        saves_ms=max(node.time_ms - min(n.time_ms for n in below), 0.0) if plan.timed else None,
    )


def _index(scan: Node, below: list[Node]) -> str | None:
    """All columns, those compared with = first; None where one can't be told, or where the and is of more than conditions."""
    from workbench.rules.plan.filters import filter_columns  # here: sqlglot takes half a second to import

    parts = [n.conditions.get("Index Cond", "") for n in below]
    columns = filter_columns(" AND ".join(f"({part})" for part in parts)) if scan.table and all(parts) else ()
    return f"create index on {qualified(scan)} ({', '.join(columns)})" if len(columns) > 1 else None


RULE: Rule[Plan] = Rule(ID, check)
