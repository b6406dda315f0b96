"""The one place where psycopg's errors become ours, by SQLSTATE, never by wording.

Codes: https://www.postgresql.org/docs/current/errcodes-appendix.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import NamedTuple

import psycopg

from workbench import errors
from workbench.sql import Bound, Statement


class _Case(NamedTuple):
    kind: type[errors.DatabaseError]
    next_step: str


_LOST = _Case(
    errors.ConnectionLost,
    "connect again (workbench.connect() or %connect); an open transaction was undone by the server.",
)
# By whole code first, then by class (its first two characters).
_CASES = {
    "42601": _Case(errors.SqlError, "look at the word above the caret, and at the one before it."),
    "42P01": _Case(errors.SqlError, "check the name; load a dataset first (%dataset shop), or write schema.table."),
    "42703": _Case(errors.SqlError, "check the name of the column."),
    "42P18": _Case(errors.SqlError, "say which type the parameter has, for example :name::text."),
    "42501": _Case(errors.AccessDenied, "ask the owner for the privilege, or connect as another role."),
    "57014": _Case(errors.StatementTimeout, "make it faster, or give it time: workbench.connect(statement_timeout='10min')."),
    "55P03": _Case(errors.LockUnavailable, "somebody works on the table; try again when they are done."),
    "40P01": _Case(errors.LockUnavailable, "two transactions waited for each other; run it again."),
    "53100": _Case(errors.OutOfResources, "free some disk on the server; what this statement wrote is already undone."),
    "53400": _Case(errors.OutOfResources, "raise the limit it names, or make the statement need less."),
    "22012": _Case(errors.SqlError, "guard the divisor: x / nullif(y, 0)."),
    "25006": _Case(errors.AccessDenied, "the session is read-only; connect to the primary, or with another role."),
    "25001": _Case(errors.SqlError, "run it outside of a transaction (%%query does, unless you began one)."),
    "25P02": _Case(errors.SqlError, "the transaction has failed; end it with rollback."),
    "2D000": _Case(errors.DatabaseError, "take COMMIT and ROLLBACK out of what it calls, or end the transaction first."),
    "08": _LOST,
    "57P01": _LOST, "57P02": _LOST, "57P03": _LOST, "57P05": _LOST,
    "22": _Case(errors.SqlError, "check the value against the type that the server expects."),
    "23": _Case(errors.ConstraintViolated, "change the value, or the constraint that it breaks."),
    "28": _Case(errors.AccessDenied, "check user and password; libpq's PGPASSFILE and service files work, too."),
    "42": _Case(errors.SqlError, "check the statement against the message."),
    "53": _Case(errors.OutOfResources, "the server ran out of something; the message says what."),
}  # fmt: skip
_NUMBER = re.compile(r"\$(\d+)")
_OTHER = _Case(errors.DatabaseError, "the message is the server's own; its log may say more.")


@contextmanager
def translated(bound: Bound | None = None, *, prefix: int = 0) -> Iterator[None]:
    """Whatever psycopg raises inside leaves as one of ours.

    Args:
        bound: the user's statement, to show the line and the caret where the server found fault.
        prefix: how many characters of ours stand before it in what was sent.
    """
    try:
        yield
    except psycopg.Error as error:
        raise translate(error, bound, prefix) from error
    except UnicodeEncodeError as error:
        raise errors.StatementError(
            f"The text has a character that can't be sent as {error.encoding}: {error.object[error.start]!a}.",
            hint="take it out; half of a surrogate pair comes from text that was read in another encoding.",
        ) from error


def translate(error: psycopg.Error, bound: Bound | None = None, prefix: int = 0) -> errors.DatabaseError:
    """Our error for one of psycopg's, in three to five lines."""
    code = error.sqlstate
    if code is None:
        # Without a code no server answered: the connection broke, or psycopg itself objects to a value.
        return _without_code(error)
    case = _CASES.get(code) or _CASES.get(code[:2]) or _OTHER
    position = _position(error, bound, prefix)
    where = _line_and_caret(bound.statement, position) if bound and position else _context(error)
    return case.kind(
        f"{_named(error.diag.message_primary or str(error), bound)} ({code} {type(error).__name__})",
        *where,
        hint=_in_list(bound) if code == "42601" and _in_list(bound) else error.diag.message_hint or case.next_step,
        sqlstate=code,
        position=position,
    )


def _named(message: str, bound: Bound | None) -> str:
    """The server speaks of $1; the user wrote a name."""
    names = bound.statement.parameters if bound else ()
    return _NUMBER.sub(lambda m: f":{names[int(m[1]) - 1]}" if 0 < int(m[1]) <= len(names) else m[0], message)


def _in_list(bound: Bound | None) -> str | None:
    """`in :ids` is what one would write, and no SQL."""
    words = bound.statement.words if bound else ()
    named = next((after for word, after in pairwise(words) if word == "in" and after.startswith(":")), None)
    return f"write = any({named}) instead of in {named}." if named else None


def _without_code(error: psycopg.Error) -> errors.DatabaseError:
    message = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
        return errors.ConnectionLost(f"The server is gone: {message}.", hint=_LOST.next_step)
    if isinstance(error, psycopg.DataError):
        return errors.SqlError(f"A value can't be read: {message}.", hint="cast it to text in the statement: value::text.")
    raise errors.ParameterError(
        f"A value can't be sent to the server: {message}.",
        hint="bind numbers, text, dates, UUIDs, dictionaries (jsonb) or lists of these.",
    ) from error


def _position(error: psycopg.Error, bound: Bound | None, prefix: int) -> int | None:
    told = error.diag.statement_position
    return None if told is None or bound is None else bound.source_position(int(told) - prefix)


def _line_and_caret(statement: Statement, position: int) -> tuple[str, str]:
    """The line of the statement, and a caret below the character; tabs become spaces so that the caret stays below."""
    text = statement.text
    before = text[: position - 1]
    number = before.count("\n")
    lead = f"LINE {statement.line + number}: "
    column = len(before) - (before.rfind("\n") + 1)
    return f"{lead}{text.split(chr(10))[number]}".replace("\t", " ").rstrip(), " " * (len(lead) + column) + "^"


def _context(error: psycopg.Error) -> tuple[str, ...]:
    detail = error.diag.message_detail
    return (detail.splitlines()[0],) if detail else ()
