"""What a spill to temporary files costs, and the work_mem that avoids it. Numbers in, numbers and SQL out; no rule here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from math import ceil

from workbench.plan import Node, Plan

# Without track_io_timing: a temporary block's way to the file or back took 0.004 to 0.011 ms, measured over sorts, hash joins,
# hash aggregates and CTEs of 500,000 rows on PostgreSQL 18, the files in the operating system's memory. All of a spill's gain
# was in this: with more work_mem the rest of the node took as long as before.
BLOCK_MS = 0.01
# Each node of each process may take work_mem, so more than this for one statement is no advice to give unseen.
MOST_MB = 1024
# work_mem as PostgreSQL comes, in kB. https://www.postgresql.org/docs/current/runtime-config-resource.html
DEFAULT_KB = 4096
_MB = 1024
_UNITS = {"B": 1 / 1024, "": 1, "kB": 1, "MB": _MB, "GB": _MB * _MB, "TB": _MB**3}


def work_mem_mb(plan: Plan, kilobytes: float) -> int:
    """The megabytes to set for so many kB in memory: at least twice what there was, which did not do."""
    return ceil(max(kilobytes, 2 * _given_kb(plan)) / _MB)


def set_work_mem(megabytes: int) -> str | None:
    """The setting as SQL; None where it would be more than one statement should be given unseen."""
    return f"set work_mem = '{megabytes}MB'" if megabytes <= MOST_MB else None


def advice(megabytes: int, otherwise: str) -> str:
    """The remedy in words: the setting for this statement, or else what makes less memory do."""
    setting = set_work_mem(megabytes)
    if setting is None:
        return f"To stay in memory it would need work_mem of some {megabytes / _MB:,.1f} GB; rather {otherwise}."
    return f"For this statement: {setting} (an estimate); or {otherwise}."


def spill_ms(plan: Plan, nodes: Iterable[Node], disk_kb: float = 0.0) -> float | None:
    """What the temporary files of these nodes took of the wall clock, which is what memory would save at most.

    Measured where track_io_timing was on; else from the blocks, or from the printed disk usage, written once and read once.
    None in a plan without times.
    """
    if not plan.timed:
        return None
    found = [_spill_ms(node) for node in nodes]
    if not any(found):
        found = [min(disk_kb / 8 * 2 * BLOCK_MS, node.exclusive_ms) for node in nodes][:1]
    return sum(found)


def _spill_ms(node: Node) -> float:
    io, blocks = node.exclusive.io, node.exclusive_buffers
    measured = io.temp_read_ms + io.temp_write_ms
    spent = measured or (blocks.temp_read + blocks.temp_written) * BLOCK_MS
    return min(spent / max(node.processes, 1.0), node.exclusive_ms)


def _given_kb(plan: Plan) -> float:
    """work_mem as the plan's settings tell it; they name only what differs from the default."""
    match = re.fullmatch(r"\s*(\d{1,12})\s*([kMGT]?B)?\s*", str(plan.settings.get("work_mem", "")))
    return int(match[1]) * _UNITS[match[2] or ""] if match else DEFAULT_KB
