"""A sub-select that runs again for each row.

Bad:

    Seq Scan on customers c  (actual rows=4000)
      SubPlan 1
        ->  Aggregate  (actual rows=1 loops=4000)
              ->  Index Scan using orders_user_id_idx on orders o  (actual rows=50 loops=4000)
                    Index Cond: (user_id = c.id)

Good: hashed once, or a join with the groups.

    Hash Left Join
      ->  Seq Scan on customers c
      ->  Hash
            ->  HashAggregate  (loops=1)

Where it reads a whole table each time for a few rows, the missing index is the cause, and seq-scan-discards speaks; where it
reads a CTE, cte-scan-loops does.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from workbench.findings import Finding, Rule, Severity
from workbench.plan import Node, Plan
from workbench.rules.plan import cte_scan_loops, seq_scan_discards
from workbench.rules.plan.names import qualified
from workbench.rules.plan.tree import ends

ID = "sub-plan-per-row"

# The start of a sub-plan takes about a microsecond, so that fewer are no millisecond.
WORTH_LOOPS = 1_000
# A sub-plan with less of the time isn't what makes the statement slow.
SHARE = 0.1


def check(plan: Plan) -> Iterator[Finding]:
    """One finding for each sub-plan that ran 1,000 times and more, and took a tenth of the time."""
    subs = [node for node in plan.nodes if node.relationship == "SubPlan" and node.loops >= WORTH_LOOPS]
    if not subs:
        return
    behind = ends(plan)
    blamed = sorted(finding.at or 0 for rule in (seq_scan_discards, cte_scan_loops) for finding in rule.check(plan))
    scans = [node.number for node in plan.nodes if node.kind == "Seq Scan" and "Filter" in node.conditions]
    for node in subs:
        large = not plan.timed or node.time_ms >= SHARE * plan.total_ms
        if large and _first(blamed, node.number, behind[node.number]) is None:
            scan = _first(scans, node.number, behind[node.number])
            yield _finding(plan, node, None if scan is None else _index(plan.nodes[scan]))


def _first(numbers: list[int], start: int, end: int) -> int | None:
    """The first of these, in order, from `start` on and before `end`: what is below a node, without looking at all of it."""
    place = bisect_left(numbers, start)
    return numbers[place] if place < len(numbers) and numbers[place] < end else None


def _finding(plan: Plan, node: Node, sql: str | None) -> Finding:
    name = node.subplan_name or "A sub-select"
    return Finding(
        rule=ID,
        severity=Severity.WARNING,
        title=f"{name} ran {node.loops:,} times, once for each row",
        detail=f"It depends on the row in which it stands, so it can't be hashed; its runs took {node.time_ms:,.0f} ms in all."
        if plan.timed
        else "It depends on the row in which it stands, so it can't be hashed.",
        remedy="Write it as a join with the grouped rows, or as a window function, so that it runs once"
        + (f"; or, for each run, an index: {sql}." if sql else "."),
        sql=sql,
        evidence={"loops": node.loops, "sub_plan_ms": node.time_ms, "pages_touched": node.buffers.touched},
        at=node.number,
        measured=True,
        saves_ms=node.time_ms * (1 - 1 / node.loops) if plan.timed else None,
    )


def _index(node: Node) -> str | None:
    """An index for a scan that reads its table to the end in each run."""
    from workbench.rules.plan.join_columns import equal_columns  # here: sqlglot takes half a second to import

    if not node.table:
        return None
    columns = equal_columns(node.conditions["Filter"], node.alias or node.table)
    return f"create index on {qualified(node)} ({', '.join(columns)})" if columns else None


RULE: Rule[Plan] = Rule(ID, check)
