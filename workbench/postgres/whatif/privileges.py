"""What a source's role may not see, and the GRANT for it. A shadow is then without these tables, and says so: a plan of half a
table would be wrong, a missing one is told.

pg_dump locks what it reads, for which the role needs SELECT on the table itself; pg_stats shows only what one may read.
https://www.postgresql.org/docs/current/view-pg-stats.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from workbench.errors import AccessDenied
from workbench.postgres.connection import Connection
from workbench.sql.names import quoted

_NAMED = 3  # so many tables of a schema are named; with more, all of them are granted at once
Row = Mapping[str, Any]


def hidden(connection: Connection, schema: str | None) -> tuple[str, ...]:
    """What the role may not see of the database, or of one schema, a sentence each."""
    role, rows = connection.capabilities.role, connection.rows("unreadable", schema=schema)
    missing = tuple(_missing(list(tables), role) for _, tables in groupby(rows, key=lambda row: row["schema"]))
    guarded = tuple(
        f"the statistics of {_name(row)} are missing, its plans are guesses: row security hides them from the role {role};"
        " connect as the table's owner, or as a role with bypassrls"
        for row in connection.rows("row_security", schema=schema)
    )
    return (*missing, *guarded)


def denied(connection: Connection, schema: str | None) -> AccessDenied | None:
    """The error where there are tables, and the role may read none of them."""
    rows = connection.rows("unreadable", schema=schema)
    if not rows:
        return None
    role = connection.capabilities.role
    names = ", ".join(_name(row) for row in rows[:_NAMED])
    where = f"the schema {schema}" if schema is not None else "this database"
    return AccessDenied(
        f"The role {role} may not read what has statistics in {where}.",
        f"Missing: {names}{f', and {len(rows) - _NAMED} more' if len(rows) > _NAMED else ''}.",
        hint=f"let the owner run: {'; '.join(_grants(rows, role))};",
    )


def _missing(tables: list[Row], role: str) -> str:
    names = ", ".join(_name(row) for row in tables[:_NAMED])
    more = f" and {len(tables) - _NAMED} more" if len(tables) > _NAMED else ""
    parts = sorted({_name(row, "root_") for row in tables if _name(row, "root_") != _name(row)})
    with_them = f", and so all of {', '.join(parts[:_NAMED])}" if parts else ""
    verb = "is" if len(tables) == 1 else "are"
    return (
        f"{names}{more} {verb} missing{with_them}: the role {role} may not read {'it' if len(tables) == 1 else 'them'};"
        f" {'; '.join(_grants(tables, role))}"
    )


def _grants(tables: Sequence[Row], role: str) -> Iterator[str]:
    """What the owner has to run, schema by schema."""
    to = quoted(role)
    for schema, grouped in groupby(tables, key=lambda row: row["schema"]):
        rows = list(grouped)
        if not rows[0]["usage"]:
            yield f"grant usage on schema {quoted(schema)} to {to}"
        whole = len(rows) > _NAMED
        on = f"all tables in schema {quoted(schema)}" if whole else ", ".join(_name(row) for row in rows)
        yield f"grant select on {on} to {to}"


def _name(row: Row, prefix: str = "") -> str:
    return f"{quoted(row[f'{prefix}schema'])}.{quoted(row[f'{prefix}name'])}"
