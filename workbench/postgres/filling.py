"""Fills tables by COPY: rows are made and encoded in threads while the server takes the ones before. Makes no schema."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from psycopg import sql

from workbench.datagen import Job, TpchJob, chunk
from workbench.postgres.connection import Connection
from workbench.postgres.encoding import Encoding, encoding
from workbench.postgres.pipeline import ahead

CHUNK = 8_192  # rows: what is being made stays in the cache, and a few MB are on their way, however wide

# Told what is being done, and how many rows have just arrived.
Progress = Callable[[str, int], None]


@dataclass(frozen=True)
class Filling:
    """One table to fill: its job, how its rows are encoded, whether they can be frozen."""

    job: Job
    encoding: Encoding
    freeze: bool

    def pieces(self, start: int = 0, stop: int | None = None) -> Iterator[tuple[Filling, Any]]:
        """What `made` takes, one after the other: rows start..stop-1 in chunks; text of tpchgen-cli always whole."""
        if isinstance(self.job, TpchJob):
            for text in self.job.text():
                yield self, text
            return
        stop = self.job.rows if stop is None else stop
        for first in range(start, stop, CHUNK):
            yield self, (first, min(first + CHUNK, stop))

    def made(self, piece: Any) -> tuple[int, bytes]:
        """The rows and bytes of a piece."""
        if isinstance(self.job, TpchJob):
            return piece.count(b"\n"), piece
        batch = chunk(self.job, *piece)
        return batch.num_rows, self.encoding.encoded(batch)


def fillings(connection: Connection, schema: str, jobs: Sequence[Job], *, freeze: bool) -> tuple[Filling, ...]:
    """How each table is filled. Raises DatasetError where data.toml names a column that the table lacks."""
    # PostgreSQL freezes on the way in only where the table is new in this transaction, and not through partitions.
    whole = {row["name"] for row in connection.rows("tables_of_schema", schema=schema) if not row["partitioned"]}
    return tuple(Filling(job, _encoding(connection, schema, job), freeze and job.name in whole) for job in jobs)


def fill(connection: Connection, schema: str, tables: Sequence[Filling], progress: Progress) -> None:
    """Copies all rows of all tables, in this transaction. Raises DatasetError where a value doesn't fit its column."""
    pieces = (piece for table in tables for piece in table.pieces())
    with closing(ahead(lambda piece: (piece[0], *piece[0].made(piece[1])), pieces)) as made:
        for table, arriving in groupby(made, key=lambda each: each[0]):
            copy_into(connection, schema, table, ((rows, data) for _, rows, data in arriving), progress)


def copy_into(
    connection: Connection, schema: str, table: Filling, arriving: Iterator[tuple[int, bytes]], progress: Progress
) -> None:
    """One COPY into one table, from whatever arrives."""
    coder, columns = table.encoding, table.job.columns
    freeze = sql.SQL(", freeze") if table.freeze else sql.SQL("")
    header = sql.SQL(", header") if isinstance(table.job, TpchJob) else sql.SQL("")
    options = sql.SQL("format {}{}{}").format(sql.SQL(coder.format), header, freeze)
    with connection.copying(sql.Identifier(schema, table.job.name), columns, options) as copy:
        copy.write(coder.header)
        for rows, data in arriving:
            copy.write(data)
            progress(table.job.name, rows)
            connection.check_stop()
        copy.write(coder.trailer)


def _encoding(connection: Connection, schema: str, job: Job) -> Encoding:
    types = {row["name"]: row["type"] for row in connection.rows("columns_of_table", schema=schema, table=job.name)}
    if not types:
        raise job.place.error(f"schema.sql makes no table {job.name}.", "the tables that schema.sql makes")
    if isinstance(job, TpchJob):
        return Encoding("csv", None, frozenset())
    for name in job.columns:
        if name not in types:
            raise job.place.at(job.name, name).error(f"{job.name} has no column {name!r} in schema.sql.", ", ".join(types))
    return encoding(chunk(job, 0, 0).schema, types)
