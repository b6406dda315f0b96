"""Most of what a statement wrote to the log are whole pages, not its changes.

Bad: 30 MB of changes, 240 MB of log.

    WAL: records=210000 fpi=29800 bytes=251658240

Good: pages were written whole not long ago, and only changes follow.

    WAL: records=210000 fpi=12 bytes=31457280

The first change to a page after a checkpoint writes the whole page, so the distance of checkpoints decides.
https://www.postgresql.org/docs/current/wal-configuration.html
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.findings import Finding, Rule, Severity
from workbench.plan import Plan, Wal

ID = "wal-full-pages"

# Half of the log: below that the changes themselves are the larger part.
SHARE = 0.5
# A segment of the log, 16 MB as PostgreSQL comes (wal_segment_size): less no checkpoint setting is worth a thought for.
WORTH_BYTES = 16 * 1024 * 1024
_PAGE = 8192


def check(plan: Plan) -> Iterator[Finding]:
    """One finding if the statement wrote 16 MB of log, half of it or more being whole pages."""
    wal = plan.root.usage.wal
    if wal.bytes < WORTH_BYTES or _page_bytes(plan, wal) < SHARE * wal.bytes:
        return
    worst = max(plan.nodes, key=lambda node: node.exclusive.wal.full_pages)
    yield Finding(
        rule=ID,
        severity=Severity.INFO,
        title=f"{worst.label}: most of the log it writes are whole pages",
        detail=f"{wal.full_pages:,} whole pages among {wal.records:,} records and {wal.bytes / 1024 / 1024:,.0f} MB of log: "
        "these were their first changes since a checkpoint.",
        remedy="Let checkpoints be further apart (max_wal_size, checkpoint_timeout), and compress pages: wal_compression = on "
        "(a superuser may set it for the session). Indexes with random keys, and changes without HOT, touch the most pages.",
        sql="set wal_compression = on",
        evidence={"full_pages": wal.full_pages, "records": wal.records, "wal_bytes": wal.bytes},
        at=worst.number,
    )


def _page_bytes(plan: Plan, wal: Wal) -> float:
    """PostgreSQL 19 prints it; before, at most 8 kB a page (unused room is left out, and it may be compressed)."""
    printed = plan.root.per_loop("WAL FPI Bytes")
    return printed or min(wal.full_pages * _PAGE, wal.bytes)


RULE: Rule[Plan] = Rule(ID, check)
