"""The verb sample: the first few rows of a table, to see what is in it. It can't change anything."""

from __future__ import annotations

from workbench.catalog import Table
from workbench.catalog.schema import Schema
from workbench.errors import BadInput
from workbench.postgres.catalog import read_catalog
from workbench.postgres.connection import Connection
from workbench.postgres.sampling import first_rows
from workbench.sql import Result

ROWS = 10


def sample(connection: Connection, table: str | Table, rows: int = ROWS) -> Result:
    """The first rows that the server finds, in a transaction that may only read.

    Args:
        table: its name ("orders", "shop.orders"), or one of the tables of `wb.schema()`.
        rows: how many at most.

    Raises:
        BadInput: there is no such table.
        AccessDenied: the role may not read it.
        StatementTimeout: it is a view that computes for long.
    """
    with connection.stoppable():
        found = table if isinstance(table, Table) else _named(connection, table)
        return first_rows(connection, found.schema, found.name, rows)


def _named(connection: Connection, name: str) -> Table:
    tables = Schema.of(read_catalog(connection, statistics=False), name).tables
    if len(tables) != 1:
        raise BadInput(f"{name} is a schema of {len(tables)} tables.", hint=f"name one of them: {name}.{tables[0].name}")
    return tables[0]
