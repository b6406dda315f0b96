"""Connection: one session on one server. It runs statements and gives values; it holds no judgement and formats nothing.

Statements of our own carry the comment `/* workbench */`, so that anyone can tell them apart in the server's statistics.
The user's own statements are sent exactly as written, with `$n` for their parameters.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, LiteralString

import psycopg
from psycopg import sql
from psycopg.adapt import Buffer
from psycopg.conninfo import make_conninfo
from psycopg.pq import TransactionStatus
from psycopg.types import TypeInfo

from workbench.errors import BadInput, LockUnavailable, MissingCapability, StatementError
from workbench.postgres.capabilities import Capabilities
from workbench.postgres.copy_out import arriving
from workbench.postgres.describe import describe, literal
from workbench.postgres.near_names import suggesting
from workbench.postgres.sandbox import Sandbox
from workbench.postgres.server import ServerHandle
from workbench.postgres.stop import Stop
from workbench.postgres.translate import translated
from workbench.postgres.values import outgoing, register
from workbench.sql import Bound, Column, Result, Statement

# At the end, since pg_stat_statements drops a comment that stands before the statement; on a line of its own, since the
# statement may end in a comment.
TAG = "\n/* workbench */"
OLDEST_SERVER = 130000


class _Cursor(psycopg.RawCursor[Any]):
    """Takes `$n`, and always speaks the extended protocol, in which the server itself refuses a second statement.

    psycopg uses the simple one where there are no parameters, and a `; commit` that slipped through would really commit.
    """

    def _execute_send(self, query: Any, **options: Any) -> None:
        super()._execute_send(query, **{**options, "force_extended": True})


class Connection:
    """One session. Autocommit; whatever should be undone runs inside `rolled_back()`."""

    def __init__(self, raw: psycopg.Connection[Any], server: ServerHandle | None, statement_timeout: str) -> None:
        self._raw = raw
        self._server = server
        self._stop = Stop(raw)
        self.sandbox = Sandbox(raw)
        self._notices: list[str] = []
        self._at_close: list[Callable[[], None]] = []
        raw.add_notice_handler(lambda diag: self._notices.append(f"{diag.severity}: {diag.message_primary}"))
        register(raw)
        self.rows("set_timeout", timeout=str(statement_timeout))
        self.capabilities = Capabilities(**self.rows("capabilities")[0])
        if raw.info.server_version < OLDEST_SERVER:
            self.close()
            raise MissingCapability(
                f"The server is PostgreSQL {self.capabilities.version}; the workbench speaks with 13 and later.",
                hint="connect to a newer server, or to the embedded one: workbench.connect().",
            )

    @property
    def embedded(self) -> bool:
        """Whether it is on the embedded server."""
        return self._server is not None

    @property
    def home(self) -> Path | None:
        """Where the embedded server lives; None on another one."""
        return None if self._server is None else self._server.home

    @property
    def ours(self) -> bool:
        """Whether nobody else is disturbed here: it is on the embedded server, or on a clone."""
        return self.embedded or bool(self._at_close)

    @property
    def closed(self) -> bool:
        """Whether the session has ended, by us or by the server."""
        return self._raw.closed

    def check_no_transaction(self, what: str) -> None:
        """Does nothing where no transaction is open.

        Raises:
            BadInput: the user has one open, and `what` would end it.
        """
        if self.in_transaction:
            raise BadInput(
                f"{what} can't run while a transaction is open: it commits, and that would end yours.",
                hint="commit or rollback first (%query commit), then run it again.",
            )

    def stoppable(self) -> AbstractContextManager[None]:
        """Around a whole verb: Stop ends it in order, wherever it comes; see `stop.py`."""
        return self._stop.watch()

    def close(self) -> None:
        """Ends the session and lets go of the embedded server. Safe to call twice."""
        self._raw.close()
        while self._at_close:
            self._at_close.pop()()
        if self._server is not None:
            self._server.close()

    def when_closed(self, then: Callable[[], None]) -> None:
        """Something to do after the session has ended, while the embedded server is still held."""
        self._at_close.append(then)

    def end(self, reason: LockUnavailable) -> None:
        """From another thread: cancels whatever runs; the verb then ends in order, with this error."""
        self._stop.end(reason)

    @property
    def in_transaction(self) -> bool:
        """Whether one is open."""
        return self._raw.info.transaction_status is not TransactionStatus.IDLE

    @property
    def footer(self) -> str:
        """The state of the user's transaction in words for the end of an output; empty where none is open."""
        return self.sandbox.footer

    @property
    def pid(self) -> int:
        """The server's number of this session."""
        return self._raw.info.backend_pid

    @contextmanager
    def _asking(self, bound: Bound | None = None, *, prefix: int = 0) -> Iterator[None]:
        """One question to the server: stoppable, its errors translated."""
        with self.stoppable(), translated(bound, prefix=prefix), self._stop.statement():
            yield

    def rows(self, query: str, **parameters: Any) -> list[dict[str, Any]]:
        """The rows of one of our own queries (`queries/NAME.sql`), as dictionaries.

        Raises:
            DatabaseError: whatever the server objects to, translated.
        """
        return self._rows(own_query(query), parameters)

    def rows_of(self, schema: str, query: str, **parameters: Any) -> list[dict[str, Any]]:
        """The same of a query that calls an extension's functions: `{schema}` in it is where the extension was created."""
        return self._rows(sql.SQL(own_query(query)).format(schema=sql.Identifier(schema)), parameters)

    def _rows(self, query: LiteralString | sql.Composed, parameters: dict[str, Any]) -> list[dict[str, Any]]:
        with self._asking():
            cursor = self._raw.execute(query, parameters)
            names = [column.name for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def command(self, template: LiteralString, **names: sql.Composable) -> None:
        """Runs one command of our own, composed from a literal template and quoted parts."""
        with self._asking():
            self._raw.execute(sql.SQL(template + TAG).format(**names))

    def take_back(self, template: LiteralString, **names: sql.Composable) -> None:
        """Runs one command of our own that takes out of the session what no rollback does; also after Stop, which refuses all
        others."""
        with translated():
            self._raw.execute(sql.SQL(template + TAG).format(**names))

    def require(self, extension: str) -> None:
        """Does nothing where the extension can be used. Asks the server again before it says no: it may be there by now.

        Raises:
            MissingCapability: it can't, with the next step.
        """
        if self.capabilities.why_not(extension) is not None:
            self.capabilities = Capabilities(**self.rows("capabilities")[0])
        self.capabilities.require(extension)

    def composed(self, query: sql.Composed) -> list[tuple[Any, ...]]:
        """The rows of one query of our own that names things: composed, never formatted."""
        with self._asking():
            return self._raw.execute(query + sql.SQL(TAG)).fetchall()

    @property
    def conninfo(self) -> dict[str, str]:
        """What another process needs to open a session on the same server, the password included: never show it."""
        info = self._raw.info
        return {**info.get_parameters(), **({"password": info.password} if info.password else {})}

    def claimed(self, parts: sql.Composable, name: str, start: int) -> bool:
        """Whether a part of a load is this session's to copy: writes it down, unless somebody has committed it already."""
        query = sql.SQL("insert into {} values ({}, {}) on conflict do nothing").format(parts, name, start) + sql.SQL(TAG)
        with self._asking():
            return self._raw.execute(query).rowcount == 1

    def interrupt(self, application_name: str) -> None:
        """Ends the sessions of this name, in a session of its own, since this one may have been stopped."""
        with translated(), psycopg.connect(make_conninfo(**self.conninfo), autocommit=True) as other:
            other.execute(own_query("end_sessions"), {"name": application_name})

    def undo(self, template: LiteralString, **names: sql.Composable) -> None:
        """Runs one command of our own, in a session of its own, since this one may have been stopped."""
        with translated(), psycopg.connect(make_conninfo(**self.conninfo), autocommit=True) as other:
            other.execute(sql.SQL(template + TAG).format(**names))

    def count(self, table: sql.Composable) -> int:
        """How many rows a table has."""
        with self._asking():
            found = self._raw.execute(sql.SQL("select count(*) from {table}").format(table=table) + sql.SQL(TAG)).fetchone()
            return int(found[0]) if found else 0

    def script(self, text: str) -> None:
        """Runs several statements of a dataset's own schema.sql."""
        with self._asking():
            self._raw.execute(text + TAG)

    def run(self, bound: Bound) -> Result:
        """Runs the user's statement and fetches everything that it returns.

        Raises:
            DatabaseError: whatever the server objects to, with the line and the caret.
            Cancelled: stopped by the user; the connection is usable.
        """
        self._notices.clear()
        values = outgoing(bound)
        with self.users_own(bound.statement), self._asking(bound), _Cursor(self._raw) as cursor:
            began = time.perf_counter()
            cursor.execute(bound.sql, values)
            elapsed = (time.perf_counter() - began) * 1000
            described = [(c.name, c.type_code, _modifier(cursor, i)) for i, c in enumerate(cursor.description or ())]
            rows = tuple(cursor.fetchall()) if described else ()
            command, notices = cursor.statusmessage or "", (*self.notices, *_undone(bound, cursor.statusmessage))
        return Result(self._columns(described), rows, command, notices, elapsed, self.footer)

    @contextmanager
    def users_own(self, statement: Statement) -> Iterator[None]:
        """Around a statement of the user that takes effect: in a sandbox it can be undone, and its errors say more."""
        with suggesting(self, statement), self.sandbox.around(statement):
            yield

    @property
    def notices(self) -> tuple[str, ...]:
        """What the server has said beside its last answer."""
        return tuple(self._notices)

    @property
    def encoding(self) -> str:
        """Python's name of the session's encoding; "ascii" where the server doesn't know one."""
        return self._raw.info.encoding

    def reported(self, setting: str) -> str:
        """A setting that the server reports by itself, without a question."""
        return self._raw.info.parameter_status(setting) or ""

    def literally(self, bound: Bound) -> tuple[tuple[Column, ...], Bound]:
        """The columns that a statement will give, and the statement with its values as literals, for commands that take no
        parameters. Nothing runs."""
        self._notices.clear()
        values = outgoing(bound)
        with self._asking(bound):
            told = describe(self._raw, bound, values)
        columns = self._columns(told.columns)
        if not told.types:
            return columns, bound
        names = {row["oid"]: row["name"] for row in self.rows("type_names", oids=list(told.types))}
        given = [literal(text, names[oid]).as_string(self._raw) for text, oid in zip(told.texts, told.types, strict=True)]
        return columns, bound.rewritten(given)

    @contextmanager
    def copied_out(self, bound: Bound) -> Iterator[Iterator[Buffer]]:
        """The rows of a statement without parameters as lines of CSV."""
        head, tail = "copy (", "\n) to stdout (format csv)" + TAG
        with self._asking(bound, prefix=len(head)), self._raw.cursor() as cursor, cursor.copy(head + bound.sql + tail) as copy:
            yield arriving(self._raw, copy)

    def _columns(self, told: Sequence[tuple[str, int, int]]) -> tuple[Column, ...]:
        """Names of types instead of the oids that psycopg doesn't know: enums, composites, those of extensions."""
        known = self._raw.adapters.types
        unknown = sorted({oid for _, oid, _ in told if known.get(oid) is None})
        usable = unknown and self._raw.info.transaction_status is not TransactionStatus.INERROR
        names = {row["oid"]: row["name"] for row in self.rows("type_names", oids=unknown)} if usable else {}
        return tuple(Column(name, _type_name(known.get(oid), oid, mod, names)) for name, oid, mod in told)

    def prefixed(self, prefix: str, bound: Bound) -> list[tuple[Any, ...]]:
        """The rows (if any) of the user's statement behind a prefix of ours, such as EXPLAIN with its options."""
        head = f"{prefix} "
        with self._asking(bound, prefix=len(head)), _Cursor(self._raw) as cursor:
            cursor.execute(head + bound.sql + TAG, outgoing(bound))
            return cursor.fetchall() if cursor.description else []

    def timed(self, bound: Bound) -> float:
        """Runs the user's statement and gives the wall-clock milliseconds until the last row has arrived.

        Rows stay in libpq's buffer: turning them into Python objects is not the server's time.
        """
        text, values = bound.sql + TAG, outgoing(bound)  # before the clock starts: not the server's time either
        with self._asking(bound), _Cursor(self._raw) as cursor:
            began = time.perf_counter()
            cursor.execute(text, values)
            return (time.perf_counter() - began) * 1000

    @contextmanager
    def rolled_back(self) -> Iterator[None]:
        """Whatever happens inside is undone at the end: a transaction, or a savepoint within the user's own."""
        with self._transaction(undo=True):
            yield

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Inside of `rolled_back()`: a savepoint that stays, and is undone on any error only."""
        with translated(), self._raw.transaction():
            yield

    @contextmanager
    def committed(self) -> Iterator[None]:
        """A transaction that is committed at the end, and undone on any error."""
        with self._transaction(undo=False):
            yield

    @contextmanager
    def _transaction(self, *, undo: bool) -> Iterator[None]:
        with self.stoppable(), translated(), self._raw.transaction(force_rollback=undo):
            yield
            if not self.in_transaction and not self.closed:
                raise StatementError(
                    "The statement ended the transaction that it ran in, so what it did could not be undone.",
                    hint="take COMMIT and ROLLBACK out of what it calls.",
                )

    @contextmanager
    def alone(self, lock: str) -> Iterator[None]:
        """Waits until no other session holds the lock of this name, and holds it; without a statement timeout."""
        timeout = self.rows("timeout")[0]["timeout"]
        try:
            self.rows("set_timeout", timeout="0")
            self.rows("lock", name=lock)
            yield
        finally:
            try:  # not by _asking(): after Stop that would refuse, and the lock would stay
                self._raw.execute(own_query("unlock"), {"name": lock, "timeout": timeout})
            except psycopg.Error:
                self._raw.close()  # which releases it as well

    @contextmanager
    def copying(self, table: sql.Composable, columns: Sequence[str], options: sql.Composable) -> Iterator[psycopg.Copy]:
        """COPY FROM STDIN into these columns (all, if none are named), with options, https://www.postgresql.org/docs/current/sql-copy.html."""
        template = sql.SQL("copy {table} {columns} from stdin ({options})" + TAG)
        names = sql.SQL("({})").format(sql.SQL(", ").join(map(sql.Identifier, columns))) if columns else sql.SQL("")
        query = template.format(table=table, columns=names, options=options)
        with self._asking(), self._raw.cursor() as cursor, cursor.copy(query) as copy:
            yield copy

    def check_stop(self) -> None:
        """Goes no further if the user has pressed Stop; for loops that work between two questions."""
        self._stop.check()


def _undone(bound: Bound, command: str | None) -> tuple[str, ...]:
    """PostgreSQL answers the COMMIT of a failed transaction with ROLLBACK, and without a word."""
    committed = bound.statement.words[0] in ("commit", "end") and command == "ROLLBACK"
    return ("WARNING: the transaction had failed, so it was rolled back",) if committed else ()


def _modifier(cursor: psycopg.RawCursor[Any], column: int) -> int:
    return -1 if cursor.pgresult is None else cursor.pgresult.fmod(column)


def _type_name(info: TypeInfo | None, oid: int, mod: int, names: Mapping[int, str]) -> str:
    return names.get(oid, "unknown") if info is None else info.get_type_display(oid, mod)


@cache
def own_query(name: str) -> str:
    """The text of `queries/NAME.sql`, tagged as ours."""
    return resources.files("workbench.postgres").joinpath("queries", f"{name}.sql").read_text() + TAG
