"""The verb schema: what tables there are, with their columns, keys, indexes, sizes and statistics."""

from __future__ import annotations

from workbench.catalog.schema import Schema
from workbench.postgres.catalog import read_catalog
from workbench.postgres.connection import Connection


def schema(connection: Connection, name: str | None = None) -> Schema:
    """The tables of the database, or those of this name: a table's, or a schema's.

    Raises:
        BadInput: nothing has this name; the nearest names are told.
        DatabaseError: the server objects.
    """
    with connection.stoppable():
        return Schema.of(read_catalog(connection), name)
