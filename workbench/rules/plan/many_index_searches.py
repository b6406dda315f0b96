"""An index is searched from its root again and again within one scan (told by PostgreSQL 18 and later).

Bad: a skip scan: the index begins with user_id, of which the query knows nothing, so that each user is searched.

    Index Only Scan using orders_user_id_created_at on orders  (actual rows=40 loops=1)
      Index Cond: (created_at > '2025-06-01')
      Index Searches: 1221

Good: the index begins with what is compared, and is searched once.

    Index Scan using orders_created_at on orders  (actual rows=40 loops=1)
      Index Searches: 1
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.findings import Finding, Rule, Severity
from workbench.plan import Node, Plan
from workbench.rules.plan.names import qualified

ID = "many-index-searches"

# From the root to a leaf takes one to two microseconds in memory (137 searches in some 0.2 ms, measured on PostgreSQL 18), so
# that these are a millisecond.
WORTH_SEARCHES = 1_000
# A few searches for each run are what a short IN list or a column with a handful of values takes, and are well spent.
PER_LOOP = 10
# A list is searched by an index on its column already; another index would change nothing.
_LIST = " = ANY ("


def check(plan: Plan) -> Iterator[Finding]:
    """One finding for each index scan with 1,000 searches and ten for each time it ran."""
    for node in plan.nodes:
        searches = node.per_loop("Index Searches")
        if searches >= WORTH_SEARCHES and searches >= PER_LOOP * node.loops:
            yield _finding(plan, node, searches)


def _finding(plan: Plan, node: Node, searches: float) -> Finding:
    condition = node.conditions.get("Index Cond", "")
    sql = None if _LIST in condition else _index(plan, node, condition)
    return Finding(
        rule=ID,
        severity=Severity.INFO,
        title=f"{node.label} searched its index {searches:,.0f} times in {_runs(node)}",
        detail=f"For {node.rows:,.0f} rows the index was entered at its root {searches:,.0f} times: {condition}.",
        remedy=_remedy(condition, sql),
        sql=sql,
        evidence={"index_searches": searches, "loops": node.loops, "rows": node.rows, "pages_touched": node.buffers.touched},
        at=node.number,
        saves_ms=node.exclusive_ms * (1 - node.loops / searches) if plan.timed else None,
    )


def _runs(node: Node) -> str:
    return "1 run" if node.loops == 1 else f"{node.loops:,} runs"


def _remedy(condition: str, sql: str | None) -> str:
    if _LIST in condition:
        return "Compare with a join: put the list into a table or unnest(...), so that a hash or merge join can read both once."
    return f"Try an index that begins with what is compared{f': {sql}' if sql else ', so that one search is enough'}."


def _index(plan: Plan, node: Node, condition: str) -> str | None:
    from workbench.rules.plan.filters import filter_columns  # here: sqlglot takes half a second to import

    above = plan.above(node)
    scan = node if node.table or above is None else above
    columns = filter_columns(condition) if scan.table else ()
    return f"create index on {qualified(scan)} ({', '.join(columns)})" if columns else None


RULE: Rule[Plan] = Rule(ID, check)
