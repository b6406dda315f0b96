"""The schema of a real server: what is read, rows that may only be looked at, and a catalog that is known without asking."""

from __future__ import annotations

from typing import Any

import pytest

import workbench
from workbench.errors import AccessDenied, BadInput, DatabaseError


def test_the_shop_is_all_there(shop: Any) -> None:
    schema = shop.schema("shop")
    assert [table.name for table in schema] == ["customers", "order_items", "orders", "products"]
    orders = schema.tables[2]
    assert [column.name for column in orders.columns][:3] == ["id", "user_id", "status"]
    assert [table.name for table, _ in schema.pointing_to(orders)] == ["order_items"]
    assert orders.rows == 20_000
    assert orders.columns[2].statistics.distinct == 5


def test_one_table_by_name_and_the_nearest_of_a_wrong_one(shop: Any) -> None:
    assert [table.name for table in shop.schema("orders")] == ["orders"]
    with pytest.raises(BadInput, match="Nearest: orders"):
        shop.schema("ordesr")


def test_a_sample_is_of_so_many_rows_and_by_any_name(shop: Any) -> None:
    assert len(shop.sample("orders")) == 10
    assert len(shop.sample(shop.schema("orders").tables[0], 3)) == 3
    shop.query('create table "Odd "" ; drop" ("a:b" int)')
    try:
        shop.query('insert into "Odd "" ; drop" values (1)')
        assert shop.sample('Odd " ; drop').rows == ((1,),)
    finally:
        shop.query('drop table "Odd "" ; drop"')
    with pytest.raises(BadInput, match=r"shop\.customers"):
        shop.sample("shop")


def test_to_look_changes_nothing(shop: Any) -> None:
    shop.query("create sequence counter_of_looks")
    shop.query("create view writes_when_read as select nextval('counter_of_looks') as n")
    try:
        with pytest.raises(DatabaseError, match="read-only"):
            shop.sample("writes_when_read")
        assert shop.query("select last_value, is_called from counter_of_looks").rows == ((1, False),)
    finally:
        shop.query("drop sequence counter_of_looks cascade")


def test_to_look_leaves_an_open_transaction_as_it_was(shop: Any) -> None:
    shop.query("begin")
    shop.query("create table within (x int)")
    shop.query("insert into within values (7)")
    assert shop.sample("within").rows == ((7,),)
    shop.query("insert into within values (8)")  # not read only
    with pytest.raises(DatabaseError):
        shop.query("select 1 / 0")
    shop.query("rollback")


def test_what_the_role_may_not_read_is_refused(shop: Any) -> None:
    shop.query("create role looks_on")
    try:
        shop.query("grant usage on schema shop to looks_on")
        shop.query("set role looks_on")
        with pytest.raises(AccessDenied):
            shop.sample("orders")
        table = shop.schema("orders").tables[0]
        assert not table.readable
        assert all(column.statistics is None for column in table.columns)
    finally:
        shop.query("reset role")
        shop.query("drop owned by looks_on")
        shop.query("drop role looks_on")


def test_the_known_catalog_is_the_same_object_until_something_changes(shop: Any) -> None:
    first = shop.catalog()
    assert shop.catalog() is first
    shop.query("analyze orders")
    assert shop.catalog() is first
    shop.query("create index known_one on orders (note)")
    try:
        second = shop.catalog()
        assert "known_one" in {index.name for index in second.table("orders").indexes}
    finally:
        shop.query("drop index known_one")
    shop.query("set search_path to public")
    assert shop.catalog().table("orders") is None


def test_another_session_sees_what_was_changed(shop: Any) -> None:
    before = shop.catalog()
    with workbench.connect() as other:
        other.query("create table shop.by_another (x int)")
        assert shop.catalog().table("by_another", "shop") is not None
        other.query("drop table shop.by_another")
    assert {table.name for table in shop.catalog()} == {table.name for table in before}


def test_nothing_is_read_in_a_transaction_or_after_the_end(shop: Any) -> None:
    known = shop.catalog()
    shop.query("begin")
    shop.query("create table unseen (x int)")
    assert shop.catalog() is known
    shop.query("rollback")
    shop.close()
    assert shop.catalog() is known
