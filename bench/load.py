"""Loading a dataset beside the limit: COPY of the same rows, encoded on disk before, into the same tables.

    python bench/load.py [ROWS ...]      default 1000000 20000000, rows of all of shop's tables together; 20 M take ten minutes
    pip install faker mimesis            for the peers

Both sides make the same schema in one transaction and freeze the rows; "keys" adds primary keys, unique constraints and foreign
keys with their indexes, on both sides. The limit's files are read from the page cache, in pieces of 1 MB, over the same kind of
connection. ratio = limit / load, of medians, sides in turn; 1.00 would mean that making a million rows costs nothing.

The peers make the columns of shop's orders, in one process, without a server; tpchgen-cli writes CSV that COPY takes from a
pipe, into the tables of datasets/tpch. Their unit is rows/s of what they make, ours beside it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median

from psycopg import sql

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

import workbench  # noqa: E402
from workbench.datagen import Dataset, TableJob, chunk, chunks, find_dataset, plan_tables  # noqa: E402
from workbench.postgres import dataset as store  # noqa: E402
from workbench.postgres import filling  # noqa: E402
from workbench.postgres.connection import Connection  # noqa: E402

PIECE = 1 << 20
PER_ORDER = 3.023  # rows of all of shop's tables for each order
PEER_ROWS = 20_000


def main() -> None:
    sizes = [int(given) for given in sys.argv[1:]] or [1_000_000, 20_000_000]
    home = Path(tempfile.mkdtemp(prefix="wb bench ", dir=ROOT / "build" if (ROOT / "build").is_dir() else None))
    home.chmod(0o755)
    os.environ["WORKBENCH_HOME"] = str(home / "server")
    try:
        connection = workbench.connect()._connection
        for rows in sizes:
            beside_copy(connection, home / "encoded", rows)
        peers()
        beside_tpchgen(connection)
    finally:
        connection.close()
        shutil.rmtree(home, ignore_errors=True)


def beside_copy(connection: Connection, folder: Path, rows: int) -> None:
    dataset = find_dataset("shop")
    jobs = plan_tables(dataset.spec, round(rows / PER_ORDER))
    total, rounds = sum(job.rows for job in jobs), 5 if rows <= 2_000_000 else 3
    folder.mkdir()
    heaps = replace(dataset, schema_after_sql="")
    formats = {job.name: encode(connection, dataset, job, folder / job.name) for job in jobs}
    size = sum(file.stat().st_size for file in folder.iterdir())
    print(f"\n{total:,} rows of shop, {size / 1e6:,.0f} MB encoded, median of {rounds}")
    for label, what in (("heap alone", heaps), ("with keys", dataset)):
        sides: dict[str, Callable[[], None]] = {
            "limit": lambda what=what: copy_files(connection, what, jobs, formats, folder),
            "load": lambda what=what: store._replace(connection, what, jobs, "bench", lambda *_: None),
        }
        seconds: dict[str, list[float]] = {name: [] for name in sides}
        for _ in range(rounds):
            for name, side in sides.items():
                connection.command("checkpoint")  # what the side before has left to write
                seconds[name].append(timed(side))
        limit, load = (median(seconds[name]) for name in ("limit", "load"))
        print(
            f"  {label:10}  COPY {limit:7.2f} s {total / limit:9,.0f} rows/s   load {load:7.2f} s {total / load:9,.0f} rows/s"
            f"   ratio {limit / load:.2f}   ({spread(seconds['limit'])}, {spread(seconds['load'])})"
        )
    settle = timed(lambda: store._settle(connection, dataset.name))
    print(f"  after it, VACUUM (ANALYZE) takes {settle:.2f} s; the same for both")
    shutil.rmtree(folder)


def encode(connection: Connection, dataset: Dataset, job: TableJob, file: Path) -> str:
    with connection.rolled_back():
        connection.command("create schema bench_encoding")
        connection.command("set local search_path to bench_encoding")
        connection.script(dataset.schema_sql)
        coder = filling._encoding(connection, "bench_encoding", job)
    with file.open("wb") as sink:
        sink.write(coder.header)
        for batch in chunks(job):
            sink.write(coder.encoded(batch))
        sink.write(coder.trailer)
    return coder.format


def copy_files(
    connection: Connection, dataset: Dataset, jobs: tuple[TableJob, ...], formats: dict[str, str], folder: Path
) -> None:
    schema = sql.Identifier(dataset.name)
    with connection.committed():
        connection.command("drop schema if exists {schema} cascade", schema=schema)
        connection.command("create schema {schema}", schema=schema)
        connection.command("set local search_path to {schema}, public", schema=schema)
        connection.script(dataset.schema_sql)
        for job in jobs:
            options = sql.SQL("format {format}, freeze").format(format=sql.SQL(formats[job.name]))
            target = sql.Identifier(dataset.name, job.name)
            with (folder / job.name).open("rb") as file, connection.copying(target, job.columns, options) as copy:
                while piece := file.read(PIECE):
                    copy.write(piece)
        connection.script(dataset.schema_after_sql)
        # So that the next load knows the schema for its own.
        connection.command(
            "comment on schema {schema} is {text}", schema=schema, text=sql.Literal("workbench dataset bench settling")
        )


def a_million(job: TableJob) -> None:
    for start in range(0, 1_000_000, 50_000):
        chunk(job, start, start + 50_000)


def peers() -> None:
    """Rows of shop's orders (key, customer, status, time, total, a note in one of twenty) and customers (names, addresses)."""
    print("\nrows per second of the same columns, in one process, without a server:")
    jobs = {job.name: job for job in plan_tables(find_dataset("shop").spec, 50_000_000)}
    for table in ("orders", "customers"):
        ours = 1_000_000 / median(timed(lambda job=jobs[table]: a_million(job)) for _ in range(3))
        print(f"  {table:10} ours       {ours:11,.0f}")
        for name in ("Faker", "Mimesis"):
            try:
                make = PEERS[name, table]
                make(10)
            except ImportError:
                print(f"             {name} is not installed: pip install {name.lower()}")
                continue
            theirs = PEER_ROWS / median(timed(lambda make=make: make(PEER_ROWS)) for _ in range(3))
            print(f"             {name:10} {theirs:11,.0f}   ours / theirs {ours / theirs:6.0f}x")


STATUSES = ("delivered", "pending", "shipped", "cancelled", "returned")


def faker_orders(count: int) -> list[tuple[object, ...]]:
    from faker import Faker

    fake = Faker()
    return [
        (
            row,
            fake.random_int(1, 20_000),
            fake.random_element(STATUSES),
            fake.date_time_between("-3y"),
            fake.pydecimal(4, 2, positive=True),
            fake.sentence(7) if row % 20 == 0 else None,
        )
        for row in range(count)
    ]


def mimesis_orders(count: int) -> list[tuple[object, ...]]:
    from mimesis import Generic

    fake = Generic()
    number, choice, date, text = fake.numeric, fake.choice, fake.datetime, fake.text
    return [
        (
            row,
            number.integer_number(1, 20_000),
            choice(STATUSES),
            date.datetime(2023, 2025),
            number.decimal_number(2, 5000),
            text.sentence() if row % 20 == 0 else None,
        )
        for row in range(count)
    ]


def faker_customers(count: int) -> list[tuple[object, ...]]:
    from faker import Faker

    fake = Faker()
    return [
        (row, fake.name(), fake.email(), fake.city(), fake.date_time_between("-3y"), fake.country()) for row in range(count)
    ]


def mimesis_customers(count: int) -> list[tuple[object, ...]]:
    from mimesis import Generic

    fake = Generic()
    person, address, date = fake.person, fake.address, fake.datetime
    return [
        (row, person.full_name(), person.email(), address.city(), date.datetime(2021, 2022), address.country())
        for row in range(count)
    ]


PEERS = {
    ("Faker", "orders"): faker_orders,
    ("Faker", "customers"): faker_customers,
    ("Mimesis", "orders"): mimesis_orders,
    ("Mimesis", "customers"): mimesis_customers,
}


def beside_tpchgen(connection: Connection) -> None:
    """lineitem at scale factor 0.2: the generator alone, and into COPY through a pipe."""
    program = Path(sys.executable).with_name("tpchgen-cli")
    command = [str(program), "csv", "-s", "0.2", "--tables=lineitem", "--stdout", "--no-progress"]
    if not program.exists():
        print("  tpchgen-cli is not installed: pip install tpchgen-cli")
        return
    rows = subprocess.run(command, capture_output=True, check=True).stdout.count(b"\n") - 1

    def alone() -> None:
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)

    def copied() -> None:
        text = (ROOT / "datasets" / "tpch" / "schema.sql").read_text().partition("-- after load")[0]
        with connection.rolled_back(), subprocess.Popen(command, stdout=subprocess.PIPE) as source:
            connection.command("create schema bench_tpch")
            connection.command("set local search_path to bench_tpch")
            connection.script(text)
            columns = [r["name"] for r in connection.rows("columns_of_table", schema="bench_tpch", table="lineitem")]
            options = sql.SQL("format csv, header, freeze")
            with connection.copying(sql.Identifier("bench_tpch", "lineitem"), columns, options) as copy:
                assert source.stdout is not None
                while piece := source.stdout.read(PIECE):
                    copy.write(piece)

    for label, run in (("alone", alone), ("with COPY", copied)):
        seconds = median(timed(run) for _ in range(3))
        print(f"  tpchgen-cli {label:9}: lineitem   {rows / seconds:11,.0f} rows/s")


def timed(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def spread(seconds: list[float]) -> str:
    return f"{min(seconds):.2f} to {max(seconds):.2f}"


if __name__ == "__main__":
    main()
