"""A nested loop whose inner side runs so often that it is most of the time.

Bad: each of 4,000 rows is compared with all of 200,000.

    Nested Loop
      Join Filter: (o.user_id = c.id)
      Rows Removed by Join Filter: 799800000
      ->  Seq Scan on customers c  (actual rows=4000 loops=1)
      ->  Materialize  (actual rows=200000 loops=4000)
            ->  Seq Scan on orders o

Good: an index leads to the rows that match, or a hash join reads both sides once.

Where the outer side brings ten times more rows than planned, the estimate is the cause, and row-estimate-off speaks.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.findings import Finding, Rule, Severity
from workbench.plan import Node, Plan
from workbench.rules.plan.names import qualified

ID = "nested-loop-inner"

# A pair of rows is compared in about 0.1 microseconds (measured: 1,000,000 in 93 ms on PostgreSQL 18), so that these are 10 ms.
WORTH_PAIRS = 100_000
# A lookup through an index takes about a microsecond (200,000 in 200 ms, likewise), so that these are 10 ms, too.
WORTH_LOOKUPS = 10_000
# A nested loop with less of the time isn't what makes the statement slow.
COMPARING_SHARE = 0.25
# Lookups are often right; only where they are most of all is it worth to compare.
LOOKUPS_SHARE = 0.5
# The same factor as in row-estimate-off, which speaks then.
OFF = 10.0
_KEPT = frozenset({"Materialize", "Subquery Scan"})
_LOOKUPS = frozenset({"Index Scan", "Index Only Scan", "Bitmap Heap Scan"})


def check(plan: Plan) -> Iterator[Finding]:
    """One finding for each nested loop that compares all pairs, or that looks up so much that it is half of the time."""
    for node in plan.nodes:
        if node.kind != "Nested Loop" or node.loops == 0:
            continue
        sides = {child.relationship: child for child in plan.children(node)}
        outer, inner = sides.get("Outer"), sides.get("Inner")
        if outer is None or inner is None or _outer_is_off(outer):
            continue
        scan = _scan(plan, inner)
        share = (inner.time_ms + node.exclusive_ms) / plan.total_ms if plan.timed and plan.total_ms else 1.0
        compares = (scan.kind == "Seq Scan" or inner.kind == "Materialize") and inner.loops > 1
        if compares and inner.rows >= WORTH_PAIRS and share >= COMPARING_SHARE:
            yield _compares(plan, node, inner, scan)
        elif scan.kind in _LOOKUPS and inner is scan and inner.loops >= WORTH_LOOKUPS and plan.timed and share >= LOOKUPS_SHARE:
            yield _looks_up(plan, node, inner)


def _outer_is_off(outer: Node) -> bool:
    return outer.estimate_direction == "under" and outer.estimate_factor >= OFF


def _scan(plan: Plan, inner: Node) -> Node:
    """What the inner side reads, behind what only keeps or passes on its rows."""
    while inner.kind in _KEPT and len(inner.children) == 1:
        inner = plan.nodes[inner.children[0]]
    return inner


def _compares(plan: Plan, node: Node, inner: Node, scan: Node) -> Finding:
    removed = node.over_loops("Rows Removed by Join Filter")
    wasted = removed / inner.rows if inner.rows else 0.0
    sql = _index(scan, node.conditions.get("Join Filter", ""))
    return Finding(
        rule=ID,
        severity=Severity.CRITICAL if wasted >= 0.99 else Severity.WARNING,
        title=f"Nested Loop compares each row with all of {_name(scan)}: {inner.rows:,.0f} pairs",
        detail=f"The inner side was read {inner.loops:,} times; {node.rows:,.0f} of {inner.rows:,.0f} pairs were kept.",
        remedy=_remedy(scan, sql, node.conditions.get("Join Filter", "")),
        sql=sql,
        evidence={"loops": inner.loops, "pairs": inner.rows, "rows_removed": removed, "inner_ms": inner.time_ms},
        at=node.number,
        measured=True,
        saves_ms=(inner.time_ms + node.exclusive_ms) * min(wasted, 1.0) if plan.timed else None,
    )


def _name(scan: Node) -> str:
    return scan.table or scan.alias or "its inner side"


def _index(scan: Node, condition: str) -> str | None:
    from workbench.rules.plan.join_columns import equal_columns  # here: sqlglot takes half a second to import

    columns = equal_columns(condition, scan.alias or scan.table or "") if scan.kind == "Seq Scan" and scan.table else ()
    return f"create index on {qualified(scan)} ({', '.join(columns)})" if columns else None


def _remedy(scan: Node, sql: str | None, condition: str) -> str:
    if sql:
        return (
            f"Try an index, if there is none yet: {sql}; or find out why no hash join was possible (is enable_hashjoin off?)."
        )
    if not condition:
        return f"No condition joins {_name(scan)}: is one missing? Otherwise reduce both sides before they meet."
    return f"The condition has no = that an index on {_name(scan)} or a hash join could use; add one that narrows the pairs."


def _looks_up(plan: Plan, node: Node, inner: Node) -> Finding:
    return Finding(
        rule=ID,
        severity=Severity.INFO,
        title=f"Nested Loop looks up {inner.table or 'its inner side'} {inner.loops:,} times",
        detail=f"The lookups take {inner.time_ms:,.0f} ms in all, most of the statement's {plan.total_ms:,.0f} ms.",
        remedy="Compare with a join that reads both sides once: set enable_nestloop = off for this statement; or bring fewer "
        "rows to the outer side.",
        sql="set enable_nestloop = off",
        evidence={"loops": inner.loops, "inner_ms": inner.time_ms, "pages_touched": inner.buffers.touched},
        at=node.number,
        measured=True,
        saves_ms=None,
    )


RULE: Rule[Plan] = Rule(ID, check)
