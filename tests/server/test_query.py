"""Statements, values and errors, against the server."""

from __future__ import annotations

import datetime as dt
import decimal
import os
import signal
import threading
import time
import uuid

import pytest

import workbench
from workbench import errors


@pytest.mark.parametrize(
    "value",
    [7, 2**40, 1.5, "it's; drop table x --", True, decimal.Decimal("1.10"), dt.date(2024, 2, 29), uuid.UUID(int=5), None],
    ids=repr,
)
def test_values_arrive_as_they_are(wb, value: object) -> None:
    cast = {bool: "bool", int: "int8", float: "float8", dt.date: "date", uuid.UUID: "uuid", decimal.Decimal: "numeric"}
    assert wb.query(f"select :v::{cast.get(type(value), 'text')} as v", v=value).rows == ((value,),)


def test_lists_are_arrays(wb) -> None:
    assert wb.query("select n from generate_series(1, 9) n where n = any(:ids)", ids=[2, 3]).rows == ((2,), (3,))


def test_what_looks_like_a_parameter_is_left_alone(wb) -> None:
    result = wb.query("""select '{"a":1}'::jsonb->>'a', (array[1,2,3])[1:2], '12:30'::time, $$ :x $$, :real -- :y""", real="r")
    assert result.rows == (("1", [1, 2], dt.time(12, 30), " :x ", "r"),)


def test_a_data_frame_keeps_names_even_twice(wb) -> None:
    assert list(wb.query("select 1 as a, 2 as a").df.columns) == ["a", "a"]


def test_notices_and_row_counts_come_along(wb) -> None:
    result = wb.query("do $$ begin raise notice 'hello %', 1; end $$")
    assert result.notices == ("NOTICE: hello 1",)
    assert wb.query("create temp table t as select generate_series(1, 5)").command == "SELECT 5"


WRONG = [
    ("select *\nfrom nowhere", errors.SqlError, "42P01", "LINE 2: from nowhere\n             ^"),
    ("selec 1", errors.SqlError, "42601", "LINE 1: selec 1\n        ^"),
    ("select\t:long_name::int, nope", errors.SqlError, "42703", "LINE 1: select :long_name::int, nope\n" + " " * 32 + "^"),
    ("select :long_name::int + 'x'", errors.SqlError, "22P02", "LINE 1"),
    ("select 1 / 0", errors.SqlError, "22012", "nullif"),
    ("do $$ begin raise exception using errcode = '53100', message = 'could not extend file: No space left'; end $$",
     errors.OutOfResources, "53100", "free some disk"),
    ("create table pg_catalog.x (a int)", errors.AccessDenied, "42501", "privilege"),
]  # fmt: skip


@pytest.mark.parametrize(("sql", "kind", "code", "shown"), WRONG, ids=[code for *_, code, _ in WRONG])
def test_an_error_is_short_and_points_at_the_place(wb, sql: str, kind: type, code: str, shown: str) -> None:
    with pytest.raises(kind) as caught:
        wb.query(sql, long_name=1)
    assert caught.value.sqlstate == code
    assert shown in str(caught.value)
    assert 2 <= len(caught.value._render_traceback_()) <= 5
    assert wb.query("select 1").rows == ((1,),)


def test_permission_denied(wb) -> None:
    wb.query("create table if not exists public.private as select 1 as a")
    wb.query("do $$ begin create role nobody_special; exception when duplicate_object then null; end $$")
    wb.query("set role nobody_special")
    with pytest.raises(errors.AccessDenied, match="permission denied for table private"):
        wb.query("select * from public.private")


def test_a_real_limit_of_temporary_disk(wb) -> None:
    wb.query("set temp_file_limit = '1MB'")
    wb.query("set work_mem = '64kB'")
    with pytest.raises(errors.OutOfResources, match="temp_file_limit"):
        wb.query("select g from generate_series(1, 500000) g order by random()")


def test_stop_comes_back_within_a_second_and_leaves_the_connection_usable(wb) -> None:
    threading.Timer(0.5, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
    began = time.monotonic()
    with pytest.raises(workbench.Cancelled, match="cancelled the statement"):
        wb.query("select pg_sleep(30)")
    assert time.monotonic() - began < 1.5
    assert wb.query("select 1").rows == ((1,),)
    assert wb.query("select count(*) from pg_stat_activity where query like '%pg_sleep(30)%' and state = 'active' "
                    "and pid <> pg_backend_pid()").rows == ((0,),)  # fmt: skip


def test_cancelled_is_no_ordinary_exception() -> None:
    """`except Exception` in a loop must not swallow Stop."""
    assert not issubclass(workbench.Cancelled, Exception)


def test_a_server_that_is_gone_is_told_and_a_new_connection_works(wb) -> None:
    with workbench.connect() as victim:
        pid = victim.query("select pg_backend_pid()").rows[0][0]
        wb.query("select pg_terminate_backend(:pid)", pid=pid)
        with pytest.raises(errors.ConnectionLost) as caught:
            victim.query("select 1")
        assert "connect again" in str(caught.value)
        with pytest.raises(errors.ConnectionLost):
            victim.query("select 1")
    with workbench.connect() as fresh:
        assert fresh.query("select 1").rows == ((1,),)
