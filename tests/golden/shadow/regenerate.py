"""Makes the shadows' sources from real servers: `python tests/golden/shadow/regenerate.py [MAJOR ...]`.

    <major>.sql    what `wb.dump()` writes of that server
    <major>.json   the plans that this server gave, and those that PostgreSQL 18 gave with the same rows and statistics

The copy on 18 tells a fault of the shadow from a change of the planner. A shadow right from the server is compared at once,
and all of it is printed as a table. Programs come from where the golden plans' do.
"""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parents[2])]

import workbench  # noqa: E402
from tests.golden.plans.servers import Cluster, cluster, programs  # noqa: E402
from tests.golden.shadow.statements import MAJORS, STATEMENTS, WITH_TRIGRAMS  # noqa: E402
from tests.golden.shadow.stored import Compared, compared, dump_file, plan_file, stored  # noqa: E402

# As few bounds and common values as that, so that the files stay small; see setup.sql.
TARGET = 10
UNSEEN = "unseen"
# With pageinspect, which reads the heights of B-trees and the counts of GIN; elsewhere these are reckoned.
INSPECTED = (18, 16, 14)
Connection = psycopg.Connection[tuple[Any, ...]]


def main() -> None:
    print("| source | statements | same plan | all of it | by its file | beside 18 with its rows |")
    print("|---|--:|--:|--:|--:|--:|", flush=True)
    for major in [int(given) for given in sys.argv[1:]] or MAJORS:
        with cluster(major) as server, workbench.connect(server.dsn) as wb:
            statements = fill(server)
            wb.dump(dump_file(major))
            with wb.shadow() as shadow:
                settings, live = shadow.engine.settings, {name: shadow.explain(text) for name, text in statements.items()}
            plans = {"source": explained(server, statements), "copy_on_18": copied(server, statements, settings)}
            store(major, plans)
            with workbench.shadow(dump_file(major)) as shadow:
                by_file = {name: shadow.explain(text) for name, text in statements.items()}
                notes = shadow.notes
            source, copy = stored(major, "source"), stored(major, "copy_on_18")
            report(wb.capabilities.version, compared(source, live), compared(source, by_file), compared(copy, live))
            for note in notes:
                print("  note:", note)


def fill(server: Cluster) -> dict[str, str]:
    """Tables, rows and statistics; the statements that this server's programs allow."""
    statements = dict(STATEMENTS)
    with psycopg.connect(server.dsn, autocommit=True) as connection:
        for statement in (HERE / "setup.sql").read_text(encoding="utf-8").split(";\n"):
            if statement.strip():
                connection.execute(statement.encode())
        with suppress(psycopg.errors.UndefinedFile, psycopg.errors.FeatureNotSupported):
            connection.execute("create extension pg_trgm")
            if server.major in INSPECTED:
                connection.execute("create extension pageinspect")
            connection.execute('create index orders_note on "Sales"."Orders" using gin (note gin_trgm_ops)')
            statements |= WITH_TRIGRAMS
        seen(connection)
    return statements


def seen(connection: Connection) -> None:
    """VACUUM ANALYZE for all tables but the one that shows what happens without."""
    connection.execute(f"set default_statistics_target = {TARGET}")
    for (name,) in connection.execute(
        "select c.oid::regclass::text from pg_class c where relkind in ('r', 'm', 'p') and relname <> %s"
        " and relnamespace in ('public'::regnamespace, '\"Sales\"'::regnamespace) order by 1",
        [UNSEEN],
    ).fetchall():
        connection.execute(f"vacuum (analyze) {name}")


def explained(server: Cluster, statements: dict[str, str], settings: dict[str, str] | None = None) -> dict[str, Any]:
    """The plans of this server, as JSON."""
    with psycopg.connect(server.dsn, autocommit=True) as connection:
        for name, value in (settings or {}).items():
            connection.execute("select set_config(%s, %s, false)", [name, value])
        return {
            name: connection.execute(f"explain (format json) {text}".encode(), prepare=False).fetchone()[0]  # type: ignore[index]
            for name, text in statements.items()
        }


def copied(server: Cluster, statements: dict[str, str], settings: dict[str, str]) -> dict[str, Any]:
    """The plans of PostgreSQL 18 with the rows and the statistics of this server, under these settings."""
    tools = programs(18)
    with cluster(18) as copy:
        _pipe(tools, server, copy, "--no-statistics", "--rows-per-insert=1000")  # COPY would leave empty pages at the end
        with psycopg.connect(copy.dsn, autocommit=True) as connection:
            seen(connection)  # extended statistics aren't in a dump
        _pipe(tools, server, copy, "--statistics-only")
        return explained(copy, statements, settings)


def _pipe(tools: Path, source: Cluster, target: Cluster, *options: str) -> None:
    dumped = subprocess.run([tools / "pg_dump", f"--dbname={source.dsn}", *options], check=True, capture_output=True)
    # public is there already.
    subprocess.run([tools / "psql", "-qX", "-o", "/dev/null", target.dsn], input=dumped.stdout, check=True, capture_output=True)


def store(major: int, plans: dict[str, dict[str, Any]]) -> None:
    """One plan a line."""
    parts = []
    for planner, each in plans.items():
        lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(plan, separators=(',', ':'))}" for name, plan in each.items())
        parts.append(f"{json.dumps(planner)}: {{\n{lines}\n}}")
    plan_file(major).write_text("{" + ",\n".join(parts) + "}\n", encoding="utf-8")


def report(version: str, live: list[Compared], by_file: list[Compared], copy: list[Compared]) -> None:
    """A line of the table, and below it what differs."""
    shapes = sum(one.same_shape for one in live)
    counts = [str(sum(one.same for one in each)) for each in (live, by_file, copy)]
    print(f"| {version} | {len(live)} | {shapes} | {' | '.join(counts)} |")
    for beside, each in (("its source", live), ("its source, by file", by_file), ("18 with its rows", copy)):
        for one in each:
            if not one.same:
                shape = "" if one.same_shape else "another shape, "
                print(f"  beside {beside}: {one.statement}: {shape}cost {one.cost:+.3%}, rows {one.rows:+.3%}")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
