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

from workbench.datagen.cells import Cell
from workbench.datagen.columns import Outlying
from workbench.datagen.options import Place
from workbench.datagen.planning import Planner
from workbench.datagen.planted import Elsewhere, Fact
from workbench.datagen.references import Hot, Reference
from workbench.datagen.spec import Spec, TableSpec
from workbench.datagen.text_form import as_text
from workbench.datagen.tpch import TpchJob, tpch_jobs
from workbench.errors import BadInput


@dataclass(frozen=True)
class TableJob:
    """One table to load.

    Attributes:
        name: the table's name.
        rows: how many.
        cells: what is in its columns, in the order of the batches.
        place: for errors.
        again: the rows that repeat an earlier one; None for no row.
        own: the columns that don't repeat, the keys.
    """

    name: str
    rows: int
    cells: tuple[Cell, ...]
    place: Place
    again: Elsewhere | None = None
    own: frozenset[str] = frozenset()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that COPY names, in order."""
        return tuple(cell.name for cell in self.cells)

    @property
    def exact(self) -> bool:
        """Whether `rows` is the count; it always is."""
        return True

    def batches(self, size: int = 65_536) -> Iterator[pa.RecordBatch]:
        """All rows in order, `size` at a time."""
        return chunks(self, size)

    @property
    def facts(self) -> tuple[Fact, ...]:
        """What is planted in the table."""
        found = [fact for cell in self.cells for fact in _facts(self.name, cell)]
        if self.again is not None:
            told = f"{self.again.chance.share:.3%} of the rows repeat an earlier one"
            found.append(Fact(self.name, "", "duplicate", told, self.again.chance.hit))
        return tuple(found)


def _facts(table: str, cell: Cell) -> Iterator[Fact]:
    if cell.stray is not None:
        told = f"{cell.stray.chance.share:.3%} of the rows have another row's value"
        yield Fact(table, cell.name, "exception", told, cell.stray.chance.hit)
    column = cell.column
    if isinstance(column, Outlying):
        told = f"{column.chance.share:.3%} of the values times {column.factor:g}"
        yield Fact(table, cell.name, "outlier", told, column.chance.hit)
    if isinstance(column, Reference) and isinstance(column.spread, Hot):
        key = as_text(column.key.array(column.key.values(np.array([column.spread.parent]))))[0]
        told = f"{column.spread.chance.share:.3%} of the rows more belong to {key}"
        yield Fact(table, cell.name, "hot key", told, column.spread.chance.hit)


Job = TableJob | TpchJob


def plan_dataset(spec: Spec, rows: int | None = None, seed: int | None = None) -> tuple[Job, ...]:
    """As `plan_tables`, and for a dataset whose rows a program makes, that program's tables.

    Raises MissingCapability where the program isn't installed, BadInput for another seed than the one it has.
    """
    if spec.generator is None:
        return plan_tables(spec, rows, seed)
    if seed not in (None, spec.seed):
        raise BadInput(f"{spec.generator} makes the same rows always.", "TPC-H prescribes them.", hint="leave seed out.")
    return tpch_jobs(spec.rows if rows is None else rows, spec.place)


def plan_tables(spec: Spec, rows: int | None = None, seed: int | None = None) -> tuple[TableJob, ...]:
    """The tables in load order, parents before children; `rows` counts the scale table, both default to the
    spec's.

    Raises BadInput for fewer than one row, DatasetError where tables or columns don't fit together.
    """
    rows = spec.rows if rows is None else rows
    if rows < 1:
        raise BadInput(f"rows = {rows} is too few.", "A dataset has at least one row.", hint="give rows=1 or more.")
    planner = Planner(spec, rows, spec.seed if seed is None else seed)
    return tuple(_job(planner, table) for table in planner.in_load_order())


def _job(planner: Planner, table: TableSpec) -> TableJob:
    """Columns that are hidden are there for others, and stay out of the batches."""
    cells = tuple(planner.cell(table.name, column.name) for column in table.columns)
    shown = tuple(cell for cell, column in zip(cells, table.columns, strict=True) if not column.hidden)
    place, count = planner.spec.place.at(table.name), planner.counts[table.name]
    if not shown:
        raise place.error("All columns are hidden.", "a table with a column that is loaded")
    if table.duplicates is None:
        return TableJob(table.name, count, shown, place)
    again = planner.elsewhere(table.name, "", "duplicate", float(table.duplicates["share"]), earlier=True)
    return TableJob(table.name, count, shown, place, again, frozenset(table.duplicates["except"]))


def chunk(job: TableJob, start: int, stop: int) -> pa.RecordBatch:
    """Rows start..stop-1 alone, equal to that slice of the whole. Raises BadInput outside of the table."""
    if not 0 <= start <= stop <= job.rows:
        raise BadInput(
            f"{job.name} has no rows {start} to {stop}.",
            f"It has {job.rows} rows, counted from 0.",
            hint=f"keep within 0 <= start <= stop <= {job.rows}.",
        )
    rows = np.arange(start, stop, dtype=np.int64)
    again = rows if job.again is None else job.again.rows(rows)
    arrays = [cell.array(rows if cell.name in job.own else again) for cell in job.cells]
    return pa.record_batch(arrays, names=list(job.columns))


def chunks(job: TableJob, size: int = 65_536) -> Iterator[pa.RecordBatch]:
    """All rows in order, `size` at a time."""
    for start in range(0, job.rows, size):
        yield chunk(job, start, min(start + size, job.rows))
