"""Connection: one session on one server. It runs statements and gives values; it holds no judgement and formats nothing.

Statements of our own carry the comment `/* workbench */`, so that anyone can tell them apart in the server's statistics.
The user's own statements are sent exactly as written, with `$n` for their parameters.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import resources
from typing import Any, LiteralString

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from workbench.errors import AccessDenied, BadInput, ConnectionLost, DatabaseError, MissingCapability
from workbench.postgres.capabilities import Capabilities
from workbench.postgres.server import ServerHandle, open_server
from workbench.postgres.translate import translated
from workbench.sql import Bound, Column, Result

# At the end, since pg_stat_statements drops a comment that stands before the statement; on a line of its own, since the
# statement may end in a comment.
TAG = "\n/* workbench */"
# Long enough for an honest analytical query, short enough that a forgotten cross join doesn't run all night.
STATEMENT_TIMEOUT = "5min"
OLDEST_SERVER = 130000


class Connection:
    """One session. Autocommit; whatever should be undone runs inside `rolled_back()`."""

    def __init__(self, raw: psycopg.Connection[Any], server: ServerHandle | None, statement_timeout: str) -> None:
        self._raw = raw
        self._server = server
        self._notices: list[str] = []
        raw.add_notice_handler(lambda diag: self._notices.append(f"{diag.severity}: {diag.message_primary}"))
        with translated():
            raw.execute("select set_config('statement_timeout', %s, false)", [statement_timeout])
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
    def closed(self) -> bool:
        """Whether the session has ended, by us or by the server."""
        return self._raw.closed

    @property
    def in_transaction(self) -> bool:
        """Whether the user has a transaction open."""
        return self._raw.info.transaction_status != psycopg.pq.TransactionStatus.IDLE

    def close(self) -> None:
        """Ends the session and lets go of the embedded server. Safe to call twice."""
        self._raw.close()
        if self._server is not None:
            self._server.close()

    def rows(self, query: str, **parameters: Any) -> list[dict[str, Any]]:
        """The rows of one of our own queries (`queries/NAME.sql`), as dictionaries.

        Raises:
            DatabaseError: whatever the server objects to, translated.
        """
        text = resources.files("workbench.postgres").joinpath("queries", f"{query}.sql").read_text()
        with translated():
            cursor = self._raw.execute(text + TAG, parameters)
            names = [column.name for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def command(self, template: LiteralString, **names: sql.Composable) -> None:
        """Runs one command of our own, composed from a literal template and quoted parts."""
        with translated():
            self._raw.execute(sql.SQL(template + TAG).format(**names))

    def script(self, text: str) -> None:
        """Runs several statements of a dataset's own schema.sql."""
        with translated():
            self._raw.execute(text + TAG)

    def run(self, bound: Bound) -> Result:
        """Runs the user's statement and fetches everything that it returns.

        Raises:
            DatabaseError: whatever the server objects to, with the line and the caret.
            Cancelled: stopped by the user; the connection is usable.
        """
        self._notices.clear()
        with translated(bound), psycopg.RawCursor(self._raw) as cursor:
            began = time.perf_counter()
            cursor.execute(bound.sql, bound.values or None)
            elapsed = (time.perf_counter() - began) * 1000
            columns = tuple(Column(c.name, c.type_display) for c in cursor.description or ())
            rows = tuple(cursor.fetchall()) if columns else ()
            return Result(columns, rows, cursor.statusmessage or "", tuple(self._notices), elapsed)

    def prefixed(self, prefix: str, bound: Bound) -> list[tuple[Any, ...]]:
        """The rows of the user's statement behind a prefix of ours, such as EXPLAIN with its options."""
        head = f"{prefix} "
        with translated(bound, prefix=len(head)), psycopg.RawCursor(self._raw) as cursor:
            cursor.execute(head + bound.sql + TAG, bound.values or None)
            return cursor.fetchall()

    def timed(self, bound: Bound) -> float:
        """Runs the user's statement and gives the wall-clock milliseconds until the last row has arrived.

        Rows stay in libpq's buffer: turning them into Python objects is not the server's time.
        """
        with translated(bound), psycopg.RawCursor(self._raw) as cursor:
            began = time.perf_counter()
            cursor.execute(bound.sql + TAG, bound.values or None)
            return (time.perf_counter() - began) * 1000

    @contextmanager
    def rolled_back(self) -> Iterator[None]:
        """Whatever happens inside is undone at the end: a transaction, or a savepoint within the user's own."""
        with self._transaction(undo=True):
            yield

    @contextmanager
    def committed(self) -> Iterator[None]:
        """A transaction that is committed at the end, and undone on any error."""
        with self._transaction(undo=False):
            yield

    @contextmanager
    def _transaction(self, *, undo: bool) -> Iterator[None]:
        with translated(), self._raw.transaction(force_rollback=undo):
            yield

    @contextmanager
    def copying(self, table: sql.Composable, columns: Sequence[str]) -> Iterator[psycopg.Copy]:
        """COPY FROM STDIN in CSV, frozen: the table must be new in this transaction.

        https://www.postgresql.org/docs/current/sql-copy.html (FREEZE)
        """
        template = sql.SQL("copy {table} ({columns}) from stdin (format csv, freeze)" + TAG)
        names = sql.SQL(", ").join(map(sql.Identifier, columns))
        query = template.format(table=table, columns=names)
        with translated(), self._raw.cursor() as cursor, cursor.copy(query) as copy:
            yield copy


def connect(dsn: str | None = None, *, statement_timeout: str = STATEMENT_TIMEOUT) -> Connection:
    """A session on the embedded server, or on the one that `dsn` names.

    A DSN is libpq's: a URI or `key=value` pairs; what it leaves out comes from PG* variables, the service file and ~/.pgpass.
    `dsn=""` takes everything from there. https://www.postgresql.org/docs/current/libpq-connect.html

    Raises:
        ServerError: the embedded server can't be started.
        ConnectionLost, AccessDenied: the server can't be reached, or doesn't let us in. Never shows a password.
        BadInput: the DSN can't be read.
    """
    if dsn is None:
        server = open_server()
        return _session(server.conninfo, server, statement_timeout)
    try:
        conninfo = conninfo_to_dict(dsn)
    except psycopg.Error:
        # libpq's message repeats parts of the text, and with them, perhaps, the password.
        raise BadInput(
            "This is no connection string that libpq understands (it isn't shown, because it may hold a password).",
            hint="write postgresql://user@host:5432/database, or host=... dbname=... user=...",
        ) from None
    return _session(conninfo, None, statement_timeout)


def _session(conninfo: Mapping[str, Any], server: ServerHandle | None, statement_timeout: str) -> Connection:
    options = {"application_name": "workbench", "connect_timeout": 10, **conninfo}
    try:
        # prepare_threshold=None: a prepared statement may switch to a generic plan in the middle of a measurement.
        raw = psycopg.connect(**options, autocommit=True, prepare_threshold=None)
    except psycopg.OperationalError as error:
        if server is not None:
            server.close()
        raise _refused(error, conninfo.get("password")) from None
    try:
        return Connection(raw, server, statement_timeout)
    except BaseException:
        raw.close()
        if server is not None:
            server.close()
        raise


def _refused(error: psycopg.OperationalError, password: Any) -> DatabaseError:
    """libpq doesn't print passwords; should a server's own message repeat one, it is taken out."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    message = next((line for line in lines if "FATAL" in line), lines[0] if lines else "no answer").rstrip(".?")
    if password:
        message = message.replace(str(password), "***")
    if "FATAL" in message:
        return AccessDenied(
            f"The server refused the connection: {message.partition('FATAL:')[2].strip()}.",
            hint="check user, password (~/.pgpass, PGPASSWORD) and database name.",
        )
    return ConnectionLost(
        f"The server can't be reached: {message}.",
        hint="check host and port, and that the server runs; workbench.connect() needs neither.",
    )
