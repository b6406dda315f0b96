"""The verb fetch: one query, its rows as an arrow table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workbench.postgres.connection import Connection
from workbench.postgres.fetch import fetch as streamed
from workbench.sql import Statement
from workbench.sql.fetched import Fetched


def fetch(connection: Connection, sql: str, values: Mapping[str, Any]) -> Fetched:
    """Streams a query's rows through COPY into an arrow table; `.arrow`, `.df` and `.polars` of what comes back.

    It runs in your transaction, if you have begun one.

    Raises:
        StatementError: none, or several statements, or one that gives no rows.
        ParameterError: a `:name` without a value.
        DatabaseError: the server objects.
        Cancelled: stopped by the user.
    """
    return streamed(connection, Statement.of(sql).bind(values))
