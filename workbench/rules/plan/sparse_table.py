"""A sequential scan that finds few rows on each page: the table holds much dead or free space.

Bad: two rows a page, where eighty would fit.

    Seq Scan on orders  (rows=20000 width=76) (actual rows=20000)
      Buffers: shared hit=10000

Good: after VACUUM FULL or pg_repack.

    Seq Scan on orders  (rows=20000 width=76) (actual rows=20000)
      Buffers: shared hit=256

Two rows a page are few for any table, since long values are moved out of it. The plan's width is that of the columns which the
statement needs; where it tells by itself that the rows are wide, the rule is silent.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.findings import Finding, Rule, Severity
from workbench.plan import Node, Plan

ID = "sparse-table"

# Whatever is longer than 2 kB is compressed or moved out of the table, so that four rows fit on a page however long they are.
# https://www.postgresql.org/docs/current/storage-toast.html
FEW_ROWS = 4
# 2 MB: a smaller table is read in a millisecond. And what a filter's functions read of the catalogs is less than that.
WORTH_PAGES = 256
# An UPDATE of all rows leaves a table half empty, and the next one uses the room: that is normal, and this is beyond it. Where
# the plan's width tells that the rows are wide (values that may not be moved out), so few of them are in order.
EMPTY = 4
# https://www.postgresql.org/docs/current/storage-page-layout.html: a page of 8192 bytes has a header of 24, and each row takes
# 4 for its pointer and 24 for its own header, aligned.
_PAGE = 8192 - 24
_ROW = 28


def check(plan: Plan) -> Iterator[Finding]:
    """One finding for each sequential scan with fewer than 4 rows a page over 256 pages, where 4 times as many would fit."""
    if not plan.analyzed:
        return
    for node in plan.nodes:
        if node.kind != "Seq Scan" or node.loops == 0 or "Plan Width" not in node.fields:
            continue
        pages = node.exclusive_buffers.touched
        runs = max(node.loops / max(node.processes, 1), 1)  # a page read a hundred times is no hundred pages
        rows = node.rows + node.rows_removed + node.rows_error
        fits = _PAGE / (node.per_loop("Plan Width") + _ROW)
        if pages > WORTH_PAGES * runs and rows < FEW_ROWS * pages and EMPTY * rows <= fits * pages:
            yield _finding(plan, node, fits)


def _finding(plan: Plan, node: Node, fits: float) -> Finding:
    pages, rows = node.exclusive_buffers.touched, node.rows + node.rows_removed
    table = node.table or "the table"
    return Finding(
        rule=ID,
        severity=Severity.WARNING,
        title=f"Seq Scan on {table} finds {rows / pages:,.1f} rows a page, where more would fit",
        detail=f"{pages:,} pages were read for {rows:,.0f} rows; of the columns in the plan some {fits:,.0f} fit on a page. "
        "The rest is dead or free space, or columns that the statement doesn't need.",
        remedy=f"Compare the size of {table} (pg_relation_size) with its rows. If the space is dead, find out why autovacuum "
        "doesn't keep up (pg_stat_user_tables; a transaction that stays open holds it up); then rewrite the table once: vacuum "
        "full, which locks it against all others while it runs, or pg_repack, which doesn't.",
        evidence={"pages_touched": pages, "rows_per_page": rows / pages, "rows_per_page_that_fit": fits},
        at=node.number,
        saves_ms=node.exclusive_ms * (1 - rows / pages / fits) if plan.timed else None,
    )


RULE: Rule[Plan] = Rule(ID, check)
