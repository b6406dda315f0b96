"""fetch brings the very values that row by row come; whatever their type, in the same transaction, however they are bound."""

from __future__ import annotations

import datetime as dt
import decimal
import ipaddress
import json
import math
import uuid
from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

import workbench
from workbench import errors

TYPES = {
    "bool": ["true", "false"],
    "int2": ["-32768", "32767"],
    "int4": ["-2147483648", "2147483647"],
    "int8": ["-9223372036854775808", "9223372036854775807", "0"],
    "oid": ["4294967295", "0"],
    "float4": ["1.1", "'NaN'", "'-Infinity'", "3.4028235e38", "1e-45"],
    "float8": ["0.1", "'NaN'", "'Infinity'", "1.7976931348623157e308", "5e-324", "'-0'"],
    "numeric": ["1.10", "-0.00000000001", "123456789012345678901234567890.5", "0"],
    "numeric(10,2)": ["1.1", "-99999999.99", "0"],
    "numeric(38,0)": ["99999999999999999999999999999999999999"],
    "numeric(60,30)": ["123456789012345678901234567890.123456789012345678901234567891"],
    "money": ["'-1234.50'"],
    "text": ["''", "'null'", "'a,b\"c\nd\re'", r"'\.'", r"'\N'", "'ünï 😀'", "repeat('x', 100000)"],
    "varchar(5)": ["'abc'"],
    "char(5)": ["'ab'"],
    '"char"': ["'x'"],
    "name": ["'n'"],
    "bytea": [r"'\x'", r"'\x00ff5c'", r"'\x2c0a22'"],
    "uuid": ["'00000000-0000-0000-0000-000000000005'"],
    "json": ["""'{"a": [1, 2.50, null], "b": "\\u00e9\\n"}'""", "'null'"],
    "jsonb": ["""'{"a": [1, 2.5, null], "b": "x,y"}'""", "'1e400'"],
    "date": ["'2024-02-29'", "'0001-01-01'", "'9999-12-31'"],
    "time": ["'00:00'", "'23:59:59.999999'", "'12:30:00.5'"],
    "timetz": ["'12:30:00.5+05:30'"],
    "timestamp": ["'2024-02-29 12:30:00.000001'", "'0001-01-01'", "'9999-12-31 23:59:59.999999'", "'2024-01-01 10:00'"],
    "timestamptz": ["'2024-02-29 12:30:00.000001+00'", "'1970-01-01 00:00+05:45'", "'2024-07-01 10:20:30+02'"],
    "interval": ["'0'", "'1 day -00:00:01.5'", "'-3 days +04:05:06.789'", "'100:00:00'", "'-100:00:00.000001'"],
    "int4[]": ["'{}'", "'{1,NULL,3}'", "'[5:6]={1,2}'"],
    "text[]": ["""'{"a,b","c\\"d","e\\\\f",NULL,"NULL","",ü}'""", "'{}'"],
    "numeric[]": ["'{1.1,2.25,-3}'", "'{NULL}'"],
    "float8[]": ["'{NaN,1.5,-Infinity}'"],
    "bool[]": ["'{t,f,NULL}'"],
    "timestamptz[]": ["'{2024-01-01 00:00:00+00,NULL}'"],
    "date[]": ["'{2024-01-01}'"],
    "uuid[]": ["'{00000000-0000-0000-0000-000000000005}'"],
    "jsonb[]": ["""array['{"a": 1}', '[]']::jsonb[]"""],
    "bytea[]": [r"array['\x00ff'::bytea, null]"],
    "inet": ["'10.0.0.1/8'", "'::1'"],
    "cidr": ["'10.0.0.0/8'"],
    "macaddr": ["'08:00:2b:01:02:03'"],
    "int4range": ["'[1,5)'", "'empty'", "'(,)'"],
    "tstzrange": ["'[2024-01-01 00:00+00,)'"],
    "int4multirange": ["'{[1,3),[5,7)}'"],
    "point": ["'(1.5,2)'"],
    "box[]": ["'{(1,1),(0,0);(2,2),(1,1)}'"],
    "bit(3)": ["'101'"],
    "varbit": ["'10101'"],
    "tsvector": ["'a:1 b:2'"],
    "mood": ["'glad'", "'so, so'"],
    "mood[]": ["'{glad,\"so, so\"}'"],
    "pair": ["row(1, 'x,\"y')"],
    "small": ["5"],
}


@pytest.fixture
def typed(wb) -> workbench.Workbench:
    wb.query("begin")
    wb.query("create type mood as enum ('glad', 'so, so')")
    wb.query("create type pair as (a int, b text)")
    wb.query("create domain small as int check (value < 10)")
    wb.query("create temp table hold (x int)")
    return wb


def _seconds(value: Any) -> Any:
    """An interval of arrow in psycopg's way, which counts 30 days to a month."""
    return dt.timedelta(days=value.months * 30 + value.days, microseconds=value.nanoseconds // 1000)


def _as_rows(value: Any, of: type, name: str) -> Any:
    """What fetch gave, as the row has it: the forms differ, the values must not."""
    if isinstance(value, list):
        return value
    if isinstance(value, pa.MonthDayNano):
        return _seconds(value)
    readers: dict[type, Callable[[str], Any]] = {dict: json.loads, uuid.UUID: uuid.UUID}
    if name in ("json", "jsonb") and value is not None:
        return json.loads(value)
    if of in (ipaddress.IPv4Interface, ipaddress.IPv4Network, ipaddress.IPv6Address, ipaddress.IPv4Address):
        return of(value)
    return readers.get(of, lambda same: same)(value)


@pytest.mark.parametrize("name", list(TYPES))
def test_every_type_is_equal_to_the_row_by_row_path(typed, name: str) -> None:
    values = ", ".join(f"(({value})::{name})" for value in [*TYPES[name], "null"])
    sql = f"select v from (values {values}) as t (v)"
    fetched, result = typed.fetch(sql), typed.query(sql)
    assert fetched.columns == result.columns
    assert fetched.notes == ()
    assert fetched.arrow.num_rows == len(result) == fetched.count
    # Whatever Python makes of it, the server must agree: the text of what came is the text of what is there.
    texts = [row[0] for row in typed.query(f"select v::text from ({sql}) t").rows]
    for got, (want,), text in zip(fetched.arrow.column(0).to_pylist(), result.rows, texts, strict=True):
        seen = _as_rows(got, type(want), name)
        if isinstance(got, str):
            assert got == text or seen == want or got.rstrip() == text  # char(n)::text drops its blanks
        elif isinstance(seen, float) and math.isnan(seen):
            assert math.isnan(want)
        elif name == "float4":
            assert got == (None if want is None else float(np.float32(want)))
        elif isinstance(seen, list) and name == "mood[]":  # psycopg knows no type of this database, and leaves its arrays text
            assert (seen, want) == (["glad", "so, so"], text)
        elif isinstance(seen, list):
            assert [_element(one) for one in seen] == [_element(one) for one in want]
        else:
            assert type(seen) is type(want) or name == "bytea"
            assert seen == want


def _element(value: Any) -> Any:
    """Elements of which fetch has the text, and decimals of one scale."""
    if isinstance(value, decimal.Decimal):
        return value.normalize()
    return json.dumps(value) if isinstance(value, dict | list) else str(value)


AWKWARD = {
    "date": (["'2024-02-29'", "'infinity'", "'0044-03-15 BC'"], ["2024-02-29", "infinity", "0044-03-15 BC"]),
    "timestamp": (["'2024-02-29 10:00:00.5'", "'-infinity'"], ["2024-02-29 10:00:00.5", "-infinity"]),
    "timestamptz": (["'2024-02-29 10:00+00'", "'infinity'"], ["2024-02-29 10:00:00+00", "infinity"]),
    "time": (["'10:00'", "'24:00'"], ["10:00:00", "24:00:00"]),
    "numeric": (["1.10", "'NaN'", "'Infinity'"], ["1.10", "NaN", "Infinity"]),
    "numeric(10,2)": (["1.1", "'NaN'"], ["1.10", "NaN"]),
    "interval": (["'1 day'", "'infinity'"], ["1 day", "infinity"]),
    "int4[]": (["'{1}'", "'{{1,2},{3,4}}'"], ["{1}", "{{1,2},{3,4}}"]),
}  # fmt: skip


@pytest.mark.parametrize("name", list(AWKWARD))
@pytest.mark.parametrize("far", [False, True], ids=["one block", "blocks later"])
def test_what_arrow_cannot_hold_is_postgresqls_own_text_and_said(wb, name: str, far: bool, monkeypatch) -> None:
    given, told = AWKWARD[name]
    if far:
        monkeypatch.setattr("workbench.postgres.fetch.BLOCK", 1)
    wb.query("set timezone to 'UTC'")
    fetched = wb.fetch(f"values {', '.join(f'({value}::{name})' for value in given)}")
    assert fetched.arrow.column(0).to_pylist() == told
    (note,) = fetched.notes
    assert note.startswith("column1 (")
    assert "came as text" in note


def test_an_awkward_column_leaves_its_neighbours_alone(wb) -> None:
    fetched = wb.fetch("select 'infinity'::date as a, '2024-01-01'::date as b, 1 as c, 1.5::numeric(3,1) as d, ',' as e")
    assert [str(kind) for kind in fetched.arrow.schema.types] == [
        "string",
        "date32[day]",
        "int32",
        "decimal128(3, 1)",
        "string",
    ]


def test_the_session_time_zone_changes_no_instant(wb) -> None:
    wb.query("set timezone to 'Asia/Kathmandu'")
    (value,) = wb.fetch("select '2024-01-01 00:00:00+00'::timestamptz").arrow.column(0).to_pylist()
    assert value == dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
    assert wb.fetch("select '2024-01-01 20:00+00'::timestamptz::date as d").head(1) == ((dt.date(2024, 1, 2),),)


def test_another_date_style_is_refused_rather_than_misread(wb) -> None:
    wb.query("set datestyle to 'SQL, DMY'")
    with pytest.raises(errors.BadInput, match="set datestyle to iso"):
        wb.fetch("select current_date")
    assert wb.fetch("select 1").head(1) == ((1,),)


VALUES = [
    7, 2**40, 2**70, -1, 1.5, float("inf"), "it's \\ a 'test' $1 :x; --", "", True, None, decimal.Decimal("1.10"),
    dt.date(2024, 2, 29), dt.datetime(2024, 2, 29, 12, tzinfo=dt.UTC), dt.time(12, 30), dt.timedelta(days=3, seconds=1),
    uuid.UUID(int=5), b"\x00\xff'", {"a": [1, "'"]}, [1, 2, None], ["a'b", 'c"d', "e\\f"], [],
]  # fmt: skip


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_a_bound_value_has_the_type_and_text_that_it_has_as_a_parameter(wb, value: object) -> None:
    sql = "select pg_typeof(:v)::text as kind, (:v)::text as text, (:v) is null as missing"
    cast = {str: "text", type(None): "int", list: "int[]" if value in ([], [1, 2, None]) else "text[]"}.get(type(value))
    if cast:  # of its own such a value has no type that pg_typeof could tell
        sql = sql.replace(":v", f":v::{cast}")
    assert wb.fetch(sql, v=value).head(1) == wb.query(sql, v=value).rows


def test_literals_do_not_stick_to_what_stands_beside_them(wb) -> None:
    sql = "select 1 -:n as minus, 2^:n as power, (:list)[1] as first, x.y -- :n\nfrom (select :n as y) x limit :n"
    assert wb.fetch(sql, n=-1 + 2, list=[5, 6]).head(9) == wb.query(sql, n=1, list=[5, 6]).rows
    assert wb.fetch("select 5 - :n as v", n=-1).head(1) == ((6,),)


def test_a_char_parameter_is_not_cut(wb) -> None:
    wb.query("create temp table c (code char(5), bits bit(4))")
    wb.query("insert into c values ('abcde', '1010')")
    assert len(wb.fetch("select 1 from c where code = :code and bits = :bits", code="abcde", bits="1010")) == 1


def test_it_sees_its_own_transaction_and_leaves_it_open(wb) -> None:
    wb.query("begin")
    wb.query("create temp table mine as select generate_series(1, 5) as n")
    fetched = wb.fetch("select * from mine where n > :n", n=2)
    assert len(fetched) == 3
    assert fetched.footer == "transaction open"
    wb.query("rollback")


def test_outside_of_a_transaction_it_leaves_none(wb) -> None:
    fetched = wb.fetch("select 1")
    assert fetched.footer == ""
    assert not wb._connection.in_transaction


def test_what_it_writes_is_committed(wb) -> None:
    wb.query("create temp table w (n int)")
    assert len(wb.fetch("insert into w select generate_series(1, :n) returning n", n=3)) == 3
    assert wb.query("select count(*) from w").rows == ((3,),)


@pytest.mark.parametrize("sql", ["show timezone", "explain select 1", "create table nope (a int)", "vacuum", "begin"])
def test_what_gives_no_rows_is_refused(wb, sql: str) -> None:
    with pytest.raises(errors.StatementError, match="query"):
        wb.fetch(sql)


def test_no_second_statement_slips_through_the_parenthesis(wb) -> None:
    with pytest.raises(errors.SqlError, match="syntax error"):
        wb.fetch("select 1) to stdout (format csv), (select 2")
    with pytest.raises(errors.StatementError):
        wb.fetch("select 1) to stdout; drop table orders; copy (select 1")
    wb.query("set standard_conforming_strings = off")
    with pytest.raises((errors.SqlError, errors.ParameterError)):
        wb.fetch(r"select '\', :x, ' as v", x="'); drop table orders; --")


def test_an_error_points_at_what_the_user_wrote(wb) -> None:
    with pytest.raises(errors.SqlError) as caught:
        wb.fetch("select :long_name::int,\n  nope", long_name=7)
    assert "LINE 2:   nope\n          ^" in str(caught.value)
    with pytest.raises(errors.SqlError, match="division by zero"):
        wb.fetch("select 1 / (n - 50000) from generate_series(1, 100000) n")
    assert wb.query("select 1").rows == ((1,),)


def test_names_twice_odd_and_hostile(wb) -> None:
    fetched = wb.fetch("""select 1 as a, 2 as a, 3 as "<b>", 4 as "?column?", 5 as "it's, "" x" """)
    assert fetched.arrow.column_names == ["a", "a", "<b>", "?column?", "it's, \" x"]
    assert list(fetched.df.columns) == ["a", "a", "<b>", "?column?", "it's, \" x"]


def test_no_columns_no_rows_and_empty_lines(wb) -> None:
    assert (len(wb.fetch("select from generate_series(1, 3)")), len(wb.fetch("select 1 where false"))) == (3, 0)
    assert wb.fetch("select from generate_series(1, 3)").df.shape == (3, 0)
    assert str(wb.fetch("select 1.5::numeric as n where false").arrow.schema.field(0).type) == "decimal128(2, 1)"
    assert wb.fetch("values (null), (''), (null)").arrow.column(0).to_pylist() == [None, "", None]


def test_sixteen_hundred_columns_and_ten_megabytes(wb) -> None:
    wide = wb.fetch("select " + ", ".join(f"{n} as c{n}" for n in range(1600)))
    assert wide.head(1)[0] == tuple(range(1600))
    big = wb.fetch("select n, repeat('ü,', 5000000 / n) as cell from generate_series(1, 3) n")
    assert [len(text) for text in big.arrow.column(1).to_pylist()] == [10_000_000, 5_000_000, 3_333_332]


def test_blocks_are_put_together_in_order(wb, monkeypatch) -> None:
    monkeypatch.setattr("workbench.postgres.fetch.BLOCK", 1000)
    fetched = wb.fetch("select n, 'line\n' || n as t, array[n] as a from generate_series(1, 5000) n")
    assert fetched.arrow.column(0).num_chunks > 10
    assert fetched.arrow.column(0).to_pylist() == list(range(1, 5001))
    assert fetched.arrow.column(2).to_pylist() == [[n] for n in range(1, 5001)]


def test_a_session_in_another_encoding(wb) -> None:
    wb.query("set client_encoding to 'LATIN1'")
    assert wb.fetch("select 'é' || :x as v", x="ü").head(1) == (("éü",),)


def test_bytes_that_are_no_text_are_bytes(wb) -> None:
    wb.query("set client_encoding to 'SQL_ASCII'")
    assert wb.fetch("select chr(233) as v, 1 as n").head(1) == (("é".encode(), 1),)


def test_data_frames_lose_no_digit(wb) -> None:
    df = wb.fetch("select 9007199254740993::int8 as n, true as b union all select null, null order by 1").df
    assert (str(df["n"].dtype), int(df["n"][0])) == ("Int64", 9007199254740993)
    assert str(wb.fetch("select 1::int8 as n").df["n"].dtype) == "int64"
    money = wb.fetch("select 0.1::numeric(30,20) as n union all select 0.2").df["n"]
    assert money.sum() == decimal.Decimal("0.3")


def test_polars(wb) -> None:
    frame = wb.fetch("select 1 as a, 'x' as b, 1.5::numeric(4,2) as c, now() as d").polars
    assert frame.columns == ["a", "b", "c", "d"]
    assert frame["c"][0] == decimal.Decimal("1.50")
    with pytest.raises(errors.BadInput, match="two columns of one name"):
        _ = wb.fetch("select 1 as a, 2 as a").polars
    with pytest.raises(errors.BadInput, match="extract"):
        _ = wb.fetch("select interval '1 day' as i").polars


def test_without_polars_it_says_what_to_install(wb, monkeypatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "polars", None)
    with pytest.raises(errors.MissingCapability, match="pip install polars"):
        _ = wb.fetch("select 1").polars


def test_a_server_that_goes_away_in_the_middle_is_told(wb) -> None:
    with workbench.connect() as victim:
        body = "begin if n = 50000 then perform pg_terminate_backend(pg_backend_pid()); end if; return n; end"
        victim.query(f"create function pg_temp.fall(n int) returns int language plpgsql as $$ {body} $$")
        with pytest.raises(errors.ConnectionLost, match="connect again"):
            victim.fetch("select pg_temp.fall(n) from generate_series(1, 100000) n")
        with pytest.raises(errors.ConnectionLost):
            victim.fetch("select 1")


def test_notices_come_along(wb) -> None:
    wb.query(
        "create function pg_temp.shout(x int) returns int language plpgsql as $$ begin raise notice 'at %', x; return x; end $$"
    )
    assert wb.fetch("select pg_temp.shout(n) from generate_series(1, 2) n").notices == ("NOTICE: at 1", "NOTICE: at 2")


def test_a_row_by_row_result_names_types_instead_of_oids(typed) -> None:
    assert [c.type for c in typed.query("select 'glad'::mood, row(1, 'x')::pair, array['glad'::mood]").columns] == [
        "mood",
        "pair",
        "mood[]",
    ]


@pytest.mark.parametrize(
    "name", sorted(set(TYPES) - {"json", "jsonb", "jsonb[]", "bytea[]", "mood[]", "float4", "interval", "box[]"})
)
def test_a_small_results_arrow_is_of_fetchs_types(typed, name: str) -> None:
    values = ", ".join(f"(({value})::{name})" for value in TYPES[name])
    sql = f"select v from (values {values}) as t (v)"
    small, large = typed.query(sql).arrow, typed.fetch(sql).arrow
    assert small.schema.metadata == large.schema.metadata
    if name.startswith("numeric"):  # a decimal with more digits than it needs is the same decimal
        assert str(small.schema.types[0]).startswith(("decimal", "list<item: decimal", "list<element: decimal"))
    else:
        assert small.schema.types == large.schema.types
    if str(large.schema.types[0]) not in ("string", "float", "double", "list<item: double>"):
        assert small.column(0).to_pylist() == large.column(0).to_pylist()


def test_a_small_result_goes_to_polars_too(wb) -> None:
    assert wb.query("select n, 'x' as t from generate_series(1, 3) n").polars.shape == (3, 2)
    assert wb.query("select 'infinity'::date as d, null::int as n").arrow.to_pylist() == [{"d": "infinity", "n": None}]
