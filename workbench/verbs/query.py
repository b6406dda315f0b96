"""The verb query: one statement, its rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workbench.postgres.connection import Connection
from workbench.sql import Result, Statement


def query(connection: Connection, sql: str, values: Mapping[str, Any]) -> Result:
    """Runs one statement as written, autocommitted unless the user has begun a transaction.

    Raises:
        StatementError: none, or several statements.
        ParameterError: a `:name` without a value.
        DatabaseError: the server objects.
        Cancelled: stopped by the user.
    """
    with connection.stoppable():
        return connection.run(Statement.of(sql).bind(values))
