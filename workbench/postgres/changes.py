"""Applies a change inside a transaction, sees what it built and locked, and takes it away again.

Two ways to take an index away. DROP INDEX does it wholly, but locks the table against everybody for as long as it is gone.
A superuser can mark it as invalid instead, which no other session feels; but writes still maintain it, so that is for
statements that only read. https://www.postgresql.org/docs/current/catalog-pg-index.html
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, LiteralString

from psycopg import sql

from workbench.errors import StatementError
from workbench.postgres.connection import Connection
from workbench.trials import Built, Change, Lock, Step

# From weak to strong: https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES
_STRENGTH = ("ShareUpdateExclusiveLock", "ShareLock", "ShareRowExclusiveLock", "ExclusiveLock", "AccessExclusiveLock")
_DROP: dict[str, LiteralString] = {"index": "drop index {name}", "statistics": "drop statistics {name}"}


@dataclass(frozen=True)
class Made:
    """What a change built and locked, how many milliseconds it took, the tables (by oid), and the DDL of what it dropped."""

    built: tuple[Built, ...] = ()
    locks: tuple[Lock, ...] = ()
    build_ms: float = 0.0
    tables: tuple[int, ...] = ()
    dropped: tuple[str, ...] = ()


def build(connection: Connection, steps: Iterable[Step]) -> Made:
    """Runs the steps in the open transaction.

    Raises:
        StatementError: a step built nothing, since something of its name exists.
        DatabaseError: the server objects.
    """
    steps = tuple(steps)
    if not steps:
        return Made()
    known, held = {row["oid"] for row in connection.rows("built_here")}, _locks(connection)
    dropped = [row["definition"] for step in steps for row in _definitions(connection, step)]
    began = time.perf_counter()
    for step in steps:
        connection.run(step.statement.bind({}))
    build_ms = (time.perf_counter() - began) * 1000
    built = _built(connection, known)
    if len(built) < sum(step.kind.startswith("create") for step in steps):
        raise StatementError(
            "The statement made nothing new; something of this name exists already.",
            f"LINE 1: {steps[0].statement.text.splitlines()[0]}",
            hint="leave out the name and IF NOT EXISTS; PostgreSQL then picks a free name.",
        )
    fresh = {key: row for key, row in _locks(connection).items() if key not in held}
    return Made(
        built,
        _strongest(fresh.values(), {oid for thing in built for oid in thing.oids}),
        build_ms,
        tuple(dict.fromkeys(row["oid"] for row in fresh.values())),
        tuple(dropped),
    )


def analyze(connection: Connection, tables: Iterable[int]) -> None:
    """Fresh statistics of these tables (by oid), for this transaction and all that it builds."""
    for name in connection.rows("names_of_tables", oids=list(tables)):
        connection.command("analyze {table}", table=sql.Identifier(name["schema"], name["table"]))


def apply(connection: Connection, change: Change) -> Callable[[], None]:
    """What does the steps of a change that are applied for each run; ALTER TABLE is followed by ANALYZE."""

    def prepare() -> None:
        held = set(_locks(connection)) if change.heavy else set()
        for step in change.applied:
            connection.run(step.statement.bind({}))
        if change.heavy:
            analyze(connection, dict.fromkeys(row["oid"] for key, row in _locks(connection).items() if key not in held))

    return prepare


def hide(connection: Connection, built: Iterable[Built], *, writes: bool) -> Callable[[], None]:
    """What takes these things away until the savepoint is rolled back: from the planner's sight, and for statements that write
    from the executor's as well."""
    dropped = [thing for thing in built if thing.kind == "statistics"]
    indexes = [thing for thing in built if thing.kind == "index"]
    marked: list[int] = []
    if connection.capabilities.superuser and not writes:
        marked = [oid for index in indexes for oid in index.oids]
    else:
        dropped += indexes

    def prepare() -> None:
        if marked:
            connection.rows("hide_indexes", oids=marked)
        for thing in dropped:
            connection.command(_DROP[thing.kind], name=sql.Identifier(thing.schema, thing.names[0]))

    return prepare


def _locks(connection: Connection) -> dict[tuple[int, str], dict[str, Any]]:
    return {(row["oid"], row["mode"]): row for row in connection.rows("locks_held")}


def _definitions(connection: Connection, step: Step) -> list[dict[str, Any]]:
    """Of the indexes that a step drops."""
    return connection.rows("index_definitions", names=list(step.drops)) if step.drops else []


def _strongest(rows: Iterable[dict[str, Any]], ours: set[int]) -> tuple[Lock, ...]:
    """The strongest lock on each table that was there before."""
    found: dict[str, str] = {}
    for row in rows:
        if row["oid"] not in ours:
            found[row["table"]] = max(found.get(row["table"], row["mode"]), row["mode"], key=_STRENGTH.index)
    return tuple(Lock(table, mode) for table, mode in found.items())


def _built(connection: Connection, known: set[int]) -> tuple[Built, ...]:
    rows = [row for row in connection.rows("built_here") if row["mine"] and row["oid"] not in known]
    found = {row["oid"]: [row] for row in rows if row["parent"] is None}
    for row in rows:
        top = row["parent"]
        while top is not None and top not in found:
            top = next((other["parent"] for other in rows if other["oid"] == top), None)
        if top is not None:
            found[top].append(row)
    return tuple(_one(parts) for parts in found.values())


def _one(parts: list[dict[str, Any]]) -> Built:
    first = parts[0]
    return Built(
        kind=first["kind"],
        schema=first["schema"],
        name=first["name"],
        names=tuple(part["bare"] for part in parts),
        definition=first["definition"],
        size_bytes=sum(part["size_bytes"] for part in parts),
        table=first["table"],
        method=first["method"] or "",
        columns=tuple(first["columns"]),
        has_expression=any(part["has_expression"] for part in parts),
        unusable=any(part["unusable"] for part in parts),
        oids=tuple(part["oid"] for part in parts),
    )
