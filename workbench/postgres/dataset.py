"""Puts a dataset into a schema of its own, all or nothing, and remembers what it put there.

The memory is the comment on the schema: `workbench dataset <fingerprint> <state>`. A schema without such a comment is
somebody's own and is never touched.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

import pyarrow as pa
import pyarrow.csv
from psycopg import sql

from workbench.datagen import Dataset, TableJob, chunks
from workbench.errors import BadInput
from workbench.postgres.connection import Connection

_MARK = "workbench dataset"
_CSV = pa.csv.WriteOptions(include_header=False, batch_size=8192)

# Told what is being done, and how many rows have just arrived.
Progress = Callable[[str, int], None]


def is_loaded(connection: Connection, dataset: Dataset, fingerprint: str) -> bool:
    """Whether exactly this data is there, complete.

    Raises:
        BadInput: a schema of this name exists that the workbench did not make.
    """
    found = connection.rows("schema_comment", schema=dataset.name)
    if not found:
        return False
    comment = found[0]["comment"] or ""
    if not comment.startswith(_MARK):
        raise BadInput(
            f"The schema {dataset.name} exists already, and the workbench did not make it.",
            hint=f"connect to another database, or rename it: alter schema {dataset.name} rename to ...",
        )
    return cast(str, comment) == f"{_MARK} {fingerprint} ready"


def load(connection: Connection, dataset: Dataset, jobs: Sequence[TableJob], fingerprint: str, progress: Progress) -> None:
    """Makes the schema and fills it, in one transaction; then VACUUM ANALYZE, so that plans are as on a settled server.

    What was there before stays until the new data is complete, and comes back if anything fails or is stopped.

    Raises:
        DatabaseError: the server objects, to a privilege or for want of disk.
        Cancelled: stopped by the user; the server is as it was.
    """
    schema = sql.Identifier(dataset.name)
    with connection.committed():
        # One load of a dataset at a time; whoever waited finds it done.
        connection.rows("lock_dataset", schema=dataset.name)
        if is_loaded(connection, dataset, fingerprint):
            return
        connection.command("set local statement_timeout = 0")
        connection.command("drop schema if exists {schema} cascade", schema=schema)
        connection.command("create schema {schema}", schema=schema)
        connection.command("set local search_path to {schema}, public", schema=schema)
        connection.script(dataset.schema_sql)
        for job in jobs:
            _copy(connection, schema, job, progress)
        progress("keys and indexes", 0)
        connection.script(dataset.schema_after_sql)
        _mark(connection, schema, f"{_MARK} {fingerprint} settling")
    progress("statistics", 0)
    _settle(connection, schema, dataset.name)
    _mark(connection, schema, f"{_MARK} {fingerprint} ready")


def use(connection: Connection, dataset: Dataset) -> None:
    """Lets unqualified names mean the dataset's tables, in this session."""
    connection.command("set search_path to {schema}, public", schema=sql.Identifier(dataset.name))


def _copy(connection: Connection, schema: sql.Identifier, job: TableJob, progress: Progress) -> None:
    table = sql.SQL("{}.{}").format(schema, sql.Identifier(job.name))
    with connection.copying(table, job.columns) as copy:
        for batch in chunks(job):
            copy.write(_csv(batch))
            progress(job.name, batch.num_rows)


def _csv(batch: pa.RecordBatch) -> memoryview:
    sink = pa.BufferOutputStream()
    pa.csv.write_csv(batch, sink, _CSV)
    return memoryview(sink.getvalue())


def _mark(connection: Connection, schema: sql.Identifier, text: str) -> None:
    connection.command("comment on schema {schema} is {text}", schema=schema, text=sql.Literal(text))


def _settle(connection: Connection, schema: sql.Identifier, name: str) -> None:
    """VACUUM sets the visibility map that index-only scans need; it can't run in the transaction above."""
    for row in connection.rows("tables_of_schema", schema=name):
        table = sql.SQL("{}.{}").format(schema, sql.Identifier(row["name"]))
        connection.command("vacuum (analyze) {table}", table=table)
