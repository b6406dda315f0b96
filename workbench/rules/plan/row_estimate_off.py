"""The planner expected ten times more or fewer rows than came.

Bad: planned for one row, so a nested loop looked cheap.

    Nested Loop  (rows=1) (actual rows=48211)

Good: within a factor of ten, which costs in plans usually forgive.

Reported where the error begins: the lowest node that has most of it. Everything above inherits it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from math import log10

from workbench.findings import Finding, Rule, Severity
from workbench.plan import Node, Plan
from workbench.rules.plan.names import identifier, qualified
from workbench.rules.plan.tree import stopped_early
from workbench.sql.names import STATISTICS_COLUMNS, statistics_name

ID = "row-estimate-off"

# The factor at which every plan viewer in use marks an estimate; join order and method hardly change below it.
OFF = 10.0
# Some plans hang on a few rows, but with fewer than this on both sides no choice of the planner costs a millisecond.
WORTH_ROWS = 100
_TESTED = ("Index Cond", "Recheck Cond", "Filter")


def check(plan: Plan) -> Iterator[Finding]:
    """One finding for each node where an error of 10x or more begins."""
    stopped = stopped_early(plan)
    off = [node for node in plan.nodes if node.number not in stopped and _is_off(node)]
    starts = _starts(plan, off)
    if not starts:
        return
    from workbench.rules.plan.filters import bounded  # here: sqlglot takes half a second to import

    columns_of = bounded()
    for number, heirs in starts.items():
        node = plan.nodes[number]
        yield _finding(plan, node, heirs, _tested_columns(node, columns_of) if node.table else [])


def _is_off(node: Node) -> bool:
    return node.loops > 0 and node.estimate_factor >= OFF and max(node.rows, node.rows_planned) >= WORTH_ROWS


def _starts(plan: Plan, off: Iterable[Node]) -> dict[int, list[Node]]:
    """For each node where an error starts the nodes that are off by it, itself among them, in pre-order.

    The planner's blame may lead to a node that has most of the error and is not off by 10x itself, or that a LIMIT stopped;
    then it is the next one above that is.
    """
    numbers = {node.number for node in off}
    next_above: list[int | None] = []
    for node in plan.nodes:
        inherited = None if node.parent is None else next_above[node.parent]
        next_above.append(node.number if node.number in numbers else inherited)
    found: dict[int, list[Node]] = {}
    for node in off:
        start = next_above[node.estimate_blame]
        found.setdefault(node.number if start is None else start, []).append(node)
    return dict(sorted(found.items()))


def _finding(plan: Plan, node: Node, heirs: list[Node], columns: list[str]) -> Finding:
    where = f" on {node.table}" if node.table else ""
    above = [heir for heir in heirs if heir.number != node.number]
    downstream = sum(heir.exclusive_ms for heir in above)
    sql = _sql(node, columns)
    return Finding(
        rule=ID,
        severity=Severity.WARNING,
        title=f"{node.kind}{where}: at least {_decade(node.estimate_factor):,}x {_fewer_or_more(node)} rows than planned",
        detail=f"{node.rows:,.0f} rows came, {node.rows_planned:,.0f} were expected; {_consequence(plan, above, downstream)}.",
        remedy=_remedy(node, sql, columns),
        sql=sql,
        evidence={
            "rows": node.rows,
            "rows_planned": node.rows_planned,
            "factor": node.estimate_factor,
            "nodes_above_off": len(above),
            "downstream_ms": downstream,
        },
        at=node.number,
        saves_ms=_saves_ms(plan, heirs),
    )


def _consequence(plan: Plan, above: list[Node], downstream: float) -> str:
    if not above:
        return "nothing above it inherits the error"
    took = f", and took {downstream:,.0f} ms" if plan.timed else ""
    nodes = "1 node above it builds" if len(above) == 1 else f"{len(above):,} nodes above it build"
    return f"{nodes} on that{took}"


def _saves_ms(plan: Plan, heirs: list[Node]) -> float | None:
    """What can be argued: a nested loop was chosen for few outer rows, and its inner side ran so many times more often.

    At most all of those further runs could be saved, by a join that reads the inner side once. Whether another plan would
    have been better elsewhere, nobody can tell from this one.
    """
    if not plan.timed:
        return None
    saved = 0.0
    for heir in heirs:
        above = plan.above(heir)
        if above is None or above.kind != "Nested Loop" or heir.relationship != "Outer" or heir.estimate_direction != "under":
            continue
        inner = (child for child in plan.children(above) if child.relationship == "Inner")
        saved += sum(child.time_ms for child in inner) * (1 - 1 / heir.estimate_factor)
    return saved or None


def _decade(factor: float) -> int:
    """10, 100, 1000 ...: statistics are sampled, so the digits of the factor change with every ANALYZE."""
    return int(10 ** int(log10(factor)))


def _fewer_or_more(node: Node) -> str:
    return "fewer" if node.estimate_direction == "over" else "more"


def _sql(node: Node, columns: list[str]) -> str | None:
    """ANALYZE, and the statistics of columns that are tested together; None for a node without a table."""
    if node.table is None:
        return None
    table = qualified(node)
    if len(columns) < 2:
        return f"analyze {table}"
    # Up to PostgreSQL 15 the object must have a name.
    name = statistics_name(node.table, (column.strip('"') for column in columns))
    return f"create statistics {identifier(name)} on {', '.join(columns)} from {table}; analyze {table}"


def _tested_columns(node: Node, columns_of: Callable[[str], tuple[str, ...]]) -> list[str]:
    conditions = [node.conditions[name] for name in _TESTED if name in node.conditions]
    if len(conditions) < 2 and not any(" AND " in condition for condition in conditions):
        return []  # one comparison tests no two columns; to read it takes longer than all else here
    return list(dict.fromkeys(column for condition in conditions for column in columns_of(condition)))[:STATISTICS_COLUMNS]


def _remedy(node: Node, sql: str | None, columns: list[str]) -> str:
    if node.table is None or sql is None:
        return "ANALYZE the tables of this join; if the error stays, its columns depend on one another (create statistics)."
    table, named = identifier(node.table), ", ".join(columns) if sql.startswith("create") else "..."
    return f"analyze {table}; if the error stays, its columns depend on one another: create statistics on {named} from {table}"


RULE: Rule[Plan] = Rule(ID, check)
