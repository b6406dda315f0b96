"""The same rows from one worker and from many, in chunks of any size, and alone out of the middle of millions."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing import get_context

import pyarrow as pa
import pytest

from tests.everything import EVERYTHING
from workbench.datagen import TableJob, chunk, find_dataset, parse_spec, plan_tables

MILLIONS = 6_000_000


def jobs(name: str, rows: int) -> dict[str, TableJob]:
    spec = parse_spec(EVERYTHING.replace("30_000", "30_000_000")) if name == "everything" else find_dataset(name).spec
    return {job.name: job for job in plan_tables(spec, rows)}


def together(pieces: list[pa.RecordBatch]) -> pa.Table:
    return pa.Table.from_batches(pieces).combine_chunks()


@pytest.fixture(scope="module")
def workers() -> Iterator[Executor]:
    """Spawned, not forked: nothing comes along but the job."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        yield pool


@pytest.mark.parametrize("size", [1_000, 7_777, 65_536])
@pytest.mark.parametrize(
    ("name", "table"), [("shop", "order_items"), ("events", "events"), ("tenants", "tickets"), ("docs", "pages")]
)
def test_processes_and_chunks_make_the_same_rows_as_one(workers: Executor, name: str, table: str, size: int) -> None:
    rows = {"docs": 3_000}.get(name, 15_000)
    job = jobs(name, rows)[table]
    starts = list(range(0, job.rows, size))
    stops = [min(start + size, job.rows) for start in starts]
    if size == 7_777:
        pieces = list(workers.map(chunk, [job] * len(starts), starts, stops))
    else:  # backwards, as a scheduler might
        pieces = [chunk(job, start, stop) for start, stop in reversed(list(zip(starts, stops, strict=True)))][::-1]
    assert together(pieces).equals(together([chunk(job, 0, job.rows)]))


@pytest.mark.parametrize(
    ("name", "table"),
    [("shop", "orders"), ("events", "events"), ("everything", "thing"), ("everything", "line"), ("blog", "comments")],
)
def test_a_hundred_rows_out_of_the_middle_of_millions(name: str, table: str) -> None:
    """Rows 5,000,000 to 5,000,100 alone are what a chunk around them has there, though nothing before them is made."""
    job = jobs(name, MILLIONS)[table]
    alone = chunk(job, 5_000_000, 5_000_100)
    around = chunk(job, 4_999_950, 5_000_200)
    assert alone.equals(around.slice(50, 100))
    one_by_one = [chunk(job, row, row + 1) for row in range(5_000_000, 5_000_100, 9)]
    assert together(one_by_one).equals(together([alone.take(pa.array(range(0, 100, 9)))]))
