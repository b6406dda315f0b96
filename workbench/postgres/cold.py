"""Empties the server's memory of what a statement reads, so that the next run finds it cold.

Only shared buffers can be emptied: the operating system's own cache is not PostgreSQL's to empty.
https://www.postgresql.org/docs/current/pgbuffercache.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from workbench.errors import MissingCapability
from workbench.plan import Plan
from workbench.postgres.connection import Connection

_EXTENSION = "pg_buffercache"
# Before, a single buffer could be evicted by its number (17), which may hold another page by the time it is.
_FIRST = 18


def evictor(connection: Connection, plans: Iterable[Plan]) -> Callable[[], None]:
    """What evicts the tables of these plans and all their indexes. The session is in a transaction that is rolled back.

    Raises:
        MissingCapability: the server is older than 18, hasn't the extension, or the role may not; with the reason.
    """
    able = connection.capabilities
    if able.major < _FIRST or not able.superuser or (_EXTENSION not in able.available):
        reason = (
            f"The server is PostgreSQL {able.version}; evicting whole tables came with {_FIRST}." if able.major < _FIRST
            else f"The role {able.role} is no superuser." if not able.superuser
            else f"{_EXTENSION} is not installed on the server."
        )  # fmt: skip
        raise MissingCapability(
            "The server can't evict a table from its memory, so cold runs can't be had.",
            reason,
            hint="leave out cold=True, or try on the embedded server: workbench.connect()",
        )
    read = {
        (str(node.fields["Schema"]), node.table)
        for plan in plans
        for node in plan.nodes
        if node.table and "Schema" in node.fields
    }
    schemas, tables = [schema for schema, _ in sorted(read)], [table for _, table in sorted(read)]
    if _EXTENSION not in able.installed:
        connection.command("create extension if not exists pg_buffercache")

    def evict() -> None:
        connection.rows("evict", schemas=schemas, tables=tables)

    return evict
