"""A node wrote temporary files, and nothing in the plan says for what.

Bad: a function sorts inside, where EXPLAIN doesn't look.

    Function Scan on report  (actual rows=12)
      Buffers: temp read=5763 written=5763

Good: no temporary blocks.

Sorts, hash tables and kept rows have rules of their own; this one speaks where they can't.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.findings import Finding, Rule, Severity
from workbench.plan import Node, Plan
from workbench.rules.plan import spilled_cte
from workbench.rules.plan.hash_batches import BATCHES, batches
from workbench.rules.plan.memory import spill_ms

ID = "temp-io"

# 1 MB. Writing and reading as much took about 2 ms (see memory.BLOCK_MS); no setting could save more.
WORTH_BLOCKS = 128
_MB_BLOCKS = 128


def check(plan: Plan) -> Iterator[Finding]:
    """One finding for each node that wrote 1 MB or more of temporary files itself. Who only reads them isn't the cause."""
    for node in plan.nodes:
        if node.exclusive_buffers.temp_written >= WORTH_BLOCKS and not _is_told(plan, node):
            yield _finding(plan, node)


def _is_told(plan: Plan, node: Node) -> bool:
    """At another node: a join's rows wait in files because of its hash table, and a CTE's may be written by any reader."""
    batched = node.kind == "Hash Join" and any(batches(child) > BATCHES for child in plan.children(node))
    return batched or spilled_cte.disk_kb(node) > 0


def _finding(plan: Plan, node: Node) -> Finding:
    blocks = node.exclusive_buffers
    return Finding(
        rule=ID,
        severity=Severity.WARNING,
        title=f"{node.label} went through temporary files",
        detail=f"It wrote {blocks.temp_written / _MB_BLOCKS:,.1f} MB and read {blocks.temp_read / _MB_BLOCKS:,.1f} MB; "
        "the plan doesn't say for what. Often it is a sort or a join inside of a function.",
        remedy="Raise work_mem for this statement, or explain the statements of the function that it calls (auto_explain with "
        "log_nested_statements).",
        evidence={"temp_blocks_written": blocks.temp_written, "temp_blocks_read": blocks.temp_read},
        at=node.number,
        saves_ms=spill_ms(plan, [node]),
    )


RULE: Rule[Plan] = Rule(ID, check)
