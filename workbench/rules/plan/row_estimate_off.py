"""The planner expected ten times more or fewer rows than came.

Bad: planned for one row, so a nested loop looked cheap.

    Nested Loop  (rows=1) (actual rows=48211)

Good: within a factor of ten, which costs in plans usually forgive.

Reported where the error begins: the lowest node that is off while its children are not. Everything above inherits it.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import log10

from workbench.findings import Finding, Rule, Severity
from workbench.plan import Node, Plan
from workbench.rules.plan.names import identifier

ID = "row-estimate-off"

# The factor at which every plan viewer in use marks an estimate; join order and method hardly change below it.
OFF = 10.0
# Some plans hang on a few rows, but with fewer than this on both sides no choice of the planner costs a millisecond.
WORTH_ROWS = 100
# A node that a LIMIT above stopped early has not given all its rows; its estimate was for all of them.
_STOPPERS = frozenset({"Limit"})


def check(plan: Plan) -> Iterator[Finding]:
    """One finding for each node where an error of 10x or more begins."""
    stopped = _stopped_early(plan)
    off = {node.number for node in plan.nodes if node.number not in stopped and _is_off(node)}
    for node in plan.nodes:
        if node.number in off and not any(child.number in off for child in plan.children(node)):
            yield _finding(node)


def _is_off(node: Node) -> bool:
    return node.loops > 0 and node.estimate_factor >= OFF and max(node.rows, node.rows_planned) >= WORTH_ROWS


def _stopped_early(plan: Plan) -> set[int]:
    """Nodes below a LIMIT that expected more rows than came. A sort or an aggregate in between reads its child to the end."""
    stopped: set[int] = set()
    for node in plan.nodes:
        above = plan.nodes[node.parent] if node.parent is not None else None
        blocks = above is not None and above.kind in ("Sort", "Aggregate", "Hash", "Materialize", "ModifyTable")
        limited = above is not None and (above.kind in _STOPPERS or above.number in stopped)
        if limited and not blocks and node.estimate_direction == "over":
            stopped.add(node.number)
    return stopped


def _finding(node: Node) -> Finding:
    where = f" on {node.table}" if node.table else ""
    return Finding(
        rule=ID,
        severity=Severity.WARNING,
        title=f"{node.kind}{where}: at least {_decade(node.estimate_factor):,}x {_fewer_or_more(node)} rows than planned",
        detail=f"{node.rows:,.0f} rows came, {node.rows_planned:,.0f} were expected; the plans above build on that.",
        remedy=_remedy(node),
        evidence={"rows": node.rows, "rows_planned": node.rows_planned, "factor": node.estimate_factor},
        at=node.number,
        saves_ms=None,
    )


def _decade(factor: float) -> int:
    """10, 100, 1000 ...: statistics are sampled, so the digits of the factor change with every ANALYZE."""
    return int(10 ** int(log10(factor)))


def _fewer_or_more(node: Node) -> str:
    return "fewer" if node.estimate_direction == "over" else "more"


def _remedy(node: Node) -> str:
    if node.table is None:
        return "ANALYZE the tables of this join; if the error stays, its columns depend on one another (create statistics)."
    table = identifier(node.table)
    return f"analyze {table}; if the error stays, its columns depend on one another: create statistics on ... from {table}"


RULE: Rule[Plan] = Rule(ID, check)
