"""A hash aggregate with more groups than fit into memory: rows of later groups wait in temporary files.

Bad:

    HashAggregate  (actual rows=500000)
      Batches: 33  Memory Usage: 2393kB  Disk Usage: 14232kB

Good:

    HashAggregate  (actual rows=500000)
      Batches: 1  Memory Usage: 40985kB
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.findings import Finding, Rule, Severity
from workbench.plan import Node, Plan
from workbench.rules.plan.memory import advice, set_work_mem, spill_ms, work_mem_mb
from workbench.rules.plan.places import most

ID = "hash-aggregate-on-disk"

# All groups in memory, in times of (peak memory + disk): 1.0 to 2.5, measured with 500,000 groups of 12 to 165 bytes under a
# work_mem of 1, 4 and 16 MB on PostgreSQL 18. The default hash_mem_multiplier of 2 (1 up to 14) is left as a margin.
IN_MEMORY_FACTOR = 2.5
_KIND = "Aggregate"


def check(plan: Plan) -> Iterator[Finding]:
    """One finding for each hash aggregate that used the disk in any process, or in a mere estimate is planned to."""
    for node in plan.nodes:
        if node.kind != _KIND or node.never_executed:
            continue
        if most(node, "Disk Usage") > 0 or most(node, "HashAgg Batches") > 1:
            yield _spilled(plan, node)
        elif not plan.analyzed and most(node, "Planned Partitions") > 0:
            yield _planned(plan, node)


def _spilled(plan: Plan, node: Node) -> Finding:
    disk, peak, parts = most(node, "Disk Usage"), most(node, "Peak Memory Usage"), most(node, "HashAgg Batches")
    needed = work_mem_mb(plan, (disk + peak) * IN_MEMORY_FACTOR)
    planned = most(node, "Planned Partitions")
    expected = "as the planner expected" if planned else "though the planner expected it to fit"
    return Finding(
        rule=ID,
        severity=Severity.WARNING,
        title=f"Grouping {_by(node)} did not fit into work_mem",
        detail=f"Rows of groups for which there was no room went through {disk:,.0f} kB of temporary files, {expected}.",
        remedy=advice(needed, "group fewer rows or narrower keys"),
        sql=set_work_mem(needed),
        evidence={"disk_kb": disk, "peak_kb": peak, "batches": parts, "groups": node.rows, "work_mem_mb_estimate": needed},
        at=node.number,
        saves_ms=spill_ms(plan, [node], disk_kb=disk),
    )


def _planned(plan: Plan, node: Node) -> Finding:
    # A group takes some 70 bytes beside its key: 500,000 groups of 12 bytes took 41 MB on PostgreSQL 18.
    needed = work_mem_mb(plan, node.rows_planned * (node.per_loop("Plan Width") + 70) / 1024)
    return Finding(
        rule=ID,
        severity=Severity.INFO,
        title=f"Grouping {_by(node)} is planned to go through temporary files",
        detail=f"{node.rows_planned:,.0f} groups are expected, more than work_mem holds; it hasn't been executed.",
        remedy=advice(needed, "group fewer rows or narrower keys"),
        sql=set_work_mem(needed),
        evidence={"partitions_planned": most(node, "Planned Partitions"), "groups_planned": node.rows_planned},
        at=node.number,
        saves_ms=None,
    )


def _by(node: Node) -> str:
    key = node.conditions.get("Group Key", "")
    return f"by {key}" if key and len(key) <= 60 else "of rows"


RULE: Rule[Plan] = Rule(ID, check)
