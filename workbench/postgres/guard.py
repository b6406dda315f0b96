"""Keeps a trial from disturbing others on a server that is not ours.

CREATE INDEX locks a table against all writers until the trial is over, and taking an index away (DROP INDEX) against readers as
well. So: look first, refuse what would hurt, and give way as soon as anybody waits for us.
https://www.postgresql.org/docs/current/explicit-locking.html
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from workbench.errors import LockUnavailable
from workbench.postgres.connection import Connection, own_query
from workbench.trials import Change, Terms

# Building an index reads the table and sorts it: 75 MB of orders took 0.5 s on two cores; a busy server gets a third of that.
_BUILD_BYTES_PER_S = 50 * 1024 * 1024
# What an interactive application forgives: https://www.nngroup.com/articles/response-times-3-important-limits/
_LOCKED_AT_MOST_S = 10.0
# Between two looks at the table's counters; sessions report theirs about once a second.
_WATCHED_S = 1.5
# How often the watchdog looks.
_PAUSE_S = 0.1
# What only locks a table against everybody for a moment, but for each run.
_AGAINST_ALL = ("drop index", "drop statistics", "alter table")


@contextmanager
def guarded(connection: Connection, change: Change, terms: Terms) -> Iterator[None]:
    """Around a trial: refuses it where it would lock others out, and ends it when somebody waits for it.

    On the embedded server and on clones nobody else is disturbed; there it does nothing.

    Raises:
        LockUnavailable: with the reason, and what to do instead.
    """
    if connection.ours or not change.steps:
        yield
        return
    for step in change.steps:
        if step.kind in _AGAINST_ALL:
            raise _refused(
                f"{step.kind.upper()} locks the table against readers and writers while it is tried.",
                "This server may have others at work, so it is tried on a clone only.",
            )
    if terms.allow_locks:
        yield
        return
    if not connection.capabilities.superuser and change.candidates:
        raise _refused(
            "Taking an index away for the runs before locks the table against readers, too, unless one is a superuser.",
            f"The role {connection.capabilities.role} is none, and this server may have others at work.",
        )
    for candidate in change.candidates:
        _look(connection, candidate.table)
    with _watched(connection):
        yield


def _look(connection: Connection, table: tuple[str, ...]) -> None:
    """Refuses where the table is large, or somebody writes to it.

    Raises:
        LockUnavailable: with the figures.
    """
    name = sql.Identifier(*table).as_string()
    (was,) = connection.rows("preflight", table=name)
    seconds = was["size_bytes"] / _BUILD_BYTES_PER_S
    if seconds > _LOCKED_AT_MOST_S:
        raise _refused(
            f"{name} has {was['size_bytes'] / 1024**2:,.0f} MB: building an index may take {seconds:,.0f} s (an estimate).",
            "All writers of the table would wait that long, and for the runs after it.",
        )
    connection.rows("pause", seconds=_WATCHED_S)
    (now,) = connection.rows("preflight", table=name)
    if now["writers"] or now["written"] > was["written"]:
        raise _refused(
            f"{name} is being written to: {now['writers']} sessions hold a lock for it,"
            f" {now['written'] - was['written']:,} rows were written in {_WATCHED_S:g} s.",
            "They would wait until the trial is over.",
        )


@contextmanager
def _watched(connection: Connection) -> Iterator[None]:
    """A thread with a session of its own that ends the trial when somebody waits for it."""
    over = threading.Event()
    thread = threading.Thread(
        target=_watch, args=[connection, connection.conninfo, over], name="workbench watches", daemon=True
    )
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _watch(connection: Connection, conninfo: dict[str, Any], over: threading.Event) -> None:
    query = own_query("waiting_for")
    try:
        with psycopg.connect(make_conninfo(**conninfo), autocommit=True) as other:
            while not over.wait(_PAUSE_S):
                (waiting,) = other.execute(query, {"pid": connection.pid}).fetchone() or (0,)
                if waiting:
                    connection.end(_gave_way(waiting))
                    return
    except psycopg.Error:  # without eyes there is no watching: better no trial than one that nobody watches
        connection.end(
            LockUnavailable(
                "The trial's watchdog lost its connection, so the trial was ended.",
                hint="try again; nothing is left on the server.",
            )
        )


def _gave_way(waiting: int) -> LockUnavailable:
    sessions = f"{waiting} other session{'' if waiting == 1 else 's'}"
    return LockUnavailable(
        f"{sessions} waited for the trial's lock, so the trial gave way. Nothing is left on the server.",
        hint="try it when the table is quiet, on a clone (wb.clone()), or with allow_locks=True.",
    )


def _refused(*lines: str) -> LockUnavailable:
    first, *rest = lines
    return LockUnavailable(
        first, *rest, hint="with wb.clone() as clone: clone.trial(...); or pass allow_locks=True where that is all right."
    )
