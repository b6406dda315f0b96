"""The errors a user can meet. This module knows no driver: psycopg's errors are translated in `postgres/translate.py`.

    WorkbenchError
    ├── BadInput                  what was asked for can't be done as written
    │   ├── UnknownDataset
    │   ├── DatasetError          a dataset's data.toml or schema.sql is wrong (file, table, column)
    │   ├── ParameterError        a :name has no value, or a value that can't be bound
    │   ├── StatementError        several statements, none, or one of the wrong kind
    │   └── PlanError             not a plan that can be read
    ├── MissingCapability         the server can't do it, and why
    ├── ServerError               the embedded server didn't start or can't be reached
    └── DatabaseError             the server's answer; has .sqlstate and .position
        ├── SqlError              syntax, unknown table or column, wrong type (class 42, 22)
        ├── ConstraintViolated    class 23
        ├── AccessDenied          42501, class 28
        ├── StatementTimeout      57014 by statement_timeout
        ├── LockUnavailable       55P03, 40P01
        ├── OutOfResources        class 53: disk full, out of memory, too many connections
        └── ConnectionLost        class 08, 57P01-57P03
    Cancelled                     Stop or Ctrl-C; a KeyboardInterrupt, so that `except Exception` does not swallow it

Every error renders as three to five lines: what happened, where, and what to do next. The lines are what a
notebook shows (IPython calls `_render_traceback_`), what `str()` gives and what nbval, nbmake and papermill see.
"""

from __future__ import annotations

from collections.abc import Sequence


class _Rendered(BaseException):
    """Three to five lines instead of a traceback: the message, details, and the next step."""

    def __init__(self, message: str, *details: str, hint: str | None = None) -> None:
        super().__init__(message, *details)
        self.message = message
        self.details: Sequence[str] = details
        self.hint = hint

    def lines(self) -> list[str]:
        """The lines to show, the next step last."""
        next_step = [] if self.hint is None else [f"Next: {self.hint}"]
        return [self.message, *self.details, *next_step]

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def _render_traceback_(self) -> list[str]:
        """What IPython shows; a traceback through our own modules would teach nobody."""
        first, *rest = self.lines()
        return [f"{type(self).__name__}: {first}", *rest]


class WorkbenchError(_Rendered, Exception):
    """The root: `except workbench.WorkbenchError` catches whatever the workbench itself raises."""


class BadInput(WorkbenchError, ValueError):
    """What was asked for can't be done as written."""


class UnknownDataset(BadInput):
    """No dataset of this name or at this path."""


class DatasetError(BadInput):
    """A dataset's files are wrong; the details name file, table and column."""


class ParameterError(BadInput):
    """A `:name` in the statement has no value, or one that can't be bound."""


class StatementError(BadInput):
    """Not one statement, or not one of the kind that was asked for."""


class PlanError(BadInput):
    """Not a plan that can be read."""


class MissingCapability(WorkbenchError):
    """The server can't do it; the details say why not."""


class ServerError(WorkbenchError):
    """The embedded server didn't start, or its files can't be used."""


class DatabaseError(WorkbenchError):
    """What the server answered instead of a result.

    Attributes:
        sqlstate: the five-character code, or None where the connection broke before one came.
        position: the 1-based character in the statement as the user wrote it, or None.
    """

    def __init__(
        self,
        message: str,
        *details: str,
        hint: str | None = None,
        sqlstate: str | None = None,
        position: int | None = None,
    ) -> None:
        super().__init__(message, *details, hint=hint)
        self.sqlstate = sqlstate
        self.position = position


class SqlError(DatabaseError):
    """The statement is wrong: syntax, an unknown name, a wrong type."""


class ConstraintViolated(DatabaseError):
    """The data doesn't fit a constraint."""


class AccessDenied(DatabaseError):
    """The role may not do this."""


class StatementTimeout(DatabaseError):
    """The statement ran longer than statement_timeout allows."""


class LockUnavailable(DatabaseError):
    """Somebody else holds the lock, or two transactions wait for each other."""


class OutOfResources(DatabaseError):
    """The server ran out of disk, memory or connections."""


class ConnectionLost(DatabaseError):
    """The server is gone, or was never reached."""


class Cancelled(_Rendered, KeyboardInterrupt):
    """Stopped by the user. The statement was cancelled on the server and the connection is usable."""
