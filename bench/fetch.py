"""A million rows of eight columns into arrow and pandas: fetch beside ADBC, connectorx, JupySQL, pandas.read_sql and COPY.

    python bench/fetch.py [ROWS [ROUNDS]]      default 1000000 3; three minutes
    pip install adbc-driver-postgresql connectorx jupysql      for the peers; best in an environment of their own

Each run is a process of its own: it connects, asks once for the first 1,000 rows, then measures one fetch. seconds: median of
the rounds, in which the subjects take turns; cpu: the process's own, which a busy machine changes less; memory: how much its
peak lies above what the process had before; table: what the result itself holds. All connect by TCP to one server, since
connectorx takes no Unix socket. `drained` reads COPY's bytes through psycopg, row by row, and throws them away. Linux only (it
takes a second loopback address).
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

MARK = "measured "
ADDRESS = "127.0.0.7"
QUERY = "select * from public.bench_fetch"
MAKE = """
    create table public.bench_fetch as
    select g as id, (g % 20000)::int as user_id, (array['delivered', 'pending', 'shipped', 'cancelled'])[g % 4 + 1] as status,
           timestamptz '2024-01-01' + g * interval '37 s' as created_at, (g % 500000 / 100.0)::numeric(10, 2) as total,
           g % 3 = 0 as paid, sqrt(g) as score, case when g % 20 = 0 then 'a note of order ' || g end as note
      from generate_series(1::bigint, :rows) g
"""


def ours(uri: str) -> Any:
    import workbench

    return workbench.connect(uri)


def fetch_arrow(uri: str) -> Callable[[str], Any]:
    wb = ours(uri)
    return lambda sql: wb.fetch(sql).arrow


def fetch_df(uri: str) -> Callable[[str], Any]:
    wb = ours(uri)
    return lambda sql: wb.fetch(sql).df


def query_rows(uri: str) -> Callable[[str], Any]:
    wb = ours(uri)
    return lambda sql: wb.query(sql).rows


def drained(uri: str, options: str) -> Callable[[str], Any]:
    import psycopg

    session = psycopg.connect(uri, autocommit=True)

    def run(sql: str) -> int:
        with session.cursor() as cursor, cursor.copy(f"copy ({sql}) to stdout ({options})") as copy:
            return sum(map(len, copy))

    return run


def adbc(uri: str, method: str) -> Callable[[str], Any]:
    from adbc_driver_postgresql import dbapi

    session = dbapi.connect(uri)

    def run(sql: str) -> Any:
        with session.cursor() as cursor:
            cursor.execute(sql)
            return getattr(cursor, method)()

    return run


def connectorx(uri: str, kind: str) -> Callable[[str], Any]:
    import connectorx as cx

    return lambda sql: cx.read_sql(uri, sql, return_type=kind)


def read_sql(uri: str) -> Callable[[str], Any]:
    import pandas as pd
    import sqlalchemy

    engine = sqlalchemy.create_engine(uri.replace("postgresql://", "postgresql+psycopg://"))
    return lambda sql: pd.read_sql(sql, engine)


def jupysql(uri: str) -> Callable[[str], Any]:
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell.instance()
    shell.run_line_magic("load_ext", "sql")
    shell.run_line_magic("sql", uri.replace("postgresql://", "postgresql+psycopg://"))
    return lambda sql: shell.run_line_magic("sql", sql).DataFrame()


SUBJECTS: dict[str, Callable[[str], Callable[[str], Any]]] = {
    "wb.fetch, .arrow": fetch_arrow,
    "ADBC, arrow": lambda uri: adbc(uri, "fetch_arrow_table"),
    "connectorx, arrow": lambda uri: connectorx(uri, "arrow"),
    "wb.fetch, .df": fetch_df,
    "ADBC, pandas": lambda uri: adbc(uri, "fetch_df"),
    "connectorx, pandas": lambda uri: connectorx(uri, "pandas"),
    "pandas.read_sql": read_sql,
    "JupySQL, .DataFrame()": jupysql,
    "wb.query, rows": query_rows,
    "drained, csv": lambda uri: drained(uri, "format csv"),
    "drained, binary": lambda uri: drained(uri, "format binary"),
}

AGAINST = {
    "wb.fetch, .arrow": ("ADBC, arrow", "connectorx, arrow"),
    "wb.fetch, .df": ("ADBC, pandas", "connectorx, pandas", "pandas.read_sql", "JupySQL, .DataFrame()"),
}


def main() -> None:
    if sys.argv[1:2] == ["--one"]:
        print(MARK + json.dumps(one(sys.argv[2], sys.argv[3])))
        return
    rows, rounds = [*map(int, sys.argv[1:]), *(1_000_000, 3)[len(sys.argv) - 1 :]]
    home = Path(tempfile.mkdtemp(prefix="wb bench "))
    home.chmod(0o755)
    os.environ["WORKBENCH_HOME"] = str(home)
    try:
        with served() as wb:
            wb.query(MAKE, rows=rows)
            wb.query("vacuum analyze public.bench_fetch")
            report(f"postgresql://postgres@{ADDRESS}/workbench", rows, rounds)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def served() -> Any:
    """The embedded server, started again so that it listens on an address of this machine."""
    import workbench

    with workbench.connect() as wb:
        wb.query(f"alter system set listen_addresses to '{ADDRESS}'")
        data = Path(wb.query("show data_directory").rows[0][0])
    rules = data / "pg_hba.conf"
    rules.write_text(f"host all all {ADDRESS}/8 trust\n{rules.read_text()}")
    return workbench.connect()


def one(name: str, uri: str) -> tuple[float, float, float, float]:
    run = SUBJECTS[name](uri)
    run(f"{QUERY} limit 1000")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began, busy = time.perf_counter(), time.process_time()
    result = run(QUERY)
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    return seconds, time.process_time() - busy, peak / 1024, getattr(result, "nbytes", 0) / 2**20


def report(uri: str, rows: int, rounds: int) -> None:
    measured: dict[str, list[tuple[float, float, float, float]]] = {}
    for _ in range(rounds):
        for name in SUBJECTS:
            done = subprocess.run([sys.executable, __file__, "--one", name, uri], capture_output=True, text=True)
            if done.returncode:
                print(f"  {name}: {done.stderr.strip().splitlines()[-1]}")
                continue
            told = next(line for line in done.stdout.splitlines() if line.startswith(MARK))
            measured.setdefault(name, []).append(json.loads(told[len(MARK) :]))
    print(f"{rows:,} rows x 8 columns, median of {rounds}")
    print(f"  {'':22} seconds  (from   to)   cpu  memory   table")
    for name, runs in measured.items():
        seconds, cpus, peaks, sizes = zip(*runs, strict=True)
        size = f"{median(sizes):6.0f} MB" if sizes[0] else ""
        print(
            f"  {name:22} {median(seconds):7.2f}  {min(seconds):5.2f} {max(seconds):5.2f} "
            f"{median(cpus):5.2f}  {median(peaks):5.0f} MB {size}"
        )
    for mine, peers in AGAINST.items():
        for peer in peers:
            if {mine, peer} <= measured.keys():
                ratio = median(s for s, *_ in measured[peer]) / median(s for s, *_ in measured[mine])
                print(f"  {mine} against {peer}: {ratio:.2f}x as fast")


if __name__ == "__main__":
    main()
