"""The verb generate: a dataset's rows without a server, as pandas DataFrames or as Parquet and CSV files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from workbench.datagen import Dataset, Job, find_dataset, plan_dataset
from workbench.datagen.text_form import plain, readable
from workbench.errors import BadInput

if TYPE_CHECKING:
    import pandas as pd

_CHUNK = 65_536
_Form = Callable[[pa.RecordBatch], pa.RecordBatch]


@dataclass(frozen=True)
class Generated:
    """A dataset's rows, made when they are asked for: `generated["orders"]` is a table as a DataFrame.

    Attributes:
        dataset: where they come from.
        rows: rows per table, parents before children.
        seed: the seed of the values.
    """

    dataset: Dataset
    rows: dict[str, int]
    seed: int
    _jobs: tuple[Job, ...]

    def __getitem__(self, table: str) -> pd.DataFrame:
        """All rows of one table, in the order in which they are loaded. Raises BadInput for a table that isn't there."""
        found: pd.DataFrame = pa.Table.from_batches(list(self.batches(table))).to_pandas()
        return found

    def batches(self, table: str) -> Iterator[pa.RecordBatch]:
        """The same as arrow batches of 65,536 rows, so that no more than one has to be held."""
        return map(readable, self._job(table).batches())

    def to_parquet(self, folder: str | os.PathLike[str]) -> dict[str, Path]:
        """Writes a file for each table, `orders.parquet`; gives their paths. Raises BadInput where one is there already."""
        from pyarrow.parquet import ParquetWriter

        return self._write(Path(folder), "parquet", ParquetWriter, readable)

    def to_csv(self, folder: str | os.PathLike[str]) -> dict[str, Path]:
        """Writes a file for each table, `orders.csv`, as COPY reads it: a header, nulls empty. Raises as `to_parquet`."""
        from pyarrow.csv import CSVWriter

        return self._write(Path(folder), "csv", CSVWriter, plain)

    def planted(self) -> pd.DataFrame:
        """The facts planted in the data, the ground truth for whoever looks for them.

        A row for each: table, column ("" for the whole row), fact, what it is in words, how many `rows` it is true of, and the
        `first` three of them, counted from 1.
        """
        import pandas as pd

        found = []
        for job in self._jobs:
            for fact in job.facts:
                starts = range(0, job.rows, _CHUNK)
                hit = np.concatenate([s + np.flatnonzero(fact.hit(np.arange(s, min(s + _CHUNK, job.rows)))) for s in starts])
                found.append((fact.table, fact.column, fact.fact, fact.told, len(hit), (hit[:3] + 1).tolist()))
        return pd.DataFrame(found, columns=["table", "column", "fact", "told", "rows", "first"])

    def __repr__(self) -> str:
        told = ", ".join(f"{name} {count:,}" for name, count in self.rows.items())
        return f"<Generated {self.dataset.name}: {told} rows>"

    def _job(self, table: str) -> Job:
        found = next((job for job in self._jobs if job.name == table), None)
        if found is None:
            raise BadInput(f"{self.dataset.name} has no table {table!r}.", hint=f"its tables are {', '.join(self.rows)}.")
        return found

    def _write(self, folder: Path, kind: str, writer: Callable[[str, pa.Schema], Any], form: _Form) -> dict[str, Path]:
        """Each file is complete or not there: it gets its name at the end."""
        files = {job.name: folder / f"{job.name}.{kind}" for job in self._jobs}
        taken = [str(file) for file in files.values() if file.exists()]
        if taken:
            raise BadInput(f"{taken[0]} is there already.", "Nothing was written.", hint="name another folder, or remove it.")
        folder.mkdir(parents=True, exist_ok=True)
        for job in self._jobs:
            part = files[job.name].with_suffix(".part")
            try:
                batches = map(form, job.batches())
                first = next(batches)
                with writer(str(part), first.schema) as sink:
                    sink.write_batch(first)
                    for batch in batches:
                        sink.write_batch(batch)
                part.replace(files[job.name])
            finally:
                part.unlink(missing_ok=True)
        return files


def generate(name: str | os.PathLike[str], *, rows: int | None = None, seed: int | None = None) -> Generated:
    """A dataset's rows without a server; the same that `load` puts into one.

    Args:
        name: a bundled dataset ("shop"), or the path of a folder with schema.sql and data.toml.
        rows: rows of the dataset's main table; the others follow in proportion. Default: as the dataset says.
        seed: another seed gives other values of the same shape.

    Raises:
        UnknownDataset, DatasetError: no such dataset, or a mistake in its files.
        BadInput: `rows` is not a positive number.
    """
    dataset = find_dataset(name)
    seed = dataset.spec.seed if seed is None else seed
    jobs = plan_dataset(dataset.spec, rows, seed)
    counts = {job.name: job.rows if job.exact else sum(batch.num_rows for batch in job.batches()) for job in jobs}
    return Generated(dataset, counts, seed, jobs)
