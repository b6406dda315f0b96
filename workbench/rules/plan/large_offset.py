"""Rows that are brought in their order only to be skipped by OFFSET.

Bad: page 501 reads the rows of the 500 pages before.

    Limit  (actual rows=20)
      ->  Index Scan using orders_pkey on orders  (actual rows=10020)

Good: the page begins where the last one ended: where id > :last order by id limit 20.

    Limit  (actual rows=20)
      ->  Index Scan using orders_pkey on orders  (actual rows=20)
            Index Cond: (id > 10000)

A LIMIT asks for no row that it neither returns nor skips, so what its child gave beyond its own rows was skipped.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.findings import Finding, Rule, Severity
from workbench.plan import Node, Plan

ID = "large-offset"

# A row through an index in memory takes about a microsecond, so that fewer are no millisecond.
WORTH_ROWS = 1_000
# Where a page is larger than what it skips, its own rows are most of the work.
SKIPPED = 0.9
# These have done most of their work before they give the first row, skipped or not.
_BLOCKING = frozenset({"Sort", "Incremental Sort", "Aggregate", "Gather Merge"})


def check(plan: Plan) -> Iterator[Finding]:
    """One finding for each LIMIT that skipped 1,000 rows and more, nine tenths of what it was given."""
    for node in plan.nodes:
        if node.kind != "Limit" or not node.children:
            continue
        below = plan.nodes[node.children[0]]
        skipped = below.rows - node.rows - below.rows_error - node.rows_error  # rounded, where it ran often
        if skipped >= WORTH_ROWS and skipped >= SKIPPED * below.rows:
            yield _finding(plan, node, below)


def _finding(plan: Plan, node: Node, below: Node) -> Finding:
    skipped = below.rows - node.rows
    share = skipped / below.rows
    spent = below.exclusive_ms if below.kind in _BLOCKING else below.time_ms
    key = _bare(below.conditions.get("Sort Key", "the sort key"))
    return Finding(
        rule=ID,
        severity=Severity.WARNING,
        title=f"OFFSET skips {skipped:,.0f} rows to return {node.rows:,.0f}",
        detail="Rows that OFFSET skips are read like all others, so each further page takes longer than the one before.",
        remedy=f"Begin each page where the last one ended: where ({key}) > (the last row's values) in the same order (< where "
        "it descends), with an index on these columns, of which the last must be unique.",
        evidence={"rows_skipped": skipped, "rows_returned": node.rows, "pages_touched": node.buffers.touched},
        at=node.number,
        saves_ms=spent * share if plan.timed else None,
    )


def _bare(key: str) -> str:
    """The sort key's columns without their directions."""
    return key.replace(" DESC", "").replace(" NULLS FIRST", "").replace(" NULLS LAST", "")


RULE: Rule[Plan] = Rule(ID, check)
