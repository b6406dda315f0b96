"""Fills tables from a Dask cluster: every worker makes parts of the rows and copies them into the target itself.

A worker that dies takes its part with it, and Dask gives the part to another one; whether the first had committed it is written
in a table beside the data, in the same transaction, so that no part comes twice.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, Protocol

from psycopg import sql

from workbench.datagen import TpchJob
from workbench.errors import WorkbenchError
from workbench.postgres.connect import on_worker
from workbench.postgres.connection import Connection
from workbench.postgres.filling import Filling, Progress, copy_into

PARTS = "workbench_parts"
_ROWS = 131_072  # of a part: seconds of work, so that Stop, a lost worker and uneven machines cost no more
_PAUSE_S = 0.05

Part = tuple[Filling, int, int]


class Future(Protocol):
    """What Dask hands out for a task (`distributed.Future`)."""

    def done(self) -> bool:
        """Whether the task has ended, one way or the other."""

    def result(self) -> Any:
        """What it gave; raises what it raised."""


class Client(Protocol):
    """What is used of `distributed.Client`."""

    def map(self, function: Any, *items: Sequence[Any], **settings: Any) -> list[Future]:
        """Runs the function on every item, somewhere."""

    def cancel(self, futures: Sequence[Future]) -> Any:
        """Forgets what hasn't begun."""


def fill_on(client: Client, connection: Connection, schema: str, tables: Sequence[Filling], progress: Progress) -> None:
    """Copies all rows of all tables into a schema that other sessions can see; returns when every part is committed.

    Raises whatever a worker met; the parts that were committed before stay, and the caller drops the schema.
    """
    connection.command("create table {parts} (name text, start bigint, primary key (name, start))", parts=_parts(schema))
    parts = [part for table in tables for part in _cut(table)]
    target = connection.conninfo
    # pure=False: a second load of the same rows is work again, not an answer that Dask remembers.
    futures = client.map(copy_part, parts, conninfo=target, schema=schema, pure=False, retries=2)
    waiting = dict(zip(futures, parts, strict=True))
    try:
        while waiting:
            connection.check_stop()
            for future in [future for future in waiting if future.done()]:
                future.result()
                table, start, stop = waiting.pop(future)
                progress(table.job.name, stop - start)
            time.sleep(_PAUSE_S)
    except BaseException:
        client.cancel(list(waiting))
        with suppress(WorkbenchError):  # where the server is gone, so are they
            connection.interrupt(application_name(schema))
        raise
    connection.command("drop table {parts}", parts=_parts(schema))


def copy_part(part: Part, *, conninfo: Mapping[str, Any], schema: str) -> None:
    """On a worker: one part in one transaction, unless it is there already."""
    table, start, stop = part
    with on_worker(conninfo, application_name(schema)) as connection, connection.committed():
        if connection.claimed(_parts(schema), table.job.name, start):
            copy_into(connection, schema, table, (table.made(piece) for _, piece in table.pieces(start, stop)), _silent)


def application_name(schema: str) -> str:
    """What the workers' sessions are called, in pg_stat_activity."""
    return f"workbench load {schema}"


def _cut(table: Filling) -> list[Part]:
    """Parts of a table's rows; text that a program makes is one."""
    rows = table.job.rows
    if isinstance(table.job, TpchJob):
        return [(table, 0, rows)]
    return [(table, start, min(start + _ROWS, rows)) for start in range(0, rows, _ROWS)]


def _parts(schema: str) -> sql.Identifier:
    return sql.Identifier(schema, PARTS)


def _silent(_: str, __: int) -> None:
    pass
