"""How fast the ground floor is: starting the server, loading a dataset, opening a connection.

    python bench/foundation.py

Each figure stands beside a limit measured in the same run: PostgreSQL's own start (pg_ctl), and COPY of the same bytes from
memory into tables without keys, which no loader can beat. Ratios are what to compare between machines.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 5


def main() -> None:
    home = Path(tempfile.mkdtemp(prefix="wb bench "))
    home.chmod(0o755)
    os.environ["WORKBENCH_HOME"] = str(home)
    try:
        start(home)
        load(rows=int(os.environ.get("ROWS", 1_000_000)))
    finally:
        shutil.rmtree(home, ignore_errors=True)


def start(home: Path) -> None:
    import workbench
    from workbench.postgres.binaries import find_binaries

    first = _timed(lambda: workbench.connect().close())
    later = [_timed(lambda: workbench.connect().close()) for _ in range(ROUNDS)]
    kernel = [_timed(lambda: _python("import workbench; workbench.connect().close()")) for _ in range(ROUNDS)]
    binaries = find_binaries(home)
    data = next(home.glob("postgresql-*/data"))
    arguments = ("-D", str(data), "-w", "-s")

    def bare() -> None:
        binaries.run("pg_ctl", *arguments, "-l", str(data.parent / "bench.log"), "start", cwd=data)
        binaries.run("pg_ctl", *arguments, "-m", "fast", "stop", cwd=data)

    limit = [_timed(bare) for _ in range(ROUNDS)]
    _print("first connect() and close(), with initdb", first, None)
    _print("later connect() and close()", statistics.median(later), statistics.median(limit), "pg_ctl start and stop")
    _print("the same in a new Python, imports included", statistics.median(kernel), None)


def load(rows: int) -> None:
    import workbench
    from workbench.datagen import chunks, find_dataset, plan_tables
    from workbench.postgres.dataset import _csv

    with workbench.connect() as wb:
        loaded = wb.load("shop", rows=rows)
        again = _timed(lambda: wb.load("shop", rows=rows))
        dataset = find_dataset("shop")
        jobs = plan_tables(dataset.spec, rows, None)
        made = _timed(lambda: [sum(batch.num_rows for batch in chunks(job)) for job in jobs])
        bytes_of = {job: [bytes(_csv(batch)) for batch in chunks(job)] for job in jobs}
        limit = _timed(lambda: _copy_only(wb, dataset.schema_sql, bytes_of))
    assert loaded.elapsed_s is not None
    rate = loaded.total_rows / loaded.elapsed_s
    print(f"load shop: {loaded.total_rows:,} rows, {rate:,.0f} rows/s, keys and VACUUM ANALYZE included")
    _print("load shop, all of it", loaded.elapsed_s, limit, "COPY of the same bytes alone")
    _print("making the values alone", made, limit, "COPY of the same bytes alone")
    _print("load shop again", again, None)


def _copy_only(wb, schema: str, bytes_of: dict) -> None:
    raw = wb._connection._raw
    with raw.transaction(force_rollback=True):
        raw.execute("create schema bench; set local search_path to bench; " + schema)
        for job, parts in bytes_of.items():
            with raw.cursor().copy(f"copy bench.{job.name} ({', '.join(job.columns)}) from stdin (format csv, freeze)") as copy:
                for part in parts:
                    copy.write(part)


def _python(code: str) -> None:
    subprocess.run([sys.executable, "-c", code], check=True)


def _timed(action) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def _print(what: str, seconds: float, limit: float | None, name: str = "") -> None:
    beside = f"   {seconds / limit:5.2f} x {name} ({limit:.2f} s)" if limit else ""
    print(f"{what:<46}{seconds:7.2f} s{beside}")


if __name__ == "__main__":
    main()
