"""An index finds many rows that a filter then throws away.

Bad: 2,673 rows are fetched one by one, 2,135 of them for nothing.

    Index Scan using orders_status on orders  (actual rows=538)
      Index Cond: (status = 'returned')
      Filter: (user_id <= 500)
      Rows Removed by Filter: 2135

Good: the index tests both columns.

    Index Scan using orders_status_user_id on orders  (actual rows=538)
      Index Cond: ((status = 'returned') AND (user_id <= 500))
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from workbench.findings import Finding, Rule, Severity
from workbench.plan import Node, Plan
from workbench.rules.plan.names import qualified

ID = "filter-after-index"

# To fetch a row through an index and test it takes a third of a microsecond to one (2,673 rows in 0.6 ms, measured on
# PostgreSQL 18, all pages in memory), so that fewer are not a millisecond even where pages are read.
WORTH_ROWS = 1_000
# With half of the rows thrown away, twice as many are fetched as are wanted.
MOST = 0.5
_INDEXED = ("Index Cond", "Recheck Cond")
_SCANS = frozenset({"Index Scan", "Index Only Scan", "Bitmap Heap Scan"})


def check(plan: Plan) -> Iterator[Finding]:
    """One finding for each scan by an index whose filter throws away 1,000 rows and half of what the index found."""
    wasteful = [node for node in plan.nodes if node.kind in _SCANS and _is_wasteful(node)]
    if not wasteful:
        return
    from workbench.rules.plan.filters import bounded  # here: sqlglot takes half a second to import

    columns = bounded()
    for node in wasteful:
        yield _finding(plan, node, columns)


def _is_wasteful(node: Node) -> bool:
    removed = node.over_loops("Rows Removed by Filter")
    return removed >= WORTH_ROWS and removed >= MOST * (node.rows + removed) and bool(_by_index(node))


def _by_index(node: Node) -> str:
    """What the index tested; an index that is only read in its order tests nothing."""
    return next((node.conditions[name] for name in _INDEXED if name in node.conditions), "")


def _finding(plan: Plan, node: Node, columns: Callable[[str], tuple[str, ...]]) -> Finding:
    removed = node.over_loops("Rows Removed by Filter")
    found = node.rows + removed
    sql = _index(node, columns)
    return Finding(
        rule=ID,
        severity=Severity.WARNING,
        title=f"{node.label}: the filter throws away {removed:,.0f} of {found:,.0f} rows that the index found",
        detail=f"The index tests {_by_index(node)}; each row it finds is fetched from the table, and only then "
        f"the filter tests {node.conditions.get('Filter', 'the rest')}.",
        remedy=f"Try an index that tests all of it: {sql}; or, where the filter never changes, a partial index with it."
        if sql
        else "Try an index with the filter's columns behind those of this one; or, where the filter never changes, a partial "
        "index with it.",
        sql=sql,
        evidence={"rows_found": found, "rows_removed": removed, "pages_touched": node.buffers.touched},
        at=node.number,
        saves_ms=node.exclusive_ms * removed / found if plan.timed else None,
    )


def _index(node: Node, columns: Callable[[str], tuple[str, ...]]) -> str | None:
    """Columns compared with = first, whoever tests them; None where a part can't be told."""
    tested = columns(f"({_by_index(node)} AND {node.conditions.get('Filter', '')})") if node.table else ()
    return f"create index on {qualified(node)} ({', '.join(tested)})" if len(tested) > 1 else None


RULE: Rule[Plan] = Rule(ID, check)
