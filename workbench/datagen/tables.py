"""From a spec to arrow batches: how many rows each table gets, in which order, and any range of them. Opens
no file.

A TableJob holds all it takes to make any of its rows, so it can be sent to another thread, process or
machine.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from workbench.datagen.columns import Column, Mask
from workbench.datagen.philox import Rows, Stream
from workbench.datagen.planning import Planner
from workbench.datagen.spec import Spec
from workbench.errors import BadInput


@dataclass(frozen=True)
class Cell:
    """A named column with its nulls: the fraction, and the stream that deals them out."""

    name: str
    column: Column
    null: float
    stream: Stream

    def array(self, rows: Rows) -> pa.Array:
        """The values of these rows, nulls included."""
        missing = self._missing(rows)
        if missing is None or not missing.any():
            return self.column.array(self.column.values(rows))
        # Only what will be seen is made: a column that is null in nine of ten rows costs a tenth.
        present = self.column.array(self.column.values(rows[~missing]))
        return present.take(pa.array(np.cumsum(~missing) - 1, mask=missing))

    def _missing(self, rows: Rows) -> Mask | None:
        missing = self.column.missing(rows)
        if self.null == 0.0:
            return missing
        drawn: Mask = self.stream.uniform(rows) < self.null
        return drawn if missing is None else drawn | missing


@dataclass(frozen=True)
class TableJob:
    """One table to load. `columns` are the names in the order of the batches, `rows` is the count."""

    name: str
    rows: int
    cells: tuple[Cell, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that COPY names, in order."""
        return tuple(cell.name for cell in self.cells)


def plan_tables(spec: Spec, rows: int | None = None, seed: int | None = None) -> tuple[TableJob, ...]:
    """The tables in load order, parents before children; `rows` counts the scale table, both default to the
    spec's.

    Raises BadInput for fewer than one row, DatasetError where tables or columns don't fit together.
    """
    rows = spec.rows if rows is None else rows
    if rows < 1:
        raise BadInput(f"rows = {rows} is too few.", "A dataset has at least one row.", hint="give rows=1 or more.")
    planner = Planner(spec, rows, spec.seed if seed is None else seed)
    return tuple(
        TableJob(
            table.name,
            planner.counts[table.name],
            tuple(
                Cell(
                    c.name,
                    planner.column(table.name, c.name),
                    c.null,
                    planner.stream(table.name, c.name, "null"),
                )
                for c in table.columns
            ),
        )
        for table in planner.in_load_order()
    )


def chunk(job: TableJob, start: int, stop: int) -> pa.RecordBatch:
    """Rows start..stop-1 alone, equal to that slice of the whole. Raises BadInput outside of the table."""
    if not 0 <= start <= stop <= job.rows:
        raise BadInput(
            f"{job.name} has no rows {start} to {stop}.",
            f"It has {job.rows} rows, counted from 0.",
            hint=f"keep within 0 <= start <= stop <= {job.rows}.",
        )
    rows = np.arange(start, stop, dtype=np.int64)
    return pa.record_batch([cell.array(rows) for cell in job.cells], names=list(job.columns))


def chunks(job: TableJob, size: int = 65_536) -> Iterator[pa.RecordBatch]:
    """All rows in order, `size` at a time, ready for pyarrow.csv: nulls empty, strings quoted, times in UTC."""
    for start in range(0, job.rows, size):
        yield chunk(job, start, min(start + size, job.rows))
