"""A sequential scan that throws most of its rows away.

Bad: a million rows are read for twenty.

    Seq Scan on orders  (actual rows=20)
      Filter: ((user_id = 7) AND (status = 'pending'))
      Rows Removed by Filter: 999980

Good: an index leads to those rows.

    Index Scan using orders_user_id_status_idx on orders  (actual rows=20)
      Index Cond: ((user_id = 7) AND (status = 'pending'))

Reading a whole table in order is the best plan when most rows are wanted, so only the waste counts, not the scan.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.findings import Finding, Rule, Severity
from workbench.plan import Node, Plan
from workbench.rules.plan.names import identifier

ID = "seq-scan-discards"

# An index scan reads pages in random order. With half of the rows wanted a sequential scan is always cheaper; with a tenth,
# the planner's default costs (random_page_cost 4) begin to favour an index.
MOST = 0.9
# Below this a scan takes about a millisecond, and no index could save more than that.
WORTH_ROWS = 10_000


def check(plan: Plan) -> Iterator[Finding]:
    """One finding for each sequential scan that throws away 90 % or more of at least 10,000 rows."""
    for node in plan.nodes:
        if node.kind == "Seq Scan" and node.relation is not None:
            read = node.rows + node.rows_removed
            if read >= WORTH_ROWS and node.rows_removed >= MOST * read:
                yield _finding(node, read)


def _finding(node: Node, read: float) -> Finding:
    table = node.table or ""
    share = node.rows_removed / read
    return Finding(
        rule=ID,
        severity=Severity.CRITICAL if share >= 0.99 else Severity.WARNING,
        title=f"Seq Scan on {table} reads {read:,.0f} rows and throws {node.rows_removed:,.0f} away ({_percent(share)})",
        detail=f"The whole table is read, and the filter keeps {node.rows:,.0f} rows: {node.conditions.get('Filter', '')}",
        remedy=_remedy(node, table),
        evidence={"rows_read": read, "rows_removed": node.rows_removed, "pages_touched": node.exclusive_buffers.touched},
        at=node.number,
        saves_ms=node.exclusive_ms * share,
    )


def _percent(share: float) -> str:
    """Never rounded up to 100 %, which it is not."""
    return f"{int(share * 1000) / 10:.1f} %"


def _remedy(node: Node, table: str) -> str:
    from workbench.rules.plan.filters import filter_columns  # here: sqlglot takes half a second to import

    name = identifier(table)
    columns = filter_columns(node.conditions.get("Filter", ""))
    if not columns:
        return f"Try an index on {name} that fits the filter, as a trial."
    return f"Try an index: create index on {name} ({', '.join(columns)})"


RULE: Rule[Plan] = Rule(ID, check)
