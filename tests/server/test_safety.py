"""What a user might do by accident, or somebody else at the same time: nothing is lost, nothing is mistaken."""

from __future__ import annotations

import datetime as dt
import threading

import numpy as np
import pandas as pd
import pytest

import workbench
from workbench import errors


def test_no_second_statement_slips_into_an_explain(shop) -> None:
    for text in (
        "select begin atomic from (select 1 as begin) t; commit; create table public.evil (a int)",
        "select 1; commit",
    ):
        with pytest.raises(errors.StatementError, match=r"[23] statements"):
            shop.explain(text)
    assert shop.query("select to_regclass('public.evil')").rows == ((None,),)


def test_the_server_itself_refuses_a_second_statement(shop) -> None:
    """Should our lexer ever miss one: the extended protocol takes one statement only."""
    from workbench.sql import Statement

    with pytest.raises(errors.SqlError, match="multiple commands"):
        shop._connection.run(Statement("select 1; select 2").bind({}))


def test_copy_that_needs_a_client_is_refused_and_the_connection_lives(shop) -> None:
    for text in ("copy orders from stdin", "copy (select 1) to stdout"):
        with pytest.raises(errors.StatementError, match="COPY"):
            shop.query(text)
    assert shop.query("select 1").rows == ((1,),)


def test_loading_never_ends_the_users_transaction(wb) -> None:
    wb.load("shop", rows=1000)
    wb.query("begin")
    wb.query("create temp table mine as select 1 as a")
    with pytest.raises(errors.BadInput, match="transaction is open"):
        wb.load("shop", rows=2000)
    wb.query("commit")
    assert wb.query("select a from mine").rows == ((1,),)


def test_explain_and_trial_leave_the_users_transaction_open_and_whole(shop) -> None:
    shop.query("begin")
    shop.query("create temp table mine as select 1 as a")
    shop.explain("delete from mine")
    shop.trial("select * from orders where user_id = 3", "create index on orders (user_id)")
    shop.query("commit")
    assert shop.query("select a from mine").rows == ((1,),)


def test_what_lies_in_the_schema_or_hangs_on_it_is_not_dropped(wb) -> None:
    wb.load("shop", rows=1000)
    wb.query("create table shop.notes (a int)")
    wb.query("create view public.report as select * from shop.orders")
    with pytest.raises(errors.BadInput, match="notes") as caught:
        wb.load("shop", rows=2000)
    assert "report" in str(caught.value)
    assert wb.query("select count(*) from orders").rows == ((1000,),)
    wb.query("drop view public.report")
    wb.query("drop table shop.notes")
    assert wb.load("shop", rows=2000).rows["orders"] == 2000


def test_of_two_sessions_that_load_the_same_one_does_the_work(wb) -> None:
    wb.load("shop", rows=1000)
    with workbench.connect() as other:
        loads: list[object] = []
        thread = threading.Thread(target=lambda: loads.append(other.load("shop", rows=3000)))
        thread.start()
        loads.append(wb.load("shop", rows=3000))
        thread.join()
    assert sorted(load.elapsed_s is None for load in loads) == [False, True]
    assert wb.query("select count(*) from orders").rows == ((3000,),)


def test_a_load_that_was_stopped_while_settling_is_only_settled(wb) -> None:
    from workbench.postgres import dataset as store

    wb.load("shop", rows=1000)
    connection = wb._connection
    fingerprint = _fingerprint(1000)
    store._mark(connection, "shop", fingerprint, "settling", store._relations(connection, "shop"))
    wb.query("create table shop.added_meanwhile (a int)")
    before = wb.query("select 'shop.orders'::regclass::oid").rows
    assert wb.load("shop", rows=1000).elapsed_s is not None
    assert wb.query("select 'shop.orders'::regclass::oid").rows == before
    assert wb.load("shop", rows=1000).elapsed_s is None
    with pytest.raises(errors.BadInput, match="added_meanwhile"):
        wb.load("shop", rows=2000)
    wb.query("drop table shop.added_meanwhile")


def _fingerprint(rows: int) -> str:
    from workbench.datagen import find_dataset, fingerprint

    dataset = find_dataset("shop")
    return fingerprint(dataset, rows, dataset.spec.seed)


def test_a_trial_minds_its_own_table_only(shop) -> None:
    with workbench.connect() as other:
        other.query("create table if not exists public.elsewhere (a int primary key)")
        other.query("begin")
        other.query("truncate public.elsewhere")
        trial = shop.trial("select * from orders where user_id = 7", "create index on orders (user_id)")
        other.query("rollback")
    assert trial.built[0].names == ("orders_user_id_idx",)


def test_a_partitioned_table_knows_its_indexes(wb) -> None:
    wb.query("create temp table parted (a int, b int) partition by range (a)")
    wb.query("create temp table parted_1 partition of parted for values from (0) to (50000)")
    wb.query("create temp table parted_2 partition of parted for values from (50000) to (100000)")
    wb.query("insert into parted select g, g from generate_series(0, 99999) g")
    trial = wb.trial("select * from parted where b = 70000", "create index on parted (b)")
    assert trial.used
    assert len(trial.built[0].names) == 3
    assert trial.built[0].size_bytes > 1_000_000


@pytest.mark.parametrize("table", ['"My Orders"', "Ärzte", '"a""b"'])
def test_odd_names_work(wb, table: str) -> None:
    wb.query(f"create temp table {table} as select g as a from generate_series(1, 20000) g")
    assert wb.trial(f"select * from {table} where a = 5", f"create index on {table} (a)").used


@pytest.mark.parametrize("missing", [pd.NaT, pd.NA, np.datetime64("NaT")], ids=repr)
def test_what_is_missing_in_pandas_is_null(wb, missing: object) -> None:
    assert wb.query("select :t::timestamptz is null", t=missing).rows == ((True,),)


def test_values_of_notebooks_arrive(wb) -> None:
    result = wb.query(
        "select :n::int8, :ts::timestamp, :ids::int[], :series::int[], :doc::jsonb->>'a', :np_date::date",
        n=np.int64(5), ts=pd.Timestamp("2024-01-02 03:04:05"), ids=np.array([1, 2]), series=pd.Series([3, 4]),
        doc={"a": "b"}, np_date=np.datetime64("2024-02-29"),
    )  # fmt: skip
    assert result.rows == ((5, dt.datetime(2024, 1, 2, 3, 4, 5), [1, 2], [3, 4], "b", dt.date(2024, 2, 29)),)


@pytest.mark.parametrize("value", ["nul \0", object()], ids=["nul", "object"])
def test_a_value_that_cannot_be_bound_is_named(wb, value: object) -> None:
    with pytest.raises(errors.ParameterError):
        wb.query("select :value", value=value)
    assert wb.query("select 1").rows == ((1,),)


def test_a_numbered_parameter_of_the_user_is_refused(wb) -> None:
    with pytest.raises(errors.ParameterError, match=r"\$1"):
        wb.query("select $1::int + :a::int", a=5)


def test_dates_that_python_cannot_hold_come_as_text(wb) -> None:
    result = wb.query("select 'infinity'::date, '-infinity'::timestamptz, '0044-03-15 BC'::date, '24:00'::time, now()::date")
    *odd, today = result.rows[0]
    assert odd == ["infinity", "-infinity", "0044-03-15 BC", "24:00:00"]
    assert isinstance(today, dt.date)


def test_variables_of_libpq_do_not_mislead_the_embedded_server(monkeypatch: pytest.MonkeyPatch, server: None) -> None:
    for name, value in {
        "PGHOSTADDR": "192.0.2.1",
        "PGPORT": "6666",
        "PGSERVICE": "nowhere",
        "PGOPTIONS": "-c geqo=off",
    }.items():
        monkeypatch.setenv(name, value)
    with workbench.connect() as wb:
        assert wb.query("show geqo").rows == (("on",),)


def test_a_word_named_concurrently_is_only_a_word(wb) -> None:
    assert wb.explain("select 1 as concurrently").root.kind == "Result"
    assert wb.query("; select 1").rows == ((1,),)


def test_the_timeout_may_be_a_number() -> None:
    with workbench.connect(statement_timeout=30_000) as wb:  # type: ignore[arg-type]
        assert wb.query("show statement_timeout").rows == (("30s",),)


def test_a_password_with_an_at_sign_is_not_taken_for_a_host() -> None:
    with pytest.raises(errors.BadInput) as caught:
        workbench.connect("postgresql://u:pa@ss@127.0.0.1:1/d")
    assert "ss@" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
