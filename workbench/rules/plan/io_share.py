"""Most of the time went to waiting for pages from disk.

Bad: 210 of 240 ms are one node's reads.

    Bitmap Heap Scan on orders  (actual time=3.2..240.1)
      Buffers: shared hit=12 read=9120
      I/O Timings: shared read=210.4

Good: the same pages found in memory.

    Bitmap Heap Scan on orders  (actual time=1.2..14.0)
      Buffers: shared hit=9132

Only a server with track_io_timing = on tells; a second run may find the pages in memory, and have nothing to report.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.findings import Finding, Rule, Severity
from workbench.plan import Node, Plan

ID = "io-share"

# More than anything else that the node or the statement did.
SHARE = 0.5
# A node with less of the statement's time isn't what makes it slow.
OF_STATEMENT = 0.1
# Shorter waits are noise of the machine: a single read from a disk that turns takes as long.
WORTH_MS = 10.0
_DIRECT = frozenset({"Index Scan", "Bitmap Heap Scan"})


def check(plan: Plan) -> Iterator[Finding]:
    """One finding for each node that waited for reads for half of its time, or one for the plan where all together did."""
    if not plan.timed or not plan.total_ms:
        return
    waits = [(node, _wait_ms(node)) for node in plan.nodes if node.exclusive.io.read_ms > 0]
    large = [(node, ms) for node, ms in waits if ms >= max(WORTH_MS, OF_STATEMENT * plan.total_ms)]
    found = [(node, ms) for node, ms in large if ms >= SHARE * node.exclusive_ms]
    yield from (_of_node(node, ms) for node, ms in found)
    total = sum(ms for _, ms in waits)
    if not found and total >= max(WORTH_MS, SHARE * plan.total_ms):
        yield _of_plan(plan, total)


def _wait_ms(node: Node) -> float:
    """The wall clock's part of the reads, which are summed over all processes."""
    return min(node.exclusive.io.read_ms / max(node.processes, 1.0), node.exclusive_ms)


def _of_node(node: Node, wait_ms: float) -> Finding:
    covering = ", or one that has all columns of the statement (an index-only scan)" if node.kind in _DIRECT else ""
    pages = node.exclusive_buffers.shared_read + node.exclusive_buffers.local_read
    return Finding(
        rule=ID,
        severity=Severity.WARNING,
        title=f"{node.label} waits for the disk most of its time",
        detail=f"{wait_ms:,.0f} of its {node.exclusive_ms:,.0f} ms went to reading {pages:,} pages, not in shared_buffers.",
        remedy=f"Read fewer pages: an index that leads to the rows{covering}. Or keep them: more shared_buffers and memory for "
        "the system's cache. Or read ahead: effective_io_concurrency fit for the disk.",
        evidence={"read_ms": wait_ms, "pages_read": pages, "pages_touched": node.exclusive_buffers.touched},
        at=node.number,
        measured=True,
        saves_ms=wait_ms,
    )


def _of_plan(plan: Plan, wait_ms: float) -> Finding:
    pages = plan.root.buffers.shared_read + plan.root.buffers.local_read
    return Finding(
        rule=ID,
        severity=Severity.WARNING,
        title="The statement waits for the disk most of its time",
        detail=f"{wait_ms:,.0f} of {plan.total_ms:,.0f} ms went to reading {pages:,} pages that were not in shared_buffers, in "
        "many nodes together.",
        remedy="Read fewer pages in all, by indexes or fewer partitions; or keep them: more shared_buffers and memory for the "
        "system's cache.",
        evidence={"read_ms": wait_ms, "pages_read": pages, "pages_touched": plan.root.buffers.touched},
        measured=True,
        saves_ms=wait_ms,
    )


RULE: Rule[Plan] = Rule(ID, check)
