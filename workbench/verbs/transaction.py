"""The verb transaction: begin, commit, rollback, savepoints; and a sandbox, in which nothing is kept."""

from __future__ import annotations

from workbench.errors import BadInput
from workbench.postgres.connection import Connection
from workbench.sql import Result, Statement

_WORDS = frozenset({"begin", "start", "commit", "rollback", "abort", "savepoint", "release"})


def transaction(connection: Connection, command: str) -> Result:
    """Runs a command of transactions; without one tells what is open.

    Args:
        command: PostgreSQL's own (`begin`, `commit`, `rollback`, `savepoint a`, `rollback to a`, `release a`; with its
            options), or `sandbox` for a transaction that can only be rolled back, and `end` to roll it back.

    Raises:
        BadInput: another command, a sandbox inside of a transaction, an end without a sandbox.
        DatabaseError: the server objects.
    """
    words = command.strip().rstrip(";").lower().split()
    if words in ([], ["sandbox"], ["end"]):
        return _SPECIAL[" ".join(words)](connection)
    if words[0] not in _WORDS:
        raise BadInput(
            f"There is no %transaction {words[0]}.",
            hint="begin, commit, rollback, savepoint NAME, rollback to NAME, release NAME, sandbox or end.",
        )
    return connection.run(Statement.of(command).bind({}))


def _told(connection: Connection) -> Result:
    return Result((), (), "TRANSACTION" if connection.in_transaction else "no transaction is open", (), 0.0, connection.footer)


def _sandbox(connection: Connection) -> Result:
    connection.check_no_transaction("A sandbox")
    begun = connection.run(Statement("begin").bind({}))
    connection.sandbox.begun()
    return Result((), (), "SANDBOX", begun.notices, begun.elapsed_ms, connection.footer)


def _end(connection: Connection) -> Result:
    if not connection.sandbox.open:
        raise BadInput("There is no sandbox to end.", hint="commit or rollback ends a transaction of your own.")
    return connection.run(Statement("rollback").bind({}))


_SPECIAL = {"": _told, "sandbox": _sandbox, "end": _end}
