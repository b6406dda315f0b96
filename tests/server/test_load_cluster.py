"""Loading by a real Dask cluster of worker processes: the same rows, also into partitions, and nothing left on failure."""

from __future__ import annotations

import os
import shutil
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from distributed import Client, LocalCluster

from workbench.datagen import find_dataset
from workbench.errors import DatabaseError


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    processes = LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None)
    with processes as cluster, Client(cluster) as client:
        yield client


def checksum(wb, table: str) -> tuple:
    """Of all rows, whatever their order."""
    return wb.query(f"select count(*), sum(hashtextextended(r::text, 0)) from {table} r").rows[0]


@pytest.mark.parametrize(("name", "table", "rows"), [("events", "events", 300_000), ("shop", "order_items", 200_000)])
def test_workers_load_the_very_rows_that_one_process_does(wb, client: Client, name: str, table: str, rows: int) -> None:
    wb.load(name, rows=rows, seed=1)
    alone = checksum(wb, table)
    wb.load(name, rows=5_000)
    loaded = wb.load(name, rows=rows, seed=1, client=client)
    assert loaded.elapsed_s is not None
    assert checksum(wb, table) == alone
    assert wb.query("select count(*) from pg_namespace where nspname like '%loading'").rows == ((0,),)
    assert wb.query("select count(*) from pg_tables where tablename = 'workbench_parts'").rows == ((0,),)


def copy_of_shop(tmp_path: Path, name: str, more: str) -> Path:
    folder = Path(shutil.copytree(find_dataset("shop").path, tmp_path / name))
    script = folder / "schema.sql"
    script.write_text(script.read_text() + more)
    return folder


def test_a_failure_leaves_what_was_there(wb, client: Client, tmp_path: Path) -> None:
    folder = copy_of_shop(tmp_path, "dasked", "")
    wb.load(folder, rows=2_000, client=client)
    script = folder / "schema.sql"
    script.write_text(
        script.read_text().replace("total       numeric(12, 2) not null", "total numeric(12, 2) check (total < 400)")
    )
    with pytest.raises(DatabaseError, match="23514"):
        wb.load(folder, rows=300_000, client=client)
    assert wb.query("select count(*) from dasked.orders").rows == ((2_000,),)
    assert wb.query("select count(*) from pg_namespace where nspname like '%loading'").rows == ((0,),)


def test_stop_ends_the_workers_sessions_and_leaves_nothing(wb, client: Client, tmp_path: Path) -> None:
    folder = copy_of_shop(tmp_path, "dask_stopped", "")
    timer = threading.Timer(1.5, lambda: os.kill(os.getpid(), signal.SIGINT))
    timer.start()
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        wb.load(folder, rows=8_000_000, client=client)
    assert time.monotonic() - began < 4
    assert wb.query("select count(*) from pg_namespace where nspname like 'dask_stopped%'").rows == ((0,),)
    assert wb.query("select count(*) from pg_stat_activity where application_name like 'workbench load%'").rows == ((0,),)


def test_a_worker_that_dies_costs_no_row_and_doubles_none(wb, client: Client) -> None:
    wb.load("shop", rows=600_000, seed=2)
    alone = checksum(wb, "order_items")
    wb.load("shop", rows=5_000)
    victim = next(iter(client.run(os.getpid).values()))
    threading.Timer(1.0, lambda: os.kill(victim, signal.SIGKILL)).start()
    wb.load("shop", rows=600_000, seed=2, client=client)
    assert checksum(wb, "order_items") == alone
