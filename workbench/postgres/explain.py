"""EXPLAIN ANALYZE of one statement, always rolled back. SQL in, Plan out."""

from __future__ import annotations

from dataclasses import replace

from workbench.errors import StatementError
from workbench.plan import Plan, read_plans
from workbench.postgres.connection import Connection
from workbench.postgres.near_names import suggesting
from workbench.sql import Bound

# The version that brought each option: https://www.postgresql.org/docs/release/
_OPTIONS = (
    (13, "analyze"),
    (13, "verbose"),
    (13, "buffers"),
    (13, "settings"),
    (13, "wal"),
    (17, "serialize"),
    (17, "memory"),
    (13, "format json"),
)

_LONGEST_WORD = 30  # of a command's name: what is longer is a body or a name, and no help in a message


def explain(connection: Connection, bound: Bound) -> Plan:
    """Runs the statement under EXPLAIN ANALYZE in a transaction that is rolled back, whatever it is.

    Raises:
        StatementError: EXPLAIN doesn't take it, or it can't run in a transaction.
        DatabaseError: the server objects.
        Cancelled: stopped by the user.
    """
    check_explainable(bound)
    with suggesting(connection, bound.statement), connection.rolled_back():
        rows = connection.prefixed(f"explain ({', '.join(options(connection.capabilities.major))})", bound)
    return replace(
        read_plans(rows)[0],
        statement=bound.statement.text,
        rolled_back=True,
        server_version=connection.capabilities.version,
    )


def options(major: int) -> list[str]:
    """EXPLAIN's options that a server of this major version has."""
    return [option for since, option in _OPTIONS if major >= since]


def check_explainable(bound: Bound) -> None:
    """Refuses what EXPLAIN can't take, before it is sent.

    Raises:
        StatementError: with the reason.
    """
    statement = bound.statement
    command = " ".join(word for word in statement.words[:2] if len(word) <= _LONGEST_WORD).upper()
    if statement.needs_autocommit:
        raise StatementError(
            f"{command} can't run inside a transaction, so it can't be explained and rolled back.",
            hint="run it with %%query or wb.query, where it takes effect.",
        )
    if not statement.explainable:
        raise StatementError(
            f"{command} has no plan to show.",
            hint="EXPLAIN takes SELECT, VALUES, INSERT, UPDATE, DELETE, MERGE and CREATE TABLE ... AS.",
        )
