"""A sequential scan that throws most of its rows away.

Bad: a million rows are read for twenty.

    Seq Scan on orders  (actual rows=20)
      Filter: ((user_id = 7) AND (status = 'pending'))
      Rows Removed by Filter: 999980

Good: an index leads to those rows.

    Index Scan using orders_user_id_status_idx on orders  (actual rows=20)
      Index Cond: ((user_id = 7) AND (status = 'pending'))

Reading a whole table in order is the best plan when most rows are wanted, so only the waste counts, not the scan. A scan that
runs again for each row of a join counts with all its runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from workbench.findings import Finding, Rule, Severity
from workbench.plan import Node, Plan
from workbench.rules.plan.names import qualified

ID = "seq-scan-discards"

# An index scan reads pages in random order. With half of the rows wanted a sequential scan is always cheaper; with a tenth,
# the planner's default costs (random_page_cost 4) begin to favour an index.
MOST = 0.9
# Below this a scan takes about a millisecond, and no index could save more than that.
WORTH_ROWS = 10_000


def check(plan: Plan) -> Iterator[Finding]:
    """One finding for each sequential scan that throws away 90 % or more of at least 10,000 rows, all its runs together."""
    wasteful = [node for node in plan.nodes if node.kind == "Seq Scan" and node.table and _wastes(node)]
    if not wasteful:
        return
    from workbench.rules.plan.filters import bounded  # here: sqlglot takes half a second to import

    columns_of = bounded()
    for node in wasteful:
        yield _finding(plan, node, _columns(node, columns_of))


def _wastes(node: Node) -> bool:
    read = node.rows + node.rows_removed
    return read >= WORTH_ROWS and node.rows_removed >= MOST * read


def _columns(node: Node, columns_of: Callable[[str], tuple[str, ...]]) -> tuple[str, ...]:
    """What an index would lead to: the columns compared with constants, or with the row for which the scan runs again."""
    condition = node.conditions.get("Filter", "")
    columns = columns_of(condition)
    if columns or node.loops <= max(node.processes, 1):
        return columns
    from workbench.rules.plan.join_columns import equal_columns

    return equal_columns(condition, node.alias or node.table or "") or equal_columns(condition, "")


def _finding(plan: Plan, node: Node, columns: tuple[str, ...]) -> Finding:
    read = node.rows + node.rows_removed
    share = node.rows_removed / read
    again = node.loops > max(node.processes, 1)
    runs = f" in {node.loops:,} runs" if again else ""
    each = "each time, and the filter keeps in all" if again else "and the filter keeps"
    sql = f"create index on {qualified(node)} ({', '.join(columns)})" if columns else None
    return Finding(
        rule=ID,
        severity=Severity.CRITICAL if share >= 0.99 else Severity.WARNING,
        title=f"Seq Scan on {node.table} reads {read:,.0f} rows{runs} and throws {node.rows_removed:,.0f} away"
        f" ({_percent(share)})",
        detail=f"The whole table is read, {each} {node.rows:,.0f} rows: {node.conditions.get('Filter', '')}",
        remedy=f"Try an index: {sql}" if sql else f"Try an index on {qualified(node)} that fits the filter, as a trial.",
        sql=sql,
        evidence={
            "rows_read": read,
            "rows_removed": node.rows_removed,
            "loops": node.loops,
            "pages_touched": node.exclusive_buffers.touched,
        },
        at=node.number,
        saves_ms=node.exclusive_ms * share if plan.timed else None,
    )


def _percent(share: float) -> str:
    """Never rounded up to 100 %, which it is not."""
    return f"{int(share * 1000) / 10:.1f} %"


RULE: Rule[Plan] = Rule(ID, check)
