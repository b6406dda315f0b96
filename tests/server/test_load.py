"""Datasets in the database: whole or not at all, and instant the second time."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import signal
import threading
import time
from decimal import Decimal
from ipaddress import IPv4Address
from pathlib import Path
from uuid import UUID

import numpy as np
import pandas as pd
import pytest
from psycopg.types.range import Range

import workbench
from tests.everything import EVERYTHING, SCHEMA
from workbench import errors
from workbench.errors import DatasetError
from workbench.postgres import filling


def test_loading_again_is_instant_and_says_so(shop) -> None:
    again = shop.load("shop", rows=20_000)
    assert again.elapsed_s is None
    assert again.rows["orders"] == 20_000


def test_the_rows_are_there_with_keys_and_statistics(shop) -> None:
    # Afresh: an update that was rolled back leaves pages that aren't all visible.
    loaded = shop.load("shop", rows=20_000, seed=8)
    for table, rows in loaded.rows.items():
        assert shop.query(f"select count(*) from shop.{table}").rows == ((rows,),)
    assert shop.query(
        "select count(*) from pg_constraint where connamespace = 'shop'::regnamespace and contype in ('p', 'f')"
    ).rows[0][0] >= 7  # fmt: skip
    assert shop.query("select count(*) > 0 from pg_stats where schemaname = 'shop' and tablename = 'orders'").rows == ((True,),)
    assert shop.query("select relallvisible = relpages from pg_class where oid = 'shop.orders'::regclass").rows == ((True,),)


def test_other_rows_or_another_seed_replace_it(wb) -> None:
    wb.load("shop", rows=1000)
    first = wb.query("select md5(string_agg(o::text, ',' order by id)) from orders o").rows
    wb.load("shop", rows=1000, seed=99)
    assert wb.query("select count(*) from orders").rows == ((1000,),)
    assert wb.query("select md5(string_agg(o::text, ',' order by id)) from orders o").rows != first
    wb.load("shop", rows=1000)
    assert wb.query("select md5(string_agg(o::text, ',' order by id)) from orders o").rows == first


def test_the_blog_has_its_indexes(wb) -> None:
    wb.load("blog", rows=2000)
    definitions = " ".join(row[0] for row in wb.query("select indexdef from pg_indexes where schemaname = 'blog'"))
    assert "WHERE (deleted_at IS NULL)" in definitions
    assert "USING gin" in definitions
    orphans = wb.query("select count(*) from comments c where parent_id <> all (select id from comments)")
    assert orphans.rows == ((0,),)


def test_an_unknown_dataset_names_its_neighbours(wb) -> None:
    with pytest.raises(errors.UnknownDataset) as caught:
        wb.load("shopp")
    assert "shop" in str(caught.value).replace("shopp", "")
    assert 2 <= len(str(caught.value).splitlines()) <= 5


def test_a_schema_of_somebody_else_is_never_touched(wb, tmp_path: Path) -> None:
    folder = _own_dataset(tmp_path, "precious")
    wb.query("create schema precious")
    wb.query("create table precious.t as select 42 as a")
    with pytest.raises(errors.BadInput, match="did not make it"):
        wb.load(folder)
    assert wb.query("select a from precious.t").rows == ((42,),)
    wb.query("drop schema precious cascade")


def test_a_folder_of_ones_own_loads(wb, tmp_path: Path) -> None:
    loaded = wb.load(_own_dataset(tmp_path, "mine"), rows=500)
    assert loaded.dataset.name == "mine"
    assert wb.query("select count(*) from orders").rows == ((500,),)
    wb.query("drop schema mine cascade")


def test_a_failed_load_leaves_what_was_there(wb, tmp_path: Path) -> None:
    """The disk runs full in the middle: simulated by a constraint's function that raises the same SQLSTATE."""
    wb.load(_own_dataset(tmp_path, "fragile"), rows=400)
    folder = tmp_path / "fragile"
    script = (folder / "schema.sql").read_text()
    full = (
        "create function full_disk() returns bool language plpgsql as "
        "$$ begin raise exception using errcode = '53100', message = 'could not extend file'; end $$;\n"
    )
    (folder / "schema.sql").write_text(full + script + "\nselect full_disk();\n")
    with pytest.raises(errors.OutOfResources, match="53100"):
        wb.load(folder, rows=800)
    assert wb.query("select count(*) from fragile.orders").rows == ((400,),)
    assert wb.query("select count(*) from pg_proc where proname = 'full_disk'").rows == ((0,),)
    wb.query("drop schema fragile cascade")


def test_stop_while_loading_leaves_nothing(wb, tmp_path: Path) -> None:
    folder = _own_dataset(tmp_path, "halfway")
    threading.Timer(1.0, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        wb.load(folder, rows=5_000_000)
    assert time.monotonic() - began < 2.5
    assert wb.query("select count(*) from pg_namespace where nspname = 'halfway'").rows == ((0,),)


def test_a_second_session_waits_and_finds_it_done(wb) -> None:
    with workbench.connect() as other:
        loaded: list[object] = []
        thread = threading.Thread(target=lambda: loaded.append(other.load("shop", rows=30_000)))
        thread.start()
        wb.load("shop", rows=30_000)
        thread.join()
        assert len(loaded) == 1
        assert other.query("select count(*) from orders").rows == ((30_000,),)


def _own_dataset(tmp_path: Path, name: str) -> Path:
    """A copy of the shop in a folder of another name."""
    from workbench.datagen import find_dataset

    return Path(shutil.copytree(find_dataset("shop").path, tmp_path / name))


@pytest.mark.parametrize(("form", "during", "ip"), [("binary", "text", "text"), ("csv", "tstzrange", "inet")])
def test_every_kind_and_type_arrives_as_it_was_made(wb, tmp_path: Path, form: str, during: str, ip: str) -> None:
    """Both of COPY's formats: what has no binary form takes its table to CSV."""
    folder = tmp_path / "everything"
    folder.mkdir()
    (folder / "data.toml").write_text(EVERYTHING)
    (folder / "schema.sql").write_text(SCHEMA.replace("{during}", during).replace("{ip}", ip))
    wb.load(folder)
    made = workbench.generate(folder)
    with wb._connection.rolled_back():
        jobs = {job.name: job for job in made._jobs}
        assert filling._encoding(wb._connection, "everything", jobs["thing"]).format == form
        assert filling._encoding(wb._connection, "everything", jobs["line"]).format == "binary"
    for table, order in {"owner": "id", "label": "id", "thing": "id", "line": "thing_id, line_no"}.items():
        there = wb.query(f"select * from {table} order by {order}")
        names = [column.name for column in there.columns]
        frame = made[table].sort_values(order.split(", "))
        for place, name in enumerate(names):
            found = [plain_value(row[place]) for row in there.rows]
            assert found == [plain_value(value) for value in frame[name]], f"{table}.{name}"


def plain_value(value):
    """The value as both sides can have it."""
    if isinstance(value, list | np.ndarray):
        return [plain_value(item) for item in value]
    if value is None or value is pd.NaT or (isinstance(value, float) and np.isnan(value)):
        return None
    if isinstance(value, dict):
        return json.dumps(value, sort_keys=True)
    if isinstance(value, str) and value.startswith("{"):
        return json.dumps(json.loads(value), sort_keys=True)
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, Range):
        return f"[{value.lower:%Y-%m-%d %H:%M:%S.%f}Z,{value.upper:%Y-%m-%d %H:%M:%S.%f}Z)"
    if isinstance(value, UUID | IPv4Address):
        return str(value)
    return float(value) if isinstance(value, Decimal) else value


def test_a_value_that_does_not_fit_is_told_and_nothing_is_left(wb, tmp_path: Path) -> None:
    folder = tmp_path / "narrow"
    folder.mkdir()
    (folder / "schema.sql").write_text("create table t (id smallint);")
    (folder / "data.toml").write_text(
        '[dataset]\ntitle="t"\nrows=40_000\nscale="t"\n[tables.t.columns]\nid = { kind = "sequence" }'
    )
    with pytest.raises(DatasetError, match="don't fit") as caught:
        wb.load(folder)
    assert 3 <= len(str(caught.value).splitlines()) <= 5
    assert not wb._connection.rows("schema_comment", schema="narrow")


def test_a_column_that_schema_sql_lacks_is_told_with_its_line(wb, tmp_path: Path) -> None:
    folder = tmp_path / "lacking"
    folder.mkdir()
    (folder / "schema.sql").write_text("create table t (id int);")
    (folder / "data.toml").write_text(
        '[dataset]\ntitle="t"\nrows=4\nscale="t"\n[tables.t.columns]\nid = { kind = "sequence" }\nname = { kind = "sequence" }'
    )
    with pytest.raises(DatasetError, match="table t, column name, line 7"):
        wb.load(folder)


def test_a_connection_lost_in_the_middle_is_told_and_leaves_nothing(wb, tmp_path: Path) -> None:
    folder = _own_dataset(tmp_path, "cut_off")
    with workbench.connect() as other:
        ended = "select pg_terminate_backend(pid) from pg_stat_activity where query like 'copy \"cut_off\"%'"
        timer = threading.Timer(1.0, lambda: other.query(ended))
        timer.start()
        with workbench.connect() as victim, pytest.raises(errors.WorkbenchError) as caught:
            victim.load(folder, rows=5_000_000)
        timer.join()
        assert isinstance(caught.value, errors.ConnectionLost), caught.value
        assert len(str(caught.value).splitlines()) <= 5
        assert other.query("select count(*) from pg_namespace where nspname = 'cut_off'").rows == ((0,),)


def test_tables_that_reference_each_other_load_where_one_reference_can_be_null(wb, tmp_path: Path) -> None:
    folder = tmp_path / "circle"
    folder.mkdir()
    (folder / "schema.sql").write_text(
        "create table team (id int not null, captain int); create table player (id int not null, team int not null);\n"
        "-- after load\nalter table team add primary key (id); alter table player add primary key (id);\n"
        "alter table team add foreign key (captain) references player;\n"
        "alter table player add foreign key (team) references team;"
    )
    spec = (
        '[dataset]\ntitle="t"\nrows=500\nscale="player"\n[tables.team]\nrows=20\n[tables.team.columns]\nid={kind="sequence"}\n'
        'captain={kind="reference",to="player.id",null=0.2}\n[tables.player.columns]\nid={kind="sequence"}\n'
        'team={kind="reference",to="team.id"}'
    )
    (folder / "data.toml").write_text(spec)
    assert wb.load(folder).rows == {"team": 20, "player": 500}
    (folder / "data.toml").write_text(spec.replace(",null=0.2", ""))
    with pytest.raises(DatasetError, match="in a circle"):
        wb.load(folder)
