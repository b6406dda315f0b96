"""The verb query: one statement, its rows; and script, several of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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


def script(
    connection: Connection, sql: str, values: Mapping[str, Any], show: Callable[[Result], object] | None = None
) -> tuple[Result, ...]:
    """Runs several statements, one after another and each by itself, until the first that fails.

    Args:
        connection: where.
        sql: statements, divided by semicolons.
        values: of all their parameters; a missing one is told before anything runs.
        show: is given each result but the last, as it comes.

    Raises:
        StatementError: none.
        ParameterError: a `:name` without a value.
        DatabaseError: the server objects; the statements before have run.
        Cancelled: stopped by the user.
    """
    bounds = [statement.bind(values) for statement in Statement.several(sql)] or [Statement.of(sql).bind(values)]
    results: list[Result] = []
    with connection.stoppable():
        for bound in bounds:
            if results and show is not None:
                show(results[-1])
            results.append(connection.run(bound))
    return tuple(results)
