"""Puts a dataset into a schema of its own, all or nothing, and remembers what it put there.

The memory is the comment on the schema: a line with fingerprint and state, and a line with the relations that are ours. A
schema without such a comment is somebody's own and is never touched; nor is one in which somebody keeps a table.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from itertools import islice

from psycopg import sql

from workbench.datagen import Dataset, TableJob, chunk
from workbench.errors import BadInput
from workbench.postgres.connection import Connection
from workbench.postgres.encoding import Encoding, encoding
from workbench.postgres.pipeline import ahead

_MARK = "workbench dataset"
_SETTLING, _READY = "settling", "ready"
_CHUNK = 8_192  # rows: what is being made stays in the cache, and a few MB are on their way, however wide

# Told what is being done, and how many rows have just arrived.
Progress = Callable[[str, int], None]


def load(connection: Connection, dataset: Dataset, jobs: Sequence[TableJob], fingerprint: str, progress: Progress) -> bool:
    """Makes the schema and fills it, unless exactly this data is there already.

    The rows, keys and indexes come in one transaction: what was there before stays until then, and comes back if anything fails
    or is stopped. VACUUM ANALYZE follows, so that plans are as on a settled server; stopped in there, the data is complete, and
    the next load only settles it. Two sessions that load one dataset go one after the other.

    Returns:
        Whether there was anything to do.

    Raises:
        BadInput: a transaction is open, or the schema holds what the workbench did not make.
        DatabaseError: the server objects, to a privilege or for want of disk.
        Cancelled: stopped by the user.
    """
    connection.check_no_transaction("Loading a dataset")
    with connection.alone(dataset.name):
        state, _ = _state(connection, dataset, fingerprint)
        if state == _READY:
            return False
        if state != _SETTLING:
            _replace(connection, dataset, jobs, fingerprint, progress)
        progress("statistics", 0)
        _settle(connection, dataset.name)
        # What was ours when it was made, and not what somebody may have added since.
        _, ours = _state(connection, dataset, fingerprint)
        _mark(connection, dataset.name, fingerprint, _READY, ours)
    return True


def _state(connection: Connection, dataset: Dataset, fingerprint: str) -> tuple[str | None, list[str]]:
    """How far this very data is (None where it isn't there at all), and the relations that came with it."""
    found = connection.rows("schema_comment", schema=dataset.name)
    if not found:
        return None, []
    first, *rest = (found[0]["comment"] or "").splitlines() or [""]
    if not first.startswith(_MARK):
        raise BadInput(
            f"The schema {dataset.name} exists already, and the workbench did not make it.",
            hint=f"connect to another database, or rename it: alter schema {dataset.name} rename to ...",
        )
    state = first.rpartition(" ")[2]
    if first == f"{_MARK} {fingerprint} {state}":
        return state, rest
    _check_nothing_else(connection, dataset.name, set(rest))
    return None, []


def _check_nothing_else(connection: Connection, schema: str, ours: set[str]) -> None:
    """Other data is about to replace this schema, and takes with it what lies in it or hangs on it."""
    others = [name for name in _relations(connection, schema) if name not in ours]
    if others:
        raise BadInput(
            f"Other data for {schema} would replace the schema, and these are not the workbench's: {', '.join(others[:5])}.",
            hint="drop them, or move them where they don't depend on it, then load again.",
        )


def _replace(connection: Connection, dataset: Dataset, jobs: Sequence[TableJob], fingerprint: str, progress: Progress) -> None:
    schema = sql.Identifier(dataset.name)
    with connection.committed():
        connection.command("drop schema if exists {schema} cascade", schema=schema)
        connection.command("create schema {schema}", schema=schema)
        connection.command("set local search_path to {schema}, public", schema=schema)
        connection.script(dataset.schema_sql)
        _fill(connection, dataset.name, jobs, progress)
        progress("keys and indexes", 0)
        connection.script(dataset.schema_after_sql)
        _mark(connection, dataset.name, fingerprint, _SETTLING, _relations(connection, dataset.name))


def use(connection: Connection, dataset: Dataset) -> None:
    """Lets unqualified names mean the dataset's tables, in this session."""
    connection.command("set search_path to {schema}, public", schema=sql.Identifier(dataset.name))


def _fill(connection: Connection, schema: str, jobs: Sequence[TableJob], progress: Progress) -> None:
    """Chunks are made and encoded in threads, across the tables, while the one before goes to the server."""
    encodings = {job.name: _encoding(connection, schema, job) for job in jobs}

    def encoded(at: tuple[TableJob, int]) -> tuple[int, bytes]:
        job, start = at
        batch = chunk(job, start, min(start + _CHUNK, job.rows))
        return batch.num_rows, encodings[job.name].encoded(batch)

    starts = {job.name: range(0, job.rows, _CHUNK) for job in jobs}
    with closing(ahead(encoded, ((job, start) for job in jobs for start in starts[job.name]))) as made:
        for job in jobs:
            coder, target = encodings[job.name], sql.Identifier(schema, job.name)
            # Frozen, as after a VACUUM (FREEZE): allowed, since the table is new in this transaction.
            options = sql.SQL("format {format}, freeze").format(format=sql.SQL(coder.format))
            with connection.copying(target, job.columns, options) as copy:
                copy.write(coder.header)
                for rows, data in islice(made, len(starts[job.name])):
                    copy.write(data)
                    progress(job.name, rows)
                    connection.check_stop()
                copy.write(coder.trailer)


def _encoding(connection: Connection, schema: str, job: TableJob) -> Encoding:
    types = {row["name"]: row["type"] for row in connection.rows("columns_of_table", schema=schema, table=job.name)}
    for name in job.columns:
        if name not in types:
            raise job.place.at(job.name, name).error(
                f"schema.sql has no column {name!r} in {job.name} to fill.", ", ".join(types) or f"no table {job.name} there"
            )
    return encoding(chunk(job, 0, 0).schema, types)


def _mark(connection: Connection, schema: str, fingerprint: str, state: str, relations: Sequence[str]) -> None:
    text = sql.Literal("\n".join([f"{_MARK} {fingerprint} {state}", *relations]))
    connection.command("comment on schema {schema} is {text}", schema=sql.Identifier(schema), text=text)


def _relations(connection: Connection, schema: str) -> list[str]:
    return [row["name"] for row in connection.rows("relations_with_schema", schema=schema)]


def _settle(connection: Connection, schema: str) -> None:
    """VACUUM sets the visibility map that index-only scans need; it can't run in the transaction above."""
    for row in connection.rows("tables_of_schema", schema=schema):
        table = sql.Identifier(schema, row["name"])
        connection.command("vacuum (analyze) {table}", table=table)
