"""Twins: they load, they plan like the original, they hold nothing of it, and pg_dump's output is as good as a connection."""

from __future__ import annotations

import os
import subprocess
import tempfile
import tomllib
from pathlib import Path

import pytest
from psycopg.conninfo import make_conninfo

import workbench
from bench.twin import estimates, explained, ratio, shape
from workbench.datagen import dataset_names, find_dataset
from workbench.errors import BadInput
from workbench.postgres.binaries import find_binaries

ROWS = {"tpch": 15_000}


@pytest.mark.parametrize("name", dataset_names())
def test_every_dataset_has_a_twin_that_loads_at_any_size(wb, tmp_path: Path, name: str) -> None:
    wb.load(name, rows=ROWS.get(name, 10_000))
    twin = wb.twin(tmp_path / "twin", schema=name)
    loaded = wb.load(twin.path)
    for table, rows in twin.rows.items():
        assert loaded.rows[table] == pytest.approx(rows, rel=0.02, abs=2)
        assert wb.query(f'select count(*) from "{table}"').rows == ((loaded.rows[table],),)
    scale = find_dataset(twin.path).spec.scale
    smaller = wb.load(twin.path, rows=max(1, loaded.rows[scale] // 4))
    assert smaller.rows[scale] == loaded.rows[scale] // 4
    wb.query("drop schema twin cascade")


@pytest.mark.parametrize(("name", "shapes", "close"), [("shop", 0.9, 0.9), ("blog", 0.9, 0.9), ("tpch", 0.85, 0.85)])
def test_a_twin_plans_as_the_original(wb, tmp_path: Path, name: str, shapes: float, close: float) -> None:
    """bench/twin.py has the figures at full size; these sizes are small, and so a little more is left to chance."""
    wb.load(name, rows=ROWS.get(name, 50_000))
    tasks = find_dataset(name).workload.tasks
    before = [explained(wb, task) for task in tasks]
    twin = wb.twin(tmp_path / "twin", schema=name, values="real")
    wb.load(twin.path)
    after = [explained(wb, task, twin) for task in tasks]
    same = [(a, b) for a, b in zip(before, after, strict=True) if shape(a) == shape(b)]
    assert len(same) >= shapes * len(tasks)
    near = [max(map(ratio, estimates(a), estimates(b))) <= 2 for a, b in same]
    assert sum(near) >= close * len(same)
    wb.query("drop schema twin cascade")


def test_nothing_of_the_original_is_in_a_synthetic_twin(wb, tmp_path: Path) -> None:
    wb.load("shop", rows=20_000)
    twin = wb.twin(tmp_path / "twin", schema="shop")
    text = (twin.path / "data.toml").read_text()
    known = wb.query(
        "select tablename, attname, unnest(coalesce(most_common_vals::text::text[], '{}') || "
        "coalesce(histogram_bounds::text::text[], '{}')) from pg_stats where schemaname = 'shop' and attname <> 'status' "
        "and attname in ('name', 'email', 'city', 'country', 'sku', 'category', 'note', 'created_at')"
    ).rows
    assert len(known) > 500
    assert [value for _, _, value in known if f'"{value}"' in text] == []
    # The order is the same: the replacements of sorted values are sorted.
    cities = sorted(value for table, column, value in known if column == "city")
    replaced = [twin.value("customers", "city", city) for city in cities]
    assert replaced == sorted(replaced)
    assert not set(replaced) & set(cities)
    # What a check constraint names stays, since it is in schema.sql.
    assert twin.value("orders", "status", "pending") == "pending"


def dump(wb, file: Path, *options: str) -> Path:
    program = find_binaries(Path(tempfile.gettempdir())).folder / "pg_dump"
    target = make_conninfo(**wb._connection.conninfo)
    subprocess.run([str(program), f"--dbname={target}", "--schema=shop", f"--file={file}", *options], check=True)
    return file


def test_the_output_of_pg_dump_gives_the_same_twin(wb, tmp_path: Path) -> None:
    wb.load("shop", rows=20_000)
    one = wb.twin(tmp_path / "a" / "twin", schema="shop", values="real")
    schema = dump(wb, tmp_path / "schema.sql", "--schema-only")
    statistics = dump(wb, tmp_path / "statistics.sql", "--statistics-only")
    other = workbench.twin(f"{schema}{os.pathsep}{statistics}", tmp_path / "b" / "twin", schema="shop", values="real")
    assert (other.path / "data.toml").read_text() == (one.path / "data.toml").read_text()
    assert (other.path / "schema.sql").read_text() == (one.path / "schema.sql").read_text()
    assert wb.query("select count(*) from pg_database where datname like 'workbench_twin%'").rows == ((0,),)


def test_what_can_not_be_a_twin_is_told_and_writes_nothing(wb, tmp_path: Path) -> None:
    wb.load("shop", rows=20_000)
    rows = dump(wb, tmp_path / "rows.sql", "--data-only")
    bare = dump(wb, tmp_path / "bare.sql", "--schema-only", "--no-statistics")
    cases = [
        (lambda to: wb.twin(to, schema="nobody"), "no tables in the schema nobody"),
        (lambda to: workbench.twin(str(rows), to, schema="shop"), "holds rows"),
        (lambda to: workbench.twin(bare, to, schema="shop"), "no statistics"),
        (lambda to: workbench.twin(tmp_path / "nothing.sql", to), "is no file"),
        (lambda to: wb.twin(to, schema="shop", values="blurred"), "values='blurred' is unknown"),
        (lambda _: wb.twin(tmp_path, schema="shop"), "is there already"),
    ]
    for number, (call, told) in enumerate(cases):
        with pytest.raises(BadInput, match=told) as caught:
            call(tmp_path / f"twin{number}")
        assert 2 <= len(str(caught.value).splitlines()) <= 5
        assert not (tmp_path / f"twin{number}").exists()


def test_a_twin_is_a_dataset_that_one_can_read_and_change(wb, tmp_path: Path) -> None:
    wb.load("shop", rows=20_000)
    twin = wb.twin(tmp_path / "twin", schema="shop", seed=1)
    again = wb.twin(tmp_path / "again", schema="shop", seed=1)
    assert (twin.path / "data.toml").read_text() == (again.path / "data.toml").read_text()
    tables = tomllib.loads((twin.path / "data.toml").read_text())["tables"]
    assert tables["order_items"]["columns"]["order_id"] == {"kind": "reference", "to": "orders.id", "spread": "grouped"}
    assert tables["order_items"]["columns"]["line_no"] == {"kind": "position", "within": "order_id"}
    assert tables["orders"]["columns"]["user_id"]["to"] == "customers.id"
    assert "<Twin in twin: customers 400" in repr(twin)


AWKWARD = """
create schema awkward;
set search_path to awkward;
create table person (id int primary key, code text unique, born date, height real, score double precision, active bool);
create table role (id smallint primary key, name varchar(5) unique);
create table holds (person_id int references person, role_id smallint references role, since date,
                    primary key (person_id, role_id));
create table note (kind text, lang char(2), number int, at interval not null, body bytea, unique (kind, lang, number));
create table slot (a text, b text, unique (a, b));
create table empty (id int primary key, note text);
insert into person select i * 3, 'p' || i, date '1950-01-01' + i, 150 + i % 50, random(), i % 7 = 0
  from generate_series(1, 2000) i;
insert into role select i, 'r' || i from generate_series(1, 9) i;
insert into holds select p.id, r.id, date '2020-01-01' + r.id from person p, role r where (p.id + r.id) % 3 = 0;
insert into note select 'k' || i % 5, 'de', i, interval '1 day', '\\x00' from generate_series(1, 3000) i;
insert into slot select 'a' || i % 10, 'b' || i / 10 from generate_series(1, 3000) i;
reset search_path;
"""


def test_awkward_keys_types_and_empty_tables_still_make_a_twin_that_loads(wb, tmp_path: Path) -> None:
    wb._connection.script(AWKWARD)
    for table in ("person", "role", "holds", "note", "slot", "empty"):
        wb.query(f"analyze awkward.{table}")
    twin = wb.twin(tmp_path / "twin", schema="awkward")
    loaded = wb.load(twin.path)
    assert loaded.rows | {"empty": 1} == {"person": 2000, "role": 9, "holds": 6000, "note": 3000, "slot": 3000, "empty": 1}
    assert any("note.at (interval) is '1 day' in every row" in note for note in twin.notes)
    wb.query("drop schema awkward cascade")
    wb.query("drop schema twin cascade")


def test_names_that_a_data_toml_can_not_have_are_told(wb, tmp_path: Path) -> None:
    wb._connection.script(
        'create schema odd; create table odd."a b" (id int); insert into odd."a b" values (1), (1); analyze odd."a b"'
    )
    with pytest.raises(BadInput, match="can't have the names a b"):
        wb.twin(tmp_path / "twin", schema="odd")
    assert not (tmp_path / "twin").exists()
    wb.query("drop schema odd cascade")
