"""This part is fine: a sort, a hash table or a grouping that matters, and stayed in memory.

Good:

    Sort  (actual rows=200000)
      Sort Method: quicksort  Memory: 28102kB

Bad: see sort-on-disk, hash-batches and hash-aggregate-on-disk.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.findings import Finding, Rule, Severity
from workbench.plan import Node, Plan
from workbench.rules.plan.hash_batches import batches
from workbench.rules.plan.places import inside, most, number, places

ID = "in-memory"

# Of a node with less of the time nobody asks.
SHARE = 0.1
# And of fewer rows nobody doubts that they fit: at 100 bytes they take a quarter of the default work_mem of 4 MB.
WORTH_ROWS = 10_000
_WHAT = {"Sort": "Sort", "Incremental Sort": "Incremental Sort", "Hash": "Hash table", "Aggregate": "Grouping"}


def check(plan: Plan) -> Iterator[Finding]:
    """One finding for each sort, hash table or hash aggregate of 10,000 rows and a tenth of the time, all in memory."""
    if not plan.timed:
        return
    for node in plan.nodes:
        if node.kind in _WHAT and node.rows >= WORTH_ROWS and node.exclusive_ms >= SHARE * plan.total_ms and _memory_kb(node):
            yield Finding(
                rule=ID,
                severity=Severity.GOOD,
                title=f"{_WHAT[node.kind]} of {node.rows:,.0f} rows stayed in memory",
                detail=f"It took {_memory_kb(node):,.0f} kB, in the process that needed most.",
                remedy="Nothing to do here: more work_mem would change nothing.",
                evidence={"memory_kb": _memory_kb(node), "rows": node.rows},
                at=node.number,
                measured=True,
                saves_ms=0.0,
            )


def _memory_kb(node: Node) -> float:
    """The memory that held everything; 0 where something went to disk, or the plan doesn't tell."""
    if node.kind == "Hash":
        return most(node, "Peak Memory Usage") if batches(node) == 1 else 0.0
    if node.kind == "Aggregate":
        fits = most(node, "HashAgg Batches") == 1 and most(node, "Disk Usage") == 0
        return most(node, "Peak Memory Usage") if fits else 0.0
    if any(place.get("Sort Space Type") == "Disk" for place in places(node)) or _groups(node, "Disk"):
        return 0.0
    in_memory = (number(place.get("Sort Space Used")) for place in places(node) if place.get("Sort Space Type") == "Memory")
    return max(max(in_memory, default=0.0), _groups(node, "Memory"))


def _groups(node: Node, where: str) -> float:
    """An Incremental Sort's peak over its groups, in kB."""
    return max(
        inside(place, group, f"Sort Space {where}", "Peak Sort Space Used")
        for place in places(node)
        for group in ("Full-sort Groups", "Pre-sorted Groups")
    )


RULE: Rule[Plan] = Rule(ID, check)
