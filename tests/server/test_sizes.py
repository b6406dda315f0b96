"""Estimated sizes beside really built indexes, of every kind and of every dataset's workload."""

from __future__ import annotations

import pytest

from bench.sizes import DATASETS, error, kind_of, mean, measured
from workbench.indexes import Candidate
from workbench.indexes.size import rows_of, size_of
from workbench.postgres.catalog import read_catalog

# A page or two more or less says nothing of the model, and most of these indexes are small.
SMALL = 4
EACH = 14  # candidates of each workload


@pytest.mark.parametrize("name", DATASETS)
def test_each_estimate_is_within_twice_the_real_size(wb, name: str) -> None:
    found = list(measured(wb, name, 20_000 if name != "tpch" else 30_000, limit=EACH))
    assert len(found) >= 8
    for one in found:
        close = abs(one.estimated - one.real) <= SMALL or error(one.estimated, one.real) <= 2
        assert close, (one.candidate.ddl, one.estimated, one.real)
    assert mean([error(one.estimated, one.real) for one in found]) <= 1.25


def test_the_height_and_the_rows_are_those_of_the_real_one(wb) -> None:
    wb.load("shop", rows=60_000)
    catalog = read_catalog(wb._connection, schemas=["shop"])
    with wb._connection.rolled_back():
        wb.query("create extension if not exists pageinspect with schema public")
        for ddl in (
            "create index probe on orders (id, created_at)",
            "create index probe on orders (user_id) where status = 'pending'",
        ):
            wb.query(ddl)
            level = wb.query("select level from public.bt_metap('probe')").rows[0][0]
            rows = wb.query("select reltuples from pg_class where relname = 'probe'").rows[0][0]
            size = size_of(Candidate.of(ddl), catalog)
            assert size.height == level
            assert size.rows == pytest.approx(rows, rel=0.05)
            wb.query("drop index probe")


def test_extended_statistics_tell_combinations(wb) -> None:
    with wb._connection.rolled_back():
        wb.query("create schema sizes")
        wb.query(
            "create table sizes.t as select i % 100 as a, (i % 100) * 7 as b, i % 100 + 3 as c from generate_series(1, 50000) i"
        )
        wb.query("analyze sizes.t")
        candidate = Candidate.of("create index on sizes.t (a, b, c)")
        before = size_of(candidate, read_catalog(wb._connection, schemas=["sizes"])).pages
        wb.query("create statistics sizes.s (ndistinct) on a, b, c from sizes.t")
        wb.query("analyze sizes.t")
        after = size_of(candidate, read_catalog(wb._connection, schemas=["sizes"])).pages
        wb.query("create index built on sizes.t (a, b, c)")
        real = wb.query("select pg_relation_size('sizes.built') / 8192").rows[0][0]
    assert error(before, real) > 2
    assert error(after, real) < 1.15


def test_an_empty_table_has_an_empty_index(wb) -> None:
    with wb._connection.rolled_back():
        wb.query("create schema sizes")
        wb.query("create table sizes.t (a int)")
        wb.query("analyze sizes.t")
        catalog = read_catalog(wb._connection, schemas=["sizes"])
    candidate = Candidate.of("create index on sizes.t (a)")
    assert size_of(candidate, catalog).pages == 1
    assert rows_of(candidate, catalog.table("t", "sizes")) == 0
    assert kind_of(candidate) == "btree one key"


def test_long_lists_of_rows_have_pages_of_their_own(wb) -> None:
    """Each of 377 elements has a thousand rows and more, so each has a page that is a third full."""
    with wb._connection.rolled_back():
        wb.query("create schema sizes")
        wb.query("""
            create table sizes.t as select array['t' || i % 300, 'u' || i % 77] as tags, repeat('x', 200) as filled
              from generate_series(1, 200000) i""")
        wb.query("analyze sizes.t")
        estimated = size_of(Candidate.of("create index on sizes.t using gin (tags)"), read_catalog(wb._connection)).pages
        wb.query("create index built on sizes.t using gin (tags)")
        real = wb.query("select pg_relation_size('sizes.built') / 8192").rows[0][0]
    assert error(estimated, real) < 1.3
