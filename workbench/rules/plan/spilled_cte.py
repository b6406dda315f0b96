"""Rows that a node keeps to read them again did not fit into work_mem: a CTE, a Materialize, a window's partition.

Bad:

    CTE Scan on recent  (actual rows=500000)
      Storage: Disk  Maximum Storage: 56152kB

Good: kept in memory, or not kept at all, since the CTE is merged into the query that reads it.

    CTE Scan on recent  (actual rows=900)
      Storage: Memory  Maximum Storage: 40kB
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.findings import Finding, Rule, Severity
from workbench.plan import Node, Plan
from workbench.rules.plan.memory import advice, set_work_mem, spill_ms, work_mem_mb
from workbench.rules.plan.places import most, places

ID = "spilled-cte"

# Rows are kept as a sort keeps them, packed on disk and with a header and alignment in memory: the same factor, measured there
# (sort-on-disk); a CTE of 500,000 rows of 105 bytes took 1.3.
IN_MEMORY_FACTOR = 4
_MB = 1024
# What keeps rows in a tuplestore, and what else to do about it.
_OTHERWISE = {
    "CTE Scan": "keep fewer rows and columns in the CTE, or let the planner merge it: as not materialized",
    "Materialize": "find an index on the column by which the rows are looked up again",
    "WindowAgg": "pass fewer columns through the window, or make its partitions smaller",
    "Recursive Union": "keep fewer columns in the recursive query",
    "Table Function Scan": "ask the function for fewer rows and columns",
    "Function Scan": "ask the function for fewer rows and columns, or call it in the select list, where rows are passed on",
}


def check(plan: Plan) -> Iterator[Finding]:
    """One finding for each store of rows that went to disk; a CTE with several readers has one, at the one that wrote it."""
    stores: dict[object, list[Node]] = {}
    for node in plan.nodes:
        if disk_kb(node):
            name = node.fields.get("CTE Name") if node.kind == "CTE Scan" else None
            stores.setdefault(name or node.number, []).append(node)
    for readers in stores.values():
        yield _finding(plan, readers)


def disk_kb(node: Node) -> float:
    """The disk that kept this node's rows, in kB. PostgreSQL 18 says so; before it shows in the temporary blocks written."""
    if node.kind not in _OTHERWISE:
        return 0.0
    if any("Storage" in place for place in places(node)):
        on_disk = any(place.get("Storage") == "Disk" for place in places(node))
        return most(node, "Maximum Storage") if on_disk else 0.0
    return node.exclusive_buffers.temp_written * 8 / max(node.processes, 1.0)


def _finding(plan: Plan, readers: list[Node]) -> Finding:
    node = max(readers, key=lambda reader: reader.exclusive_buffers.temp_written)
    kilobytes = disk_kb(node)
    needed = work_mem_mb(plan, kilobytes * IN_MEMORY_FACTOR)
    return Finding(
        rule=ID,
        severity=Severity.WARNING,
        title=f"{node.label}: {kilobytes / _MB:,.1f} MB of rows kept on disk",
        detail="Rows that are kept to be read again did not fit into work_mem, and went through temporary files.",
        remedy=advice(needed, _OTHERWISE[node.kind]),
        sql=set_work_mem(needed),
        evidence={"disk_kb": kilobytes, "work_mem_mb_estimate": needed},
        at=node.number,
        saves_ms=spill_ms(plan, readers, disk_kb=kilobytes),
    )


RULE: Rule[Plan] = Rule(ID, check)
