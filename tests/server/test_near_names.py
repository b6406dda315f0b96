"""An unknown name is told with the nearest that are there, in five lines at most, and never by a query in a transaction."""

from __future__ import annotations

import pytest

import workbench
from workbench import errors


@pytest.fixture
def named(wb) -> workbench.Workbench:
    for command in (
        "drop schema if exists near cascade",
        "create schema near",
        'create table near.invoices (id int, customer_id int, "Total amount" numeric)',
        "create view near.invoice_lines as select 1 as id",
        "set search_path = near, public",
        "create temp table basket_items (a int)",
    ):
        wb.query(command)
    return wb


UNKNOWN = [
    ("select * from invoics", "Did you mean invoices or invoice_lines?", "42P01"),
    ("select * from near.invoics i", "Did you mean invoices or invoice_lines?", "42P01"),
    ("select * from Basket_Item", "Did you mean basket_items?", "42P01"),
    ("select 1 from invoices inv where inx.id = 1", "Did you mean inv?", "42P01"),
    ("insert into invoices (id, custmer) values (1, 2)", "Did you mean customer_id?", "42703"),
    ("select lowr('A')", "Did you mean lower", "42883"),
]


@pytest.mark.parametrize("verb", ["query", "fetch", "explain"])
@pytest.mark.parametrize(("sql", "told", "code"), UNKNOWN, ids=[sql for sql, *_ in UNKNOWN])
def test_the_nearest_names_are_told(named, verb: str, sql: str, told: str, code: str) -> None:
    with pytest.raises(errors.SqlError) as caught:
        getattr(named, verb)(sql)
    assert caught.value.sqlstate == code
    assert told in str(caught.value)
    assert 4 <= len(str(caught.value).splitlines()) <= 5


def test_postgresqls_own_suggestion_of_a_column_comes_through(named) -> None:
    with pytest.raises(errors.SqlError, match=r'meant to reference the column "invoices\.customer_id"'):
        named.query("select custmer_id from invoices")


def test_a_table_of_another_schema_is_told_with_it(named) -> None:
    named.query("set search_path = public")
    with pytest.raises(errors.SqlError, match=r"Did you mean near\.invoices or near\.invoice_lines\?"):
        named.query("select * from invoices")


@pytest.mark.parametrize("sql", ["select * from zzqqxx", "select lower(1, 2)", "select 1 ?? 2", "select zzqqxx"])
def test_where_nothing_is_near_nothing_is_said(named, sql: str) -> None:
    with pytest.raises(errors.SqlError) as caught:
        named.query(sql)
    assert "Did you mean" not in str(caught.value)


def test_nothing_is_asked_in_a_transaction(named) -> None:
    named.query("begin")
    with pytest.raises(errors.SqlError) as caught:
        named.query("select * from invoics")
    assert "Did you mean" not in str(caught.value)
    assert "The transaction has failed" in str(caught.value)
