"""Makes the golden plans from real servers: `python tests/golden/plans/regenerate.py [--only PREFIX] [MAJOR ...]`.

    <major>/<case>.<json|txt|yaml|xml>              what EXPLAIN printed, byte for byte
    log/<major>.<stderr|csvlog|jsonlog>.log         auto_explain among a log's ordinary lines
    psql/<format>.<border>.<linestyle>.<as>.<x>.out one plan as psql prints it; plan.txt and plan.json are the plain ones

A case's formats are run one after the other, each rolled back, after a run that warms the cache: shape and counts agree, times
differ. Statements are in cases.py, servers in servers.py.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
import pyarrow.csv
from psycopg.types.string import TextLoader

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parents[2])]

from cases import CASES, PLAIN, SETTINGS_BEFORE_16, WORDS_SINCE, Case  # noqa: E402
from servers import DEBIAN, MAJORS, Cluster, cluster  # noqa: E402

from workbench.datagen import chunks, find_dataset, plan_tables  # noqa: E402

SUFFIX = {"text": "txt", "json": "json", "yaml": "yaml", "xml": "xml"}
WHOLE = (18, 15)  # with datasets, foreign tables, logs, buffers and WAL under VERBOSE; the others are kept small
ROWS = {"shop": 60_000, "blog": 20_000}
WRITING = ("insert ", "update ", "delete ", "merge ")
# Nothing writes there, and some of them must stay without VACUUM.
UNTOUCHED = ["big", "orders_stale", "orders_sparse", "orders_indexed", "orders_parted", "orders_cold"]
WORKER = re.compile(r'"Worker Number"|<Worker-Number>|- Worker Number:|^ +Worker \d+: ', re.MULTILINE)
Connection = psycopg.Connection[tuple[Any, ...]]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", default="", help="cases whose names start so")
    parser.add_argument("majors", nargs="*", type=int)
    asked = parser.parse_args()
    failed: list[str] = []
    for major in asked.majors or MAJORS:
        with cluster(major) as server, psycopg.connect(server.dsn, autocommit=True) as connection:
            cases = [case for case in CASES if case.runs_on(major) and case.name.startswith(asked.only)]
            fill(connection, major, any(case.schema in ROWS for case in cases))
            failed += [told for case in cases for told in store(connection, major, case)]
            if major in WHOLE and not asked.only:
                store_logs(server)
            if major == 15 and not asked.only:
                store_psql(server)
        print(major, len(cases), "cases", flush=True)
    if failed:
        raise SystemExit("\n".join(failed))


def fill(connection: Connection, major: int, datasets: bool) -> None:
    """Everything the cases read."""
    connection.adapters.register_loader("json", TextLoader)
    connection.adapters.register_loader("xml", TextLoader)
    _script(connection, "setup.sql")
    if major in WHOLE:
        _foreign(connection)
    if datasets:
        for name, rows in ROWS.items():
            _load(connection, name, rows)
    connection.execute("vacuum analyze")
    if datasets:
        _script(connection, "datasets.sql")
        connection.execute("analyze")
        connection.execute("vacuum shop.orders_indexed, shop.orders_parted")


def _script(connection: Connection, name: str) -> None:
    for statement in (HERE / name).read_text().split(";\n"):
        if statement.strip():
            connection.execute(statement)


def _foreign(connection: Connection) -> None:
    info = connection.info
    for statement in (
        "create extension file_fdw",
        "create server files foreign data wrapper file_fdw",
        "create foreign table tb.ff (a text) server files options (filename '/etc/passwd')",
        "create extension postgres_fdw",
        f"create server loop foreign data wrapper postgres_fdw options (host '{info.host}', dbname '{info.dbname}')",
        "create user mapping for postgres server loop options (user 'postgres')",
        "create foreign table tb.away (id int, user_id int, status text) server loop options (schema_name 'tb', table_name 'orders')",  # noqa: E501
        "create foreign table tb.away_too (id int, user_id int) server loop options (schema_name 'tb', table_name 'orders')",
    ):
        connection.execute(statement)


def _load(connection: Connection, name: str, rows: int) -> None:
    """A dataset, as `workbench.load` fills it."""
    dataset = find_dataset(name)
    connection.execute(f"create schema {name}")
    connection.execute(f"set search_path = {name}, public")
    connection.execute(dataset.schema_sql)
    for job in plan_tables(dataset.spec, rows):
        with connection.cursor().copy(f"copy {name}.{job.name} ({', '.join(job.columns)}) from stdin (format csv)") as copy:
            for batch in chunks(job):
                sink = pyarrow.BufferOutputStream()
                pyarrow.csv.write_csv(batch, sink, pyarrow.csv.WriteOptions(include_header=False))
                copy.write(memoryview(sink.getvalue()))
    connection.execute(dataset.schema_after_sql)


def store(connection: Connection, major: int, case: Case) -> list[str]:
    """Runs a case in all its formats, and tells of an error that the table doesn't declare."""
    formats = case.formats or _formats(case, major)
    folder = HERE / str(major)
    folder.mkdir(exist_ok=True)
    try:
        explain(connection, major, case, "text")
        plans = {form: explain(connection, major, case, form) for form in formats}
        for form in sorted(plans.keys() - {"json"}) if "Worker Number" in plans["json"] else ():
            plans[form] = _with_as_many_workers(connection, major, case, form, plans)
    except psycopg.Error as error:
        connection.execute("deallocate all")
        return [f"{major} {case.name}: {error}"]
    for form, plan in plans.items():
        (folder / f"{case.name}.{SUFFIX[form]}").write_text(plan + "\n", encoding="utf-8")
    return []


def _with_as_many_workers(connection: Connection, major: int, case: Case, form: str, plans: dict[str, str]) -> str:
    """A worker that comes too late for any row isn't printed: the formats are compared, so they must agree on it."""
    for _ in range(2 if form == "text" else 50):
        if len(WORKER.findall(plans[form])) == len(WORKER.findall(plans["json"])):
            return plans[form]
        plans[form] = explain(connection, major, case, form)
    return plans[form]  # the test that compares them tells


def _formats(case: Case, major: int) -> tuple[str, ...]:
    """YAML and XML differ from JSON in nothing but their signs: all of them on 18, the shorter ones on 15."""
    return tuple(SUFFIX) if major == 18 or (major == 15 and case.options == PLAIN) else ("text", "json")


def explain(connection: Connection, major: int, case: Case, form: str) -> str:
    """What EXPLAIN prints in that format; nothing of the statement stays behind."""
    for statement in case.outside:
        connection.execute(statement)
    connection.execute(f"set search_path = {case.schema}, public")
    with connection.transaction(force_rollback=True):
        connection.execute("set local max_parallel_workers_per_gather = 0")
        for setting in case.settings:
            name, _, value = setting.partition(" = ")
            name = SETTINGS_BEFORE_16.get(name, name) if major < 16 else name
            connection.execute(f"set local {name} = {value}")
        for statement in case.before:
            connection.execute(statement)
        options = ", ".join(filter(None, [_options(case.options, major), f"format {form}"]))
        rows = connection.execute(f"explain ({options}) {case.statement}", prepare=False).fetchall()
    connection.execute("deallocate all")
    if any(word in case.statement for word in WRITING):
        _tidy(connection, case.schema)
    return "\n".join(row[0] for row in rows)


def _options(options: str, major: int) -> str:
    left_out = set() if major in WHOLE or options == PLAIN else {"buffers", "wal"}
    return ", ".join(
        word for word in options.split(", ") if word and word not in left_out and WORDS_SINCE.get(word.split()[0], 0) <= major
    )


def _tidy(connection: Connection, schema: str) -> None:
    """Takes away what was rolled back, so that the next format finds tables of the same size."""
    for (name,) in connection.execute(
        "select tablename from pg_tables where schemaname = %s and tablename <> all(%s)", [schema, UNTOUCHED]
    ).fetchall():
        connection.execute(f'vacuum (analyze) {schema}."{name}"')


LOGGED = (
    "select status,\n\tcount(*)\nfrom orders where status <> E'x\\n  ->  y \"q\"' group by 1 -- é",
    "select 1/0",
    "select (select max(amount) from orders o where o.user_id = u.id) from users u where id < 3",
    "insert into transit select id from users where id < 4",
    "update fk set s = 'logged' where id < 3",
    "set auto_explain.log_timing = off",
    "select * from users where id = 7",
    "set auto_explain.log_timing = on",
    "do $$ begin raise log 'duration: 1.5 ms  is no plan'; raise warning 'a line between'; end $$",
)
AUTO = {"log_min_duration": "0", "log_analyze": "on", "log_nested_statements": "on", "log_triggers": "on", "log_buffers": "on",
        "log_verbose": "on", "log_wal": "on", "log_settings": "on"}  # fmt: skip


def store_logs(server: Cluster) -> None:
    """auto_explain's entries in every kind of log, with ordinary lines between them."""
    logs = {"stderr": "server.log", "csvlog": "server.csv", "jsonlog": "server.json"}
    before = {kind: (server.log / name).stat().st_size for kind, name in logs.items()}
    for form in SUFFIX:
        with psycopg.connect(server.dsn, autocommit=True) as connection:
            connection.execute("load 'auto_explain'")
            connection.execute("set search_path = tb, public")
            for name, value in {**AUTO, "log_format": form}.items():
                connection.execute(f"set auto_explain.{name} = {value}")
            for statement in LOGGED if form in ("text", "json") else LOGGED[:1]:
                with suppress(psycopg.errors.DivisionByZero):
                    connection.execute(statement)
    (HERE / "log").mkdir(exist_ok=True)
    for kind, name in logs.items():
        with (server.log / name).open("rb") as file:
            file.seek(before[kind])
            (HERE / "log" / f"{server.major}.{kind}.log").write_bytes(file.read())


PRINTED = (
    "select o.status, count(*) from tb.orders o join tb.users u on u.id = o.user_id "
    "where u.name <> E'x|y + z > \"q\"\\n  second line, \\\\ back é 漢字' and u.\"Odd Col\" = 'x' group by 1 order by 2 limit 5"
)
STYLES = ("ascii", "old-ascii", "unicode")


def printings() -> list[tuple[int, str, str, str]]:
    """Border, linestyle, format, expanded: every frame there is, but not each with each."""
    framed = [(border, style, form, "off") for border in range(3) for style in STYLES for form in ("aligned", "wrapped")]
    expanded = [(border, STYLES[border], form, "on") for border in range(3) for form in ("aligned", "wrapped")]
    others = ("html", "csv", "unaligned", "asciidoc", "latex", "latex-longtable", "troff-ms")
    return (
        framed
        + expanded
        + [(1, "ascii", form, "off") for form in others]
        + [(2, "unicode", "html", "on"), (1, "ascii", "csv", "on")]
    )


def store_psql(server: Cluster) -> None:
    """One stored plan, as text and as JSON, printed by psql in every way: all hold the same figures."""
    folder = HERE / "psql"
    folder.mkdir(exist_ok=True)
    with psycopg.connect(server.dsn, autocommit=True) as connection:
        connection.adapters.register_loader("json", TextLoader)
        connection.execute('create table saved (format text, n int, "QUERY PLAN" text)')
        for form in ("text", "json"):
            rows = connection.execute(f"explain ({PLAIN}, verbose, format {form}) {PRINTED}".encode(), prepare=False).fetchall()
            for number, row in enumerate(rows):
                connection.execute("insert into saved values (%s, %s, %s)", [form, number, row[0]])
            (folder / f"plan.{SUFFIX[form]}").write_text("\n".join(row[0] for row in rows) + "\n", encoding="utf-8")
    for form in ("text", "json"):
        for border, style, shape, expanded in printings():
            if form == "json" and expanded == "on" and border != 1:
                continue  # the longest of all; text has them
            settings = {
                "pager": "off",
                "border": border,
                "linestyle": style,
                "format": shape,
                "columns": 80,
                "expanded": expanded,
            }
            options = [part for name, value in settings.items() for part in ("-P", f"{name}={value}")]
            query = f"select \"QUERY PLAN\" from saved where format = '{form}' order by n"
            done = subprocess.run([DEBIAN / "psql", "-qX", *options, "-c", query, server.dsn], check=True, capture_output=True)
            (folder / f"{form}.{border}.{style}.{shape}.{expanded}.out").write_bytes(done.stdout)


if __name__ == "__main__":
    main()
