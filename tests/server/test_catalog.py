"""The catalog as values: every fact beside what the server itself says, whoever asks, however many tables there are."""

from __future__ import annotations

import pytest

from workbench.catalog import ForeignKey, IndexKey
from workbench.postgres.catalog import read_catalog

SCHEMA = """
    create schema catalog_test;
    create schema "Other Place";
    set search_path = catalog_test;
    create domain positive as int check (value > 0);
    create domain small as positive;
    create type mood as enum ('sad', 'ok');
    create table "Parent Table" ("Id" bigint primary key, unique ("Id") include ("Id"));
    create table "Other Place".far (id int primary key);
    create table child (
        id int generated always as identity primary key,
        parent bigint not null references "Parent Table" ("Id"),
        far int references "Other Place".far,
        mail text collate "C",
        note varchar(20) default 'x',
        tags text[],
        body jsonb,
        raw json,
        mood mood,
        small small,
        during int4range,
        twice int generated always as (small * 2) stored,
        exclude using gist (during with &&)
    ) with (fillfactor = 70);
    comment on table child is 'a child';
    comment on column child.mail is 'its mail';
    create index plain on child (parent desc nulls last, lower(mail) text_pattern_ops, note collate "C") include (far)
        where far is not null;
    create index tagged on child using gin (tags);
    create statistics together (ndistinct, mcv) on parent, far from child;
    create view seen as select id from child;
    create table parted (id int, day date not null) partition by range (day);
    create table parted_1 partition of parted for values from ('2024-01-01') to ('2025-01-01');
    create table parted_2 partition of parted for values from ('2025-01-01') to ('2026-01-01');
    create index on parted (id);
    create temporary table passing (id int);
    insert into "Parent Table" select generate_series(1, 50);
    insert into "Other Place".far select generate_series(1, 10);
    insert into child (parent, far, mail, tags, small)
        select 1 + i % 50, 1 + i % 10, 'm' || i, array['a', 'b' || i % 7], 1 + i % 3 from generate_series(1, 1000) i;
    insert into parted select i, date '2024-01-01' + i % 700 from generate_series(1, 2000) i;
    analyze "Parent Table", child, parted;
"""


@pytest.fixture
def catalog(wb):
    with wb._connection.rolled_back():
        for part in SCHEMA.split(";\n"):
            if part.strip():
                wb.query(part)
        yield read_catalog(wb._connection, schemas=["catalog_test", "Other Place"])


def test_tables_of_every_kind_but_no_temporary_one(catalog) -> None:
    kinds = {(table.schema, table.name): table.kind for table in catalog}
    assert kinds == {
        ("Other Place", "far"): "table",
        ("catalog_test", "Parent Table"): "table",
        ("catalog_test", "child"): "table",
        ("catalog_test", "parted"): "partitioned table",
        ("catalog_test", "parted_1"): "table",
        ("catalog_test", "parted_2"): "table",
        ("catalog_test", "seen"): "view",
    }
    assert catalog.search_path == ("catalog_test",)
    assert catalog.table("child").visible
    assert not catalog.table("far", "Other Place").visible
    assert catalog.table("seen").definition == " SELECT id\n   FROM child;"
    assert catalog.table("parted_1").parent == ("catalog_test", "parted")
    assert catalog.major >= 13
    assert dict(catalog.homes)["plpgsql"] == "pg_catalog"
    assert "pg_trgm" in catalog.available


def test_rows_and_pages_of_a_partitioned_table_are_its_leaves(catalog) -> None:
    parted, first = catalog.table("parted"), catalog.table("parted_1")
    assert (parted.rows, parted.partitioned_by) == (2000, ("day",))
    assert parted.pages == first.pages + catalog.table("parted_2").pages
    assert parted.size_bytes > first.size_bytes > 0
    assert parted.column("id").statistics.distinct == -1.0


def test_a_table_that_nobody_has_counted_says_so(catalog) -> None:
    assert catalog.table("far", "Other Place").rows == -1
    assert catalog.table("far", "Other Place").column("id").statistics is None


def test_columns_with_their_types_below_domains(catalog) -> None:
    child = catalog.table("child")
    assert child.column("note").type == "character varying(20)"
    assert child.column("note").default == "'x'::character varying"
    assert (child.column("mail").collation, child.column("mail").inner.bytewise) == ("C", True)
    assert child.column("mail").comment == "its mail"
    assert child.comment == "a child"
    small = child.column("small")
    assert (small.type, small.inner.name, small.inner.length, small.inner.align) == ("small", "int4", 4, 4)
    assert child.column("twice").generated
    assert child.column("twice").default is None
    assert child.column("parent").not_null
    assert not child.column("far").not_null
    assert child.fillfactor == 70
    methods = {column.name: column.inner.methods for column in child.columns}
    assert {"btree", "hash", "brin"} <= set(methods["note"])
    assert {"btree", "hash"} <= set(methods["mood"])
    assert {"btree", "gin"} <= set(methods["tags"])
    assert {"gist", "btree", "spgist"} <= set(methods["during"])
    assert methods["raw"] == ()


def test_statistics_of_columns_and_their_elements(catalog) -> None:
    child = catalog.table("child")
    parent = child.column("parent").statistics
    assert (parent.null, parent.width, parent.distinct) == (0, 8, 50)
    assert child.column("body").statistics.null == 1
    tags = child.column("tags").statistics
    assert tags.elements[0] == "a"
    assert tags.element_frequencies[0] == 1
    assert tags.element_counts[-1] == 2
    (together,) = child.statistics
    assert (together.name, together.columns, together.kinds) == ("together", ("parent", "far"), ("ndistinct", "mcv"))
    assert together.distinct == ((("parent", "far"), 50.0),)


def test_indexes_by_their_keys(catalog) -> None:
    indexes = {index.name: index for index in catalog.table("child").indexes}
    plain = indexes["plain"]
    assert plain.keys == (
        IndexKey("parent", "parent", "int8_ops", True, descending=True),
        IndexKey("lower(mail)", None, "text_pattern_ops", False, "C"),
        IndexKey("note", "note", "text_ops", True, "C"),
    )
    assert (plain.include, plain.predicate, plain.unique, plain.constraint) == (("far",), "(far IS NOT NULL)", False, None)
    assert plain.size_bytes > 0
    assert plain.rows == 1000
    assert indexes["tagged"].method == "gin"
    assert indexes["child_pkey"].primary
    assert (indexes["child_pkey"].unique, indexes["child_pkey"].constraint) == (True, "child_pkey")
    assert indexes["child_during_excl"].constraint == "child_during_excl"
    assert catalog.table("Parent Table").indexes[0].keys[0].column == "Id"


def test_foreign_keys_know_the_schema_they_point_to(catalog) -> None:
    assert catalog.table("child").foreign == (
        ForeignKey(("far",), "far", ("id",), "Other Place"),
        ForeignKey(("parent",), "Parent Table", ("Id",), "catalog_test"),
    )


def test_without_statistics_they_are_none(wb) -> None:
    wb.load("shop", rows=1000)
    catalog = read_catalog(wb._connection, statistics=False, schemas=["shop"])
    assert [column.statistics for table in catalog for column in table.columns] == [None] * sum(len(t.columns) for t in catalog)
    assert catalog.table("orders", "shop").rows == 1000


def test_a_role_sees_the_statistics_only_of_what_it_may_read(wb) -> None:
    wb.load("shop", rows=1000)
    with wb._connection.rolled_back():
        wb.query("create role catalog_reader")
        wb.query("grant usage on schema shop to catalog_reader")
        wb.query("grant select (status) on shop.orders to catalog_reader")
        wb.query("set local role catalog_reader")
        catalog = read_catalog(wb._connection, schemas=["shop"])
    orders = catalog.table("orders", "shop")
    assert orders.column("status").statistics is not None
    assert orders.column("user_id").statistics is None
    assert orders.readable
    assert not catalog.table("customers", "shop").readable


def test_a_thousand_tables_are_read_with_as_many_questions_as_one(wb, monkeypatch) -> None:
    asked: list[str] = []
    rows = wb._connection.rows
    monkeypatch.setattr(wb._connection, "rows", lambda query, **given: asked.append(query) or rows(query, **given))
    with wb._connection.rolled_back():
        wb.query("create schema many")
        wb.query(
            "do $$ begin for i in 1..1000 loop "
            "execute format('create table many.t%s (id int primary key, a text, b int)', i); end loop; end $$"
        )
        catalog = read_catalog(wb._connection, schemas=["many"])
        assert len(catalog.tables) == 1000
        several = len(asked)
        asked.clear()
        read_catalog(wb._connection, schemas=["no such schema"])
    assert len(asked) == several == 8
