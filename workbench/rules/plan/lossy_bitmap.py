"""A bitmap of rows did not fit into work_mem, so it remembers only pages, and all rows of these are tested again.

Bad:

    Bitmap Heap Scan on orders
      Rows Removed by Index Recheck: 120000
      Heap Blocks: exact=700 lossy=5200

Good:

    Bitmap Heap Scan on orders
      Heap Blocks: exact=5900
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.findings import Finding, Rule, Severity
from workbench.plan import Node, Plan
from workbench.rules.plan.memory import advice, set_work_mem, work_mem_mb
from workbench.rules.plan.places import total

ID = "lossy-bitmap"

# What tbm_calculate_entries() counts for a page of the bitmap: an entry of 48 bytes and two pointers.
# https://github.com/postgres/postgres/blob/master/src/backend/nodes/tidbitmap.c
PAGE_BYTES = 64
# The hash table of these doubles when it is nine tenths full, so that it may need twice the room.
GROWTH = 2


def check(plan: Plan) -> Iterator[Finding]:
    """One finding for each bitmap scan with lossy pages."""
    for node in plan.nodes:
        if node.kind == "Bitmap Heap Scan" and (lossy := total(node, "Lossy Heap Blocks")):
            yield _finding(plan, node, lossy)


def _finding(plan: Plan, node: Node, lossy: float) -> Finding:
    pages = lossy + total(node, "Exact Heap Blocks")
    needed = work_mem_mb(plan, pages / max(node.loops, 1) * PAGE_BYTES * GROWTH / 1024)
    removed = node.over_loops("Rows Removed by Index Recheck")
    tested = node.rows + node.rows_removed
    return Finding(
        rule=ID,
        severity=Severity.WARNING,
        title=f"The bitmap of {node.table or 'the table'} did not fit into work_mem: {lossy:,.0f} of {pages:,.0f} pages",
        detail=f"Of a lossy page all rows are tested again; {removed:,.0f} of {tested:,.0f} were thrown away by that.",
        remedy=advice(needed, "an index that leaves fewer rows"),
        sql=set_work_mem(needed),
        evidence={"lossy_pages": lossy, "pages": pages, "rows_removed": removed, "work_mem_mb_estimate": needed},
        at=node.number,
        saves_ms=node.exclusive_ms * removed / tested if plan.timed and tested else None,
    )


RULE: Rule[Plan] = Rule(ID, check)
