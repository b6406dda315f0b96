"""The user's own transaction: what state it is in, in words, and the sandbox, a transaction that can only be rolled back.

In a sandbox each statement runs behind a savepoint, so that a mistake undoes itself alone; COMMIT is refused. Sequences move
on, as always in PostgreSQL: https://www.postgresql.org/docs/current/functions-sequence.html
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, LiteralString

import psycopg
from psycopg import sql
from psycopg.pq import TransactionStatus

from workbench.errors import BadInput, DatabaseError
from workbench.sql import Statement

TAG = "\n/* workbench */"
_SAVEPOINT = sql.Identifier("workbench sandbox")
_COMMITS = frozenset({"commit", "end", "prepare"})
# These are about transactions themselves; a savepoint around them would undo what they are for.
_CONTROL = frozenset({"begin", "start", "commit", "end", "rollback", "abort", "savepoint", "release"})
_FOOTERS = {
    TransactionStatus.INTRANS: "transaction open",
    TransactionStatus.INERROR: "transaction failed: nothing runs until rollback",
}


class Sandbox:
    """The state of one connection's transaction."""

    def __init__(self, raw: psycopg.Connection[Any]) -> None:
        self._raw = raw
        self._begun = False

    @property
    def open(self) -> bool:
        """Whether a sandbox is; a rollback of any kind has ended it."""
        self._begun = self._begun and self._status() is not TransactionStatus.IDLE and not self._raw.closed
        return self._begun

    @property
    def footer(self) -> str:
        """The state in words for the end of an output; empty without a transaction."""
        return "sandbox: all of it is undone by %transaction end" if self.open else _FOOTERS.get(self._status(), "")

    def begun(self) -> None:
        """From now on the open transaction is a sandbox."""
        self._begun = True

    @contextmanager
    def around(self, statement: Statement) -> Iterator[None]:
        """Around a statement of the user.

        Raises:
            BadInput: it would keep what happened in a sandbox.
            DatabaseError: the statement's own, which says when it has left a transaction failed.
        """
        was_open, control = self._status() is not TransactionStatus.IDLE, statement.words[0] in _CONTROL
        guarded = self.open and not control
        if self.open and _commits(statement):
            raise BadInput(
                "This is a sandbox: what happens in it is not kept.",
                hint="end it: %transaction end undoes everything.",
            )
        if guarded:
            self._tell("savepoint {name}")
        try:
            yield
        except BaseException as error:
            if guarded:
                self._tell("rollback to savepoint {name}")
            if isinstance(error, DatabaseError) and was_open and self._status() is TransactionStatus.INERROR:
                error.details = (*error.details, "The transaction has failed: end it with rollback.")
            raise
        finally:
            if guarded:
                self._tell("release savepoint {name}")

    def _tell(self, template: LiteralString) -> None:
        """Also after Stop, when nothing more may be asked, and at the end of a connection, when nothing can."""
        if self._status() in (TransactionStatus.INTRANS, TransactionStatus.INERROR):
            try:
                self._raw.execute(sql.SQL(template + TAG).format(name=_SAVEPOINT))
            except psycopg.Error:
                self._raw.close()  # which undoes the sandbox as well

    def _status(self) -> TransactionStatus:
        return self._raw.info.transaction_status


def _commits(statement: Statement) -> bool:
    first, *rest = statement.words
    return first in _COMMITS and (first != "prepare" or rest[:1] == ["transaction"])
