"""The verb load: a dataset into the database, with progress. Loading what is there already is instant."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from workbench.datagen import Dataset, Job, find_dataset, fingerprint, plan_dataset
from workbench.postgres import dataset as store
from workbench.postgres.cluster import Client
from workbench.postgres.connection import Connection
from workbench.postgres.filling import Progress
from workbench.verbs.progress import bar


@dataclass(frozen=True)
class Loaded:
    """What is in the database now.

    Attributes:
        dataset: where it came from.
        rows: rows per table, in the order of loading.
        seed: the seed of its values.
        elapsed_s: seconds that loading took; None where the same data was there already.
    """

    dataset: Dataset
    rows: dict[str, int]
    seed: int
    elapsed_s: float | None

    @property
    def total_rows(self) -> int:
        """Rows in all tables together."""
        return sum(self.rows.values())


def load(
    connection: Connection,
    name: str | os.PathLike[str],
    *,
    rows: int | None = None,
    seed: int | None = None,
    client: Client | None = None,
) -> Loaded:
    """Loads a dataset into a schema of its name, and makes it the first place where unqualified names are looked up.

    Args:
        connection: where to.
        name: a bundled dataset ("shop"), or the path of a folder with schema.sql and data.toml.
        rows: rows of the dataset's main table; the others follow in proportion. Default: as the dataset says.
        seed: another seed gives other values of the same shape.
        client: a Dask client (`distributed.Client`): its workers make the rows and copy them into the server, by sessions of
            their own. They must reach the server by the address that this session has, and have the workbench installed.

    Raises:
        UnknownDataset, DatasetError: no such dataset, or a mistake in its files.
        BadInput: `rows` is not a positive number, a transaction is open, or the schema holds what isn't the dataset's.
        DatabaseError: the server objects; what was there before is still there.
        Cancelled: stopped by the user; what was there before is still there, or the new data, complete.
    """
    dataset = find_dataset(name)
    rows = dataset.spec.rows if rows is None else rows
    seed = dataset.spec.seed if seed is None else seed
    jobs = plan_dataset(dataset.spec, rows, seed)
    mark = fingerprint(dataset, rows, seed)
    with connection.stoppable():
        began = time.perf_counter()
        with _progress(dataset, jobs) as progress:
            done = store.load(connection, dataset, jobs, mark, progress, client)
        elapsed = time.perf_counter() - began if done else None
        store.use(connection, dataset)
        counts = store.counted(connection, dataset, jobs)
    return Loaded(dataset, counts, seed, elapsed)


@contextmanager
def _progress(dataset: Dataset, jobs: tuple[Job, ...]) -> Iterator[Progress]:
    """Tells a bar what is being loaded, and how many rows."""
    title = f"Loading {dataset.name}"
    with bar(title, sum(job.rows for job in jobs), "rows", unit_scale=True) as shown:

        def progress(what: str, rows: int) -> None:
            shown.set_description(f"{title}: {what}", refresh=not rows)
            shown.update(rows)

        yield progress
