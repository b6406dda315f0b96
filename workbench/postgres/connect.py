"""Opens sessions: on the embedded server, or wherever a DSN leads. No password leaves this module."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

from workbench.errors import AccessDenied, BadInput, ConnectionLost, DatabaseError
from workbench.postgres.connection import Connection
from workbench.postgres.server import ServerHandle, open_server, without_libpq_environment

# Long enough for an honest analytical query, short enough that a forgotten cross join doesn't run all night.
STATEMENT_TIMEOUT = "5min"


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
        with without_libpq_environment():
            return session(server.conninfo, server, statement_timeout)
    return session(_read(dsn), None, statement_timeout)


@contextmanager
def on_worker(conninfo: Mapping[str, Any], application_name: str) -> Iterator[Connection]:
    """A session for a part of somebody else's work, on the server that `Connection.conninfo` told."""
    with without_libpq_environment():
        connection = session({**conninfo, "application_name": application_name}, None, "0")
    try:
        yield connection
    finally:
        connection.close()


def _read(dsn: str) -> dict[str, Any]:
    """libpq's own messages repeat parts of the text, perhaps the password: they are neither shown nor chained."""
    conninfo: dict[str, Any] | None = None
    if isinstance(dsn, str):
        with suppress(psycopg.Error):
            conninfo = dict(conninfo_to_dict(dsn))
    # A password with an unescaped @ makes its own end a part of the host's name.
    if conninfo is None or "@" in str(conninfo.get("host", "")):
        raise BadInput(
            "This is no connection string that libpq understands (it isn't shown, because it may hold a password).",
            hint="write postgresql://user@host:5432/database, or host=... dbname=... user=...; @ in a password is %40.",
        )
    return conninfo


def session(conninfo: Mapping[str, Any], server: ServerHandle | None, statement_timeout: str) -> Connection:
    """A session; it lets go of the server's handle when it is closed, or if it can't be opened."""
    options = {"application_name": "workbench", "connect_timeout": 10, **conninfo}
    raw: psycopg.Connection[Any] | None = None
    refusal: DatabaseError | None = None
    try:
        try:
            # prepare_threshold=None: a prepared statement may switch to a generic plan in the middle of a measurement.
            raw = psycopg.connect(**options, autocommit=True, prepare_threshold=None)
        except psycopg.Error as error:
            refusal = _refused(error, conninfo.get("password"))
        if raw is None:
            raise refusal or AssertionError("neither a session nor a reason")
        return Connection(raw, server, statement_timeout)
    except BaseException:
        if raw is not None:
            raw.close()
        if server is not None:
            server.close()
        raise


def _refused(error: psycopg.Error, password: Any) -> DatabaseError:
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
