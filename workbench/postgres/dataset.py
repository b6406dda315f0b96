"""Puts a dataset into a schema of its own, all or nothing, and remembers what it put there.

The memory is the comment on the schema: a line with fingerprint and state, and a line with the relations that are ours. A
schema without such a comment is somebody's own and is never touched; nor is one in which somebody keeps a table.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from psycopg import sql

from workbench.datagen import Dataset, Job
from workbench.errors import BadInput, WorkbenchError
from workbench.postgres.cluster import Client, fill_on
from workbench.postgres.connection import Connection
from workbench.postgres.filling import Progress, fill, fillings

_MARK = "workbench dataset"
_LOADING, _SETTLING, _READY = "loading", "settling", "ready"


def load(
    connection: Connection,
    dataset: Dataset,
    jobs: Sequence[Job],
    fingerprint: str,
    progress: Progress,
    client: Client | None = None,
) -> bool:
    """Makes the schema and fills it, unless exactly this data is there already.

    The rows, keys and indexes come in one transaction (with a Dask client by `_replace_by`): what was there before stays until
    then, and comes back if anything fails or is stopped. VACUUM ANALYZE follows, so that plans are as on a settled server;
    stopped in there, the data is complete, and the next load only settles it. Two sessions that load one dataset go one after
    the other. Returns whether there was anything to do.

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
            if client is None:
                _replace(connection, dataset, jobs, fingerprint, progress)
            else:
                _replace_by(client, connection, dataset, jobs, fingerprint, progress)
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


def _replace(connection: Connection, dataset: Dataset, jobs: Sequence[Job], fingerprint: str, progress: Progress) -> None:
    schema = sql.Identifier(dataset.name)
    with connection.committed():
        connection.command("drop schema if exists {schema} cascade", schema=schema)
        connection.command("create schema {schema}", schema=schema)
        connection.command("set local search_path to {schema}, public", schema=schema)
        connection.script(dataset.schema_sql)
        fill(connection, dataset.name, fillings(connection, dataset.name, jobs, freeze=True), progress)
        progress("keys and indexes", 0)
        connection.script(dataset.schema_after_sql)
        _mark(connection, dataset.name, fingerprint, _SETTLING, _relations(connection, dataset.name))


def _replace_by(
    client: Client, connection: Connection, dataset: Dataset, jobs: Sequence[Job], fingerprint: str, progress: Progress
) -> None:
    """The workers' sessions can't share a transaction: they fill a schema beside it, which takes its place at the end."""
    beside = f"{dataset.name}__loading"
    schema, target = sql.Identifier(beside), sql.Identifier(dataset.name)
    found = connection.rows("schema_comment", schema=beside)
    if found and not (found[0]["comment"] or "").startswith(_MARK):
        raise BadInput(f"The schema {beside} is needed for loading, and it is somebody's.", hint=f"rename {beside}.")
    with connection.committed():
        connection.command("drop schema if exists {schema} cascade", schema=schema)  # of a load that was killed
        connection.command("create schema {schema}", schema=schema)
        _mark(connection, beside, fingerprint, _LOADING, ())
        connection.command("set local search_path to {schema}, public", schema=schema)
        connection.script(dataset.schema_sql)
    try:
        fill_on(client, connection, beside, fillings(connection, beside, jobs, freeze=False), progress)
        progress("keys and indexes", 0)
        with connection.committed():
            connection.command("set local search_path to {schema}, public", schema=schema)
            connection.script(dataset.schema_after_sql)
            connection.command("drop schema if exists {target} cascade", target=target)
            connection.command("alter schema {schema} rename to {target}", schema=schema, target=target)
            _mark(connection, dataset.name, fingerprint, _SETTLING, _relations(connection, dataset.name))
    except BaseException:
        with suppress(WorkbenchError):  # where the server is gone, the next load drops it
            connection.undo("drop schema if exists {schema} cascade", schema=schema)
        raise


def counted(connection: Connection, dataset: Dataset, jobs: Sequence[Job]) -> dict[str, int]:
    """The rows of each table: as the job says, and where that is an estimate, as counted."""
    found = {}
    for job in jobs:
        found[job.name] = job.rows if job.exact else connection.count(sql.Identifier(dataset.name, job.name))
    return found


def use(connection: Connection, dataset: Dataset) -> None:
    """Lets unqualified names mean the dataset's tables, in this session."""
    connection.command("set search_path to {schema}, public", schema=sql.Identifier(dataset.name))


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
