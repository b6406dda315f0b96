"""What a rule says of many partitions of one table becomes one finding. Findings in, fewer findings out; no rule here.

Members of an Append are one table's partitions where the planner called them so (`events_1`, `events_2`, ... for `events`),
or, up to PostgreSQL 12, which did not, where their names differ by digits only. Tables that a UNION ALL brings together stay
apart: each has a cause of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache

from workbench.findings import Finding
from workbench.plan import Node, Plan
from workbench.rules.plan.names import qualified
from workbench.rules.plan.written import LONGEST_STATEMENT, Written

# More statements than that nobody runs by hand; the same on the partitioned table does it for all.
MOST_SQL = 8
_NUMBERED = re.compile(r"_\d+$")
_DIGITS = re.compile(r"\d+")
# These do the same for all partitions when they are given the partitioned table.
_RECURSES = re.compile(r"(?:create index on|analyze|vacuum(?: \([\w, ]+\))?) [^;]+$")
# Figures that hold for each by itself; the worst of them counts. All others are counts, and add up.
_EACH = re.compile(r"factor|share|ratio|percent|estimate|_[kmg]b$|per_")
_APPENDS = frozenset({"Append", "Merge Append"})


def merged(plan: Plan, findings: Iterable[Finding]) -> list[Finding]:
    """The same findings in their order; those of one rule about partitions of one table are one, where the first was."""
    groups: dict[object, list[Finding]] = {}
    members = _members(plan)
    for place, finding in enumerate(findings):
        member = None if finding.at is None else members[finding.at]
        key = place if member is None or finding.at is None else _key(plan, finding, plan.nodes[finding.at], member)
        groups.setdefault(key, []).append(finding)
    written = cache(lambda: Written.of(plan))  # read once, and only if it is needed
    return [group[0] if len(group) == 1 else _merged(plan, group, written) for group in groups.values()]


def _members(plan: Plan) -> list[int | None]:
    """For each node the nearest member of an Append that it is or stands below; None elsewhere."""
    found: list[int | None] = []
    for node in plan.nodes:
        above = plan.above(node)
        if above is None or node.relationship in ("SubPlan", "InitPlan"):
            found.append(None)
        else:
            found.append(node.number if _is_append(above) else found[above.number])
    return found


def _is_append(node: Node) -> bool:
    return node.kind in _APPENDS or node.fields.get("Custom Plan Provider") in ("ChunkAppend", "ConstraintAwareAppend")


def _key(plan: Plan, finding: Finding, node: Node, member: int) -> object:
    """Equal for findings of one rule at the same place in each partition's part of the plan."""
    return finding.rule, plan.nodes[member].parent, node.number - member, node.kind, _stem(node)


def _stem(node: Node) -> str:
    """What the partitions of one table have in common: the alias without the planner's number, or the name without digits."""
    name = node.alias or node.table or ""
    return _NUMBERED.sub("", name) if name != node.table else _DIGITS.sub("", name)


def _merged(plan: Plan, group: list[Finding], written: Callable[[], Written]) -> Finding:
    """One for all: at the partition that did most, with the sum of what they would save; they run one after the other."""
    worst = max(group, key=lambda finding: _weight(plan, finding))  # by rows, not by time: the same in every run
    savings = [finding.saves_ms for finding in group if finding.saves_ms is not None]
    others = len(group) - 1
    partitions = f"{others:,} more partitions" if others > 1 else "1 more partition"
    sql = _on_all(plan, worst, written) or _sql(group, worst)
    everywhere = "" if sql == worst.sql else " The same for each partition, or on the partitioned table for all of them."
    return replace(
        worst,
        severity=max(finding.severity for finding in group),
        title=f"{worst.title}; likewise {partitions}{_of(plan, worst)}",
        remedy=worst.remedy + everywhere,
        sql=sql,
        evidence={name: _evidence(name, group) for name in worst.evidence} | {"partitions": len(group)},
        saves_ms=sum(savings) if savings else None,
        measured=any(finding.measured for finding in group),
    )


def _weight(plan: Plan, finding: Finding) -> tuple[float, float]:
    node = plan.nodes[finding.at or 0]
    memory = finding.evidence.get("work_mem_mb_estimate", 0)
    return (float(memory) if isinstance(memory, int | float) else 0.0, node.rows + node.rows_removed)


def _of(plan: Plan, finding: Finding) -> str:
    node = plan.nodes[finding.at or 0]
    return f" of {_stem(node)}" if node.alias and node.alias != node.table else ""


def _evidence(name: str, group: list[Finding]) -> float | int | str:
    values = [finding.evidence[name] for finding in group if name in finding.evidence]
    numbers = [value for value in values if isinstance(value, int | float)]
    if len(numbers) != len(values):
        return values[0]
    return max(numbers) if _EACH.search(name) else sum(numbers)


def _on_all(plan: Plan, worst: Finding, written: Callable[[], Written]) -> str | None:
    """The statement on the partitioned table, which does the same for each partition; its name stands in the query only."""
    node = plan.nodes[worst.at or 0]
    if worst.sql is None or not _RECURSES.match(worst.sql) or not plan.statement or not node.table or node.alias == node.table:
        return None
    if len(plan.statement) > LONGEST_STATEMENT:
        return None
    table = written().table(_stem(node))
    return worst.sql.replace(f" {qualified(node)}", f" {table}", 1) if table else None


def _sql(group: list[Finding], worst: Finding) -> str | None:
    """A setting once; other statements for each partition, or none where they are too many or one can't be told."""
    if worst.sql is None or worst.sql.startswith("set "):
        return worst.sql
    statements = list(dict.fromkeys(finding.sql for finding in group))
    return "; ".join(filter(None, statements)) if len(statements) <= MOST_SQL and None not in statements else None
