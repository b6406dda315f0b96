"""Large results by COPY ... TO STDOUT, on the session's own connection and so inside its transaction. Bound in, Fetched out.

COPY takes no parameters. The server is asked first which type each parameter has; then its value stands in the statement as
a quoted literal of exactly that type, so that the statement means the same. Statement and COPY run in one transaction, which
keeps the types as they were told. The rows come as CSV: the binary format arrives no sooner (bench/fetch.py), and Python would
have to take it apart, where pyarrow's reader is compiled and every type has a text.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from io import BytesIO

import pyarrow as pa
from psycopg.adapt import Buffer

from workbench.errors import BadInput, SqlError, StatementError
from workbench.postgres.connection import Connection
from workbench.sql import Bound, Column
from workbench.sql.csv_blocks import CsvBlocks
from workbench.sql.fetched import Fetched

# What is read at once: large enough that Python's share is small, small enough for the cache and for memory.
BLOCK = 4 << 20
# Blocks that wait for the reader; more would only fill memory.
_WAITING = 2
# What COPY (...) takes. https://www.postgresql.org/docs/current/sql-copy.html
_QUERIES = frozenset({"select", "with", "values", "table", "insert", "update", "delete", "merge", "("})
_DATES = ("date", "time", "timestamp", "timestamptz", "interval")
# Settings that change how such values are written: https://www.postgresql.org/docs/current/runtime-config-client.html
_STYLES = (("DateStyle", "ISO", _DATES[:4]), ("IntervalStyle", "postgres", _DATES[4:]))


def fetch(connection: Connection, bound: Bound) -> Fetched:
    """Streams the rows of a query into an arrow table.

    Raises:
        StatementError: a statement that COPY doesn't take.
        BadInput: the session writes dates in another style than ISO.
        DatabaseError: the server objects.
        Cancelled: stopped by the user; the connection is usable.
    """
    _check(bound)
    began = time.perf_counter()
    with connection.stoppable(), connection.users_own(bound.statement), _one_transaction(connection):
        columns, text = connection.literally(bound)
        _check_styles(connection, columns)
        reader = CsvBlocks(columns, connection.encoding)
        with connection.copied_out(text) as rows:
            count = _read(rows, reader)
        table, notes = reader.table(connection.check_stop)
    elapsed = (time.perf_counter() - began) * 1000
    return Fetched(columns, table, count, notes, connection.notices, elapsed, connection.footer)


def _one_transaction(connection: Connection) -> AbstractContextManager[None]:
    """The user's own where one is open: an error leaves it failed, as with any statement."""
    return nullcontext() if connection.in_transaction else connection.committed()


def _read(rows: Iterable[Buffer], reader: CsvBlocks) -> int:
    """Reads while the next rows arrive; one reader, so that blocks stay in order."""
    count, waiting = 0, deque[Future[None]]()
    with ThreadPoolExecutor(1, thread_name_prefix="workbench reads") as pool:
        for block, lines in _blocks(rows):
            count += lines
            waiting.append(pool.submit(_add, reader, block))
            if len(waiting) > _WAITING:
                waiting.popleft().result()
        for future in waiting:
            future.result()
    return count


def _blocks(rows: Iterable[Buffer]) -> Iterator[tuple[bytes, int]]:
    """Whole rows, together as large as a block, and how many they are.

    Each row is written on at once: to keep a million small buffers for a join takes three times as long.
    """
    block, size, lines = BytesIO(), 0, 0
    write = block.write
    for row in rows:
        size += write(row)
        lines += 1
        if size >= BLOCK:
            yield block.getvalue(), lines
            block, size, lines = BytesIO(), 0, 0
            write = block.write
    if lines:
        yield block.getvalue(), lines


def _add(reader: CsvBlocks, block: bytes) -> None:
    try:
        reader.add(block)
    except pa.ArrowInvalid as error:
        raise SqlError(
            f"A value can't be read: {str(error).splitlines()[0]}",
            hint="find bytes that are no text in the database's encoding, or select the column as bytea.",
        ) from error


def _check(bound: Bound) -> None:
    if bound.statement.words[0] not in _QUERIES:
        raise StatementError(
            f"{bound.statement.words[0].upper()} gives no rows that can be streamed.", hint="run it with %%query or wb.query."
        )


def _check_styles(connection: Connection, columns: tuple[Column, ...]) -> None:
    for setting, style, types in _STYLES:
        value = connection.reported(setting)
        used = any(column.type.partition("(")[0].removesuffix("[]") in types for column in columns)
        if used and value.partition(",")[0] != style:
            raise BadInput(
                f"The session writes dates with {setting} = {value}; fetch reads {style}.",
                hint=f"set it back: %query set {setting.lower()} to {style.lower()}",
            )
