"""A sort that did not fit into work_mem and went through temporary files.

Bad:

    Sort Method: external merge  Disk: 25336kB

Good: the same sort in memory, or none at all because an index gives the order.

    Sort Method: quicksort  Memory: 28102kB
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from workbench.findings import Finding, Rule, Severity
from workbench.plan import Node, Plan
from workbench.rules.plan.memory import advice, set_work_mem, spill_ms, work_mem_mb
from workbench.rules.plan.places import inside, number, places

ID = "sort-on-disk"

# On disk rows are packed; in memory each also needs a header and alignment, which weighs most on narrow rows. Measured as
# the smallest work_mem that kept a sort in memory, in times of its kB on disk: 1.1 (400-byte rows) to 2.1 (8-byte rows) on
# PostgreSQL 18, up to 3.9 on 15. work_mem is a limit, not an allocation: the higher figure costs little and avoids a second
# spill.
IN_MEMORY_FACTOR = 4
_MB = 1024
_SORTS = frozenset({"Sort", "Incremental Sort"})
# An Incremental Sort's two kinds of groups, each with disk figures of its own.
_GROUPS = ("Full-sort Groups", "Pre-sorted Groups")


def check(plan: Plan) -> Iterator[Finding]:
    """One finding for each node whose sort used the disk, in the leader or in any worker."""
    for node in plan.nodes:
        kilobytes = disk_kb(node) if node.kind in _SORTS else 0
        if kilobytes:
            yield _finding(plan, node, kilobytes)


def disk_kb(node: Node) -> int:
    """The most disk that one process used for this sort, in kB; 0 where it stayed in memory. work_mem holds per process."""
    return int(max(_disk_kb(place) for place in places(node)))


def _disk_kb(place: Mapping[str, Any]) -> float:
    whole = number(place.get("Sort Space Used")) if place.get("Sort Space Type") == "Disk" else 0.0
    return max(whole, *(inside(place, group, "Sort Space Disk", "Peak Sort Space Used") for group in _GROUPS))


def _finding(plan: Plan, node: Node, kilobytes: int) -> Finding:
    needed = work_mem_mb(plan, kilobytes * IN_MEMORY_FACTOR)
    return Finding(
        rule=ID,
        severity=Severity.WARNING,
        title=f"Sort on disk: {kilobytes / _MB:,.1f} MB did not fit into work_mem",
        detail=f"Rows were sorted through temporary files by {node.conditions.get('Sort Key', 'its key')}.",
        remedy=advice(needed, "an index that gives this order"),
        sql=set_work_mem(needed),
        evidence={"disk_kb": kilobytes, "work_mem_mb_estimate": needed},
        at=node.number,
        saves_ms=spill_ms(plan, [node], disk_kb=kilobytes),
    )


RULE: Rule[Plan] = Rule(ID, check)
