"""A sort that did not fit into work_mem and went through temporary files.

Bad:

    Sort Method: external merge  Disk: 25336kB

Good: the same sort in memory, or none at all because an index gives the order.

    Sort Method: quicksort  Memory: 28102kB
"""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from workbench.findings import Finding, Rule, Severity
from workbench.plan import Node, Plan

ID = "sort-on-disk"

# On disk rows are packed; in memory each also needs a header and alignment, which weighs most on narrow rows. Measured as
# the smallest work_mem that kept a sort in memory, in times of its kB on disk: 1.1 (400-byte rows) to 2.1 (8-byte rows) on
# PostgreSQL 18, up to 3.9 on 15. work_mem is a limit, not an allocation: the higher figure costs little and avoids a second
# spill.
IN_MEMORY_FACTOR = 4
_MB = 1024


def check(plan: Plan) -> Iterator[Finding]:
    """One finding for each node whose sort used the disk, in the leader or in any worker."""
    for node in plan.nodes:
        kilobytes = disk_kb(node)
        if kilobytes:
            yield _finding(node, kilobytes)


def disk_kb(node: Node) -> int:
    """The most disk that one process used for this sort, in kB; 0 where it stayed in memory. work_mem holds per process."""
    places = [node.other, *node.other.get("Workers", ())]
    return max((int(place.get("Sort Space Used", 0)) for place in places if place.get("Sort Space Type") == "Disk"), default=0)


def _finding(node: Node, kilobytes: int) -> Finding:
    needed = ceil(kilobytes * IN_MEMORY_FACTOR / _MB)
    return Finding(
        rule=ID,
        severity=Severity.WARNING,
        title=f"Sort on disk: {kilobytes / _MB:,.1f} MB did not fit into work_mem",
        detail=f"Rows were sorted through temporary files by {node.conditions.get('Sort Key', 'its key')}.",
        remedy=f"For this statement: set work_mem = '{needed}MB' (an estimate); or an index that gives this order.",
        evidence={"disk_kb": kilobytes, "work_mem_mb_estimate": needed},
        at=node.number,
        saves_ms=None,
    )


RULE: Rule[Plan] = Rule(ID, check)
