"""A clone: a disposable copy of the database, on the same server, for what may not touch the original or can't be undone.

It is a database of its own, dropped when its session is closed. Where the file system shares blocks between copies
(PostgreSQL 18 on Btrfs, XFS, ZFS, APFS), it takes no time and hardly any disk.
https://www.postgresql.org/docs/current/sql-createdatabase.html
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from typing import Any

from psycopg import sql

from workbench.errors import BadInput, DatabaseError, WorkbenchError
from workbench.postgres.connect import on_worker, session
from workbench.postgres.connection import Connection
from workbench.postgres.server import open_server

PREFIX = "workbench_clone_"
_CAN_SHARE_BLOCKS = 18
_IN_USE = "55006"


def clone(connection: Connection) -> Connection:
    """A session on a copy of the database, with the same search path and other settings. Closing it drops the copy.

    Raises:
        BadInput: a transaction is open, or others are connected: PostgreSQL copies a database only while nobody else is in it.
        AccessDenied: the role may not create databases.
        OutOfResources: the disk is full; nothing is left.
    """
    connection.check_no_transaction("Cloning")
    name = f"{PREFIX}{secrets.token_hex(4)}"
    with connection.stoppable():
        if connection.rows("others_connected")[0]["others"]:  # the server itself would wait five seconds for them to go
            raise _in_use(connection)
        _create(connection, name)
        undo = partial(_drop, connection.conninfo, name)
        try:
            settings = connection.rows("session_settings")
            timeout = connection.rows("timeout")[0]["timeout"]
            server = None if connection.home is None else open_server(connection.home)
            copy = session({**connection.conninfo, "dbname": name}, server, timeout)
        except BaseException:
            undo()
            raise
    copy.when_closed(undo)
    for setting in settings:
        copy.rows("set_setting", **setting)
    return copy


def _drop(conninfo: Mapping[str, Any], name: str) -> None:
    """From the original, whose own session may have ended meanwhile."""
    with suppress(WorkbenchError), on_worker(conninfo, "workbench") as other:  # the server may be gone, too
        other.command("drop database if exists {name} with (force)", name=sql.Identifier(name))


def _create(connection: Connection, name: str) -> None:
    source, target = sql.Identifier(connection.capabilities.database), sql.Identifier(name)
    if connection.capabilities.major >= _CAN_SHARE_BLOCKS:
        with suppress(DatabaseError):  # this file system, or this platform, shares no blocks
            connection.command("set file_copy_method = 'clone'")
            try:
                connection.command(
                    "create database {target} template {source} strategy file_copy", target=target, source=source
                )
                return
            finally:
                connection.command("reset file_copy_method")
    try:
        connection.command("create database {target} template {source}", target=target, source=source)
    except DatabaseError as error:
        if error.sqlstate != _IN_USE:
            raise
        raise _in_use(connection) from None


def _in_use(connection: Connection) -> BadInput:
    return BadInput(
        f"{connection.capabilities.database} can't be cloned: other sessions are connected to it.",
        "PostgreSQL copies a database only while nobody else is in it.",
        hint="close other notebooks on this database, or restore a backup of it elsewhere and connect to that.",
    )
