"""A LIMIT that comes after all rows were read and sorted, where an index would give the first ones at once.

Bad: two million rows are read and compared for ten.

    Limit  (actual rows=10)
      ->  Sort  (actual rows=10)
            Sort Key: created_at DESC
            Sort Method: top-N heapsort  Memory: 26kB
            ->  Seq Scan on orders  (actual rows=2000000)

Good: the index gives the order, and the LIMIT stops it after ten rows.

    Limit  (actual rows=10)
      ->  Index Scan Backward using orders_created_at_idx on orders  (actual rows=10)

Where rows are grouped before they are sorted, all of them are needed, and the rule is silent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.findings import Finding, Rule, Severity
from workbench.plan import Node, Plan
from workbench.rules.plan.names import qualified

ID = "late-limit"

# To read and compare fewer rows takes a millisecond or two (10,000 in 1.5 ms, measured on PostgreSQL 18).
WORTH_ROWS = 10_000
# An index reads pages in random order, which costs 4 times as much by the planner's defaults (random_page_cost): where more
# than a tenth of the rows is kept, it is no sure gain. The same share as in seq-scan-discards.
TIMES = 10
# Below a sort tables are looked for no further than this, so that thousands of sorts take no time.
FURTHEST = 50
_SORTS = frozenset({"Sort", "Incremental Sort"})
_PASSES = frozenset({"Gather Merge", "Result", "LockRows", "Subquery Scan"})
_SCANS = frozenset({"Seq Scan", "Index Scan", "Index Only Scan", "Bitmap Heap Scan", "Sample Scan"})
_THROUGH = frozenset(
    {"Nested Loop", "Hash Join", "Merge Join", "Hash", "Materialize", "Memoize", "Gather", "Gather Merge", "Append", "Result",
     "Merge Append", "Sort"}
)  # fmt: skip
_CONDITIONS = ("Index Cond", "Recheck Cond", "Filter")
_KEY = re.compile(r'(?:(?P<alias>\w+|"(?:[^"]|"")+")\.)?(?P<column>\w+|"(?:[^"]|"")+")(?P<order>(?: DESC)?(?: NULLS \w+)?)')


def check(plan: Plan) -> Iterator[Finding]:
    """One finding for each LIMIT above a sort of 10,000 rows and more, of which it needs a tenth or less."""
    for limit in plan.nodes:
        sort = _sort(plan, limit) if limit.kind == "Limit" and limit.loops else None
        if sort is None or not sort.children:
            continue
        below = plan.nodes[sort.children[0]]
        if below.rows >= WORTH_ROWS and below.rows >= TIMES * max(sort.rows, 1):
            scans = _scans(plan, below)
            if scans:
                yield _finding(plan, limit, sort, below, scans)


def _sort(plan: Plan, limit: Node) -> Node | None:
    """The sort whose first rows the LIMIT takes."""
    node = limit
    while node.children:
        node = plan.nodes[node.children[0]]
        if node.kind in _SORTS:
            return node
        if node.kind not in _PASSES:
            return None
    return None


def _scans(plan: Plan, below: Node) -> list[Node]:
    """The tables whose rows come to the sort as they were read; none where they are grouped or made on the way."""
    found: list[Node] = []
    waiting = [below.number]
    for _ in range(FURTHEST):
        if not waiting:
            break
        node = plan.nodes[waiting.pop()]
        if node.kind in _SCANS and node.table:
            found.append(node)
        elif node.kind in _THROUGH:
            waiting += [child.number for child in plan.children(node) if child.relationship not in ("SubPlan", "InitPlan")]
        else:
            return []
    return found


def _finding(plan: Plan, limit: Node, sort: Node, below: Node, scans: list[Node]) -> Finding:
    sql = _index(sort, scans)
    return Finding(
        rule=ID,
        severity=Severity.WARNING,
        title=f"LIMIT keeps {limit.rows:,.0f} of {below.rows:,.0f} rows that were read and sorted",
        detail=f"All rows were compared by {sort.conditions.get('Sort Key', 'the sort key')}, and most of them for nothing.",
        remedy=_remedy(sql),
        sql=sql,
        evidence={"rows_sorted": below.rows, "rows_kept": limit.rows, "pages_touched": sort.buffers.touched},
        at=sort.number,
        saves_ms=sort.time_ms * (1 - sort.rows / below.rows) if plan.timed else None,
    )


def _remedy(sql: str | None) -> str:
    if sql is None:
        return (
            "Try an index that gives this order, columns compared with = before those of the ORDER BY, so that LIMIT can stop "
            "early; that needs an ORDER BY of one table's columns."
        )
    return f"Try an index that gives this order, so that LIMIT can stop early: {sql}"


def _index(sort: Node, scans: list[Node]) -> str | None:
    """Columns compared with a constant first, then the order; None where it can't be told for one table."""
    keys = sort.fields.get("Sort Key")
    matches = [_KEY.fullmatch(str(key)) for key in keys] if isinstance(keys, list) else []
    aliases = {match["alias"] for match in matches if match}
    if not matches or None in matches or len(aliases) != 1:
        return None
    alias = aliases.pop()
    named = [scan for scan in scans if alias is None or alias.strip('"') == scan.alias]
    if len(named) != 1 or (alias is None and len(scans) != 1):
        return None
    order = [f"{match['column']}{match['order'].lower()}" for match in matches if match]
    sorted_by = {match["column"] for match in matches if match}
    columns = [column for column in _equal(named[0]) if column not in sorted_by]
    return f"create index on {qualified(named[0])} ({', '.join([*columns, *order])})"


def _equal(scan: Node) -> list[str]:
    from workbench.rules.plan.join_columns import equal_columns  # here: sqlglot takes half a second to import

    conditions = [scan.conditions[name] for name in _CONDITIONS if name in scan.conditions]
    aliases = (scan.alias or scan.table or "", "")
    return list(dict.fromkeys(c for condition in conditions for alias in aliases for c in equal_columns(condition, alias)))


RULE: Rule[Plan] = Rule(ID, check)
