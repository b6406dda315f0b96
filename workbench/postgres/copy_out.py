"""The rows of COPY ... TO STDOUT as they arrive. What libpq holds already is taken from it at once: asking psycopg for each row
costs several times as much as the row, so it is asked only to wait for more.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
from psycopg import errors
from psycopg.adapt import Buffer
from psycopg.generators import fetch_many
from psycopg.pq import ExecStatus


def arriving(raw: psycopg.Connection[Any], copy: psycopg.Copy) -> Iterator[Buffer]:
    """Each row; a buffer is good until the next one is asked for.

    Raises:
        psycopg.Error: the server objects in the middle.
    """
    take = raw.pgconn.get_copy_data
    while True:
        length, row = take(1)
        if length > 0:
            yield row
        elif length < 0:  # the end was in libpq's buffer, so psycopg has not seen it
            _check_end(raw)
            return
        elif waited := copy.read():
            yield waited
        else:
            return


def _check_end(raw: psycopg.Connection[Any]) -> None:
    result = raw.wait(fetch_many(raw.pgconn))[-1]
    if result.status != ExecStatus.COMMAND_OK:
        raise errors.error_from_result(result, encoding=raw.info.encoding)
