"""The first rows of a table, read only, in little time."""

from __future__ import annotations

from psycopg import sql

from workbench.postgres.connection import Connection
from workbench.sql import Result, Statement

# A view may compute for minutes before it gives its first row; whoever only looks doesn't wait for that.
_PATIENCE = "5s"


def first_rows(connection: Connection, schema: str, table: str, rows: int) -> Result:
    """At most so many rows, in the order in which the server finds them. The number is bound, the names are quoted."""
    with connection.rolled_back():
        connection.command("set transaction read only")
        connection.command("set local statement_timeout = {patience}", patience=sql.Literal(_PATIENCE))
        return connection.run(Statement(_query(schema, table)).bind({"rows": rows}))


def _query(schema: str, table: str) -> str:
    query = sql.SQL("select * from {table} limit :rows /* workbench */").format(table=sql.Identifier(schema, table))
    return query.as_string()
