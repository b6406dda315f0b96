"""Datasets in the database: whole or not at all, and instant the second time."""

from __future__ import annotations

import os
import shutil
import signal
import threading
import time
from pathlib import Path

import pytest

import workbench
from workbench import errors


def test_loading_again_is_instant_and_says_so(shop) -> None:
    again = shop.load("shop", rows=20_000)
    assert again.elapsed_s is None
    assert again.rows["orders"] == 20_000


def test_the_rows_are_there_with_keys_and_statistics(shop) -> None:
    loaded = shop.load("shop", rows=20_000)
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
