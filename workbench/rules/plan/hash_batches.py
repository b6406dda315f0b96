"""A hash join whose hash table did not fit into memory: both sides go through temporary files, batch by batch.

Bad:

    ->  Hash  (actual rows=500000)
          Buckets: 65536  Batches: 16  Memory Usage: 4780kB

Good: one batch.

    ->  Hash  (actual rows=500000)
          Buckets: 524288  Batches: 1  Memory Usage: 72456kB
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.findings import Finding, Rule, Severity
from workbench.plan import Node, Plan
from workbench.rules.plan.memory import advice, set_work_mem, spill_ms, work_mem_mb
from workbench.rules.plan.places import most

ID = "hash-batches"

# PostgreSQL splits a hash table only when the memory it was allowed (work_mem x hash_mem_multiplier) is used up.
BATCHES = 1


def check(plan: Plan) -> Iterator[Finding]:
    """One finding for each hash table of more than one batch."""
    for node in plan.nodes:
        if node.kind == "Hash" and batches(node) > BATCHES:
            yield _finding(plan, node)


def batches(node: Node) -> int:
    """Into how many parts a join's hash table was split; 0 where the node has none."""
    return int(most(node, "Hash Batches"))


def _finding(plan: Plan, node: Node) -> Finding:
    parts, planned, peak = batches(node), most(node, "Original Hash Batches"), most(node, "Peak Memory Usage")
    # The peak is the largest batch. All batches at once took 0.84 to 0.95 of this product (4 to 72 MB, PostgreSQL 18); the
    # default hash_mem_multiplier of 2 (1 up to 14) is left as a margin.
    needed = work_mem_mb(plan, peak * parts)
    above = plan.above(node)
    return Finding(
        rule=ID,
        severity=Severity.WARNING,
        title=f"Hash of {node.rows:,.0f} rows did not fit into work_mem",
        detail=_detail(parts, planned),
        remedy=advice(needed, "raise hash_mem_multiplier, or join fewer rows and columns"),
        sql=set_work_mem(needed),
        evidence={"batches": parts, "batches_planned": planned or parts, "peak_kb": peak, "work_mem_mb_estimate": needed},
        at=node.number,
        saves_ms=spill_ms(plan, [node, above] if above else [node], disk_kb=peak * (parts - 1)),
    )


def _detail(parts: int, planned: float) -> str:
    detail = f"It was split into {parts:,} batches; all but the first, and the rows to join with them, went through files."
    if 0 < planned < parts:
        detail += f" Only {planned:,.0f} were planned: more rows came than expected, or one value is very frequent."
    return detail


RULE: Rule[Plan] = Rule(ID, check)
