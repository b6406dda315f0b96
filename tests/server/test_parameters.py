"""The server sees what was meant: thousands of generated statements, evaluated by PostgreSQL; and each kind of value."""

from __future__ import annotations

import datetime as dt
import decimal
import random
import uuid
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from psycopg import sql

from workbench import errors
from workbench.sql import Statement
from workbench.sql.statement import quoted_name

STATEMENTS = 5000
# What has ever been taken for something else.
PIECES = [
    ":a", ":p1", "::", "::int", ":=", ":", "'", '"', "$$", "$t$", "$1", "--", "/*", "*/", "\\", ";", "[1:2]", "[:n]",
    "{\"a\":1}", "%s", "%(a)s", "{x}", "\n", "\t", " ", "ü", "😀", "e'", "U&'", "$", "?", "@", "#", "x", "0", "E", "null", ")",
    "(", ",",
]  # fmt: skip


class Generator:
    """Expressions of type text with the text that each must give, and the values of the parameters in them."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.values: dict[str, Any] = {}

    def statement(self) -> tuple[str, dict[str, Any], tuple[str, ...]]:
        self.values = {}
        made = [self.random.choice(FRAGMENTS)(self) for _ in range(self.random.randint(1, 5))]
        columns = f"{self.gap()},{self.gap()}".join(f"({text}{self.gap()})" for text, _ in made)
        return f"{self.gap()}select{self.gap()}{columns}{self.gap()}", self.values, tuple(want for _, want in made)

    def text(self) -> str:
        return "".join(self.random.choices(PIECES, k=self.random.randint(0, 6)))

    def name(self, value: Any) -> str:
        name = self.random.choice(["a", "n", "p1", "_x", "ünï", "Name", "select", "t", "e", "u"]) + str(len(self.values))
        self.values[name] = value
        return name

    def parameter(self, value: Any) -> str:
        return f":{self.name(value)}"

    def gap(self) -> str:
        """Space, or what counts as space."""
        inside = self.text().replace("*/", "").replace("/*", "").replace("*", "").replace("/", "")
        line = self.text().replace("\n", "")
        return self.random.choice([" ", "\n", " \t ", f" /*{inside}*/ ", f" /* :no /*{inside}*/ ' */ ", f" --{line}\n"])

    # Constants, in each way to write them


def plain(g: Generator) -> tuple[str, str]:
    text = g.text()
    return literal(text), text


def continued(g: Generator) -> tuple[str, str]:
    first, second = g.text(), g.text()
    return f"{literal(first)}  \n {literal(second)}", first + second


def escaped(g: Generator) -> tuple[str, str]:
    text = g.text()
    quote = g.random.choice(["\\'", "''"])
    body = text.replace("\\", "\\\\").replace("'", quote).replace("\n", "\\n").replace("ü", "\\u00fc")
    return f"{g.random.choice('eE')}'{body}'", text


def unicode_escaped(g: Generator) -> tuple[str, str]:
    text = g.text()
    body = text.replace("\\", "\\\\").replace("'", "''").replace(":", "\\003a").replace("😀", "\\+01f600")
    return f"{g.random.choice('uU')}&'{body}'", text


def dollars(g: Generator) -> tuple[str, str]:
    tag = g.random.choice(["", "t", "body", "ü", "_1"])
    text = (g.text() + " ").replace(f"${tag}$", "")
    while f"${tag}$" in text:
        text = text.replace(f"${tag}$", "")
    return f"${tag}${text}${tag}$", text


def number(g: Generator) -> tuple[str, str]:
    value = g.random.choice(["1", "1.5", ".5", "1e3", "0x1F", "1_000"])
    want = {"1e3": "1000", "0x1F": "31", ".5": "0.5", "1_000": "1000"}.get(value, value)
    return f"{value}::{g.random.choice(['numeric', 'decimal'])}::text", want


def column(g: Generator) -> tuple[str, str]:
    name = "c" + g.text().replace("\0", "")
    quoted = '"' + name.replace('"', '""') + '"'
    return f"select x.{quoted} from (select {literal('it')} as {quoted}) x", "it"


# Parameters, wherever an expression may stand


def parameter(g: Generator) -> tuple[str, str]:
    text = g.text()
    form = g.random.choice(["{}::text", "cast({} as text)", "({})::text", "{} :: text", "''||{}", "concat({}::text)"])
    return form.format(g.parameter(text)), text


def twice(g: Generator) -> tuple[str, str]:
    text = g.text()
    name = g.parameter(text)
    return f"{name}::text||{literal(':')}||{name}::text", f"{text}:{text}"


def arithmetic(g: Generator) -> tuple[str, str]:
    a, b = g.random.randint(-9, 9), g.random.randint(1, 9)
    sign, want = g.random.choice([("-", a - b), ("*", a * b), ("- -", a + b), ("+", a + b)])
    return f"({g.parameter(a)}::int{sign}{g.parameter(b)}::int)::text", str(want)


def cast_to_name(g: Generator) -> tuple[str, str]:
    value = g.random.randint(0, 99)
    return f"""{g.parameter(value)}::"int4"::pg_catalog.text""", str(value)


LIST = "select array['a','b','c','d','e'] as list"


def slices(g: Generator) -> tuple[str, str]:
    lower, upper = g.random.randint(1, 3), g.random.randint(3, 5)
    subscript = g.random.choice([
        f"[{lower}:{upper}]", f"[ {lower} : {upper} ]", f"[({g.parameter(lower)}):({g.parameter(upper)})]",
        f"[({g.parameter(lower)}):{upper}]", "[s.lo:s.hi]", "[s.lo :s.hi]",
    ])  # fmt: skip
    text = "".join("abcde"[lower - 1 : upper])
    return (
        f"select array_to_string((s.list){subscript}, '') from ({LIST}, {lower} as lo, {upper} as hi) s",
        text,
    )


def open_slices(g: Generator) -> tuple[str, str]:
    upper = g.random.randint(1, 5)
    at = g.random.choice([f"[:{upper}]", "[:hi]", "[ :hi]", "[:/* :no */hi]"])
    return f"select array_to_string(list{at}, '') from ({LIST}, {upper} as hi) s", "abcde"[:upper]


def constructed(g: Generator) -> tuple[str, str]:
    one, two = g.text(), g.text()
    return f"(array[{g.parameter(one)}, {g.parameter(two)},'x'])[{g.random.choice(['2', '(1+1)'])}]::text", two


def subscripted(g: Generator) -> tuple[str, str]:
    place = g.random.randint(1, 3)
    return f"(array[['a','b','c']])[1][({g.parameter(place)})]", "abc"[place - 1]


def json_key(g: Generator) -> tuple[str, str]:
    return f"""'{{"k":{{":x":"v :y"}}, "a":[1,":z"]}}'::jsonb -> 'k' ->>{g.parameter(":x")}""", "v :y"


def json_path(g: Generator) -> tuple[str, str]:
    return f"""('{{"a":[1,{{"b":":z"}}]}}'::jsonb #>>{g.parameter(["a", "1", "b"])}::text[])""", ":z"


def json_sign(g: Generator) -> tuple[str, str]:
    return f"""('{{"a":1}}'::jsonb ?{g.gap()}{g.parameter("a")})::text""", "true"


def json_value(g: Generator) -> tuple[str, str]:
    text = g.text()
    return f"({g.parameter({'k': [text]})}::jsonb #>> '{{k,0}}')", text


def named_argument(g: Generator) -> tuple[str, str]:
    days = g.random.randint(1, 9)
    sign = g.random.choice([":=", " := ", "=>"])
    return f"justify_hours(make_interval(hours{sign}{g.parameter(days)} * 24))::text", f"{days} day{'s' * (days > 1)}"


def any_of(g: Generator) -> tuple[str, str]:
    texts = [g.text() for _ in range(3)]
    kind = g.random.choice([list, tuple, np.array, pd.Series])
    return f"({literal(texts[1])} = any({g.parameter(kind(texts))}))::text", "true"


def identifier(g: Generator) -> tuple[str, str]:
    name = "c" + g.text()
    variable = g.name(name)
    return f"""select x.:"{variable}" from (select {literal("it")} as :"{variable}") x""", "it"


def type_by_name(g: Generator) -> tuple[str, str]:
    return """'7'::"int4"::text || '12:30'::time::text""", "712:30:00"


def literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


FRAGMENTS: list[Callable[[Generator], tuple[str, str]]] = [
    plain, continued, escaped, unicode_escaped, dollars, number, column, parameter, parameter, twice, arithmetic, cast_to_name,
    slices, open_slices, constructed, subscripted, json_key, json_path, json_sign, json_value, named_argument, any_of,
    identifier, type_by_name,
]  # fmt: skip


@pytest.mark.parametrize("part", range(5))
def test_the_server_sees_what_was_meant(wb, part: int) -> None:
    wb.query("begin")  # one transaction is quicker
    for seed in range(part * STATEMENTS // 5, (part + 1) * STATEMENTS // 5):
        text, values, want = Generator(seed).statement()
        try:
            (got,) = wb.query(text, **values).rows
        except errors.WorkbenchError as error:
            pytest.fail(f"seed {seed}: {text!r} with {values!r}: {error}")
        assert got == want, f"seed {seed}: {text!r} with {values!r}"


def test_fetch_sees_the_same(wb) -> None:
    wb.query("begin")
    for seed in range(300):
        text, values, want = Generator(seed).statement()
        assert wb.fetch(text, **values).head(2) == (want,), f"seed {seed}: {text!r} with {values!r}"


def test_every_generated_piece_is_used() -> None:
    """A generator that makes only easy statements would prove little."""
    texts = [Generator(seed).statement()[0] for seed in range(500)]
    for piece in PIECES:
        assert sum(piece in text for text in texts) > 10, piece
    assert sum(bool(Statement.of(text).parameters) for text in texts) > 250


NOW = dt.datetime(2024, 2, 29, 12, 30, 0, 123456)
ARRIVE = [
    (pd.Timestamp(NOW), "timestamp", NOW),
    (pd.Timestamp("2024-02-29 12:30:00.123456789"), "timestamp", NOW),
    (pd.Timestamp(NOW, tz="UTC"), "timestamptz", NOW.replace(tzinfo=dt.UTC)),
    (pd.Timedelta(days=1, seconds=1), "interval", dt.timedelta(days=1, seconds=1)),
    (np.datetime64(NOW), "timestamp", NOW),
    (np.datetime64("2024-02-29"), "timestamp", dt.datetime(2024, 2, 29)),
    (np.timedelta64(5, "s"), "interval", dt.timedelta(seconds=5)),
    (pd.NaT, "timestamp", None),
    (pd.NA, "int", None),
    (np.datetime64("NaT"), "timestamp", None),
    (np.int64(2**40), "int8", 2**40),
    (np.int8(-5), "int", -5),
    (np.uint64(2**63), "numeric", 2**63),
    (np.float64(0.1), "float8", 0.1),
    (np.float32(0.5), "float4", 0.5),
    (np.bool_(True), "bool", True),
    (np.str_("it's"), "text", "it's"),
    (np.array(7), "int", 7),
    (decimal.Decimal("1.10"), "numeric", decimal.Decimal("1.10")),
    (uuid.UUID(int=5), "uuid", uuid.UUID(int=5)),
    ((1, 2), "int[]", [1, 2]),
    (range(3), "int[]", [0, 1, 2]),
    ({7}, "int[]", [7]),
    (frozenset(), "int[]", []),
    (np.array([1, 2]), "int[]", [1, 2]),
    (np.array([[1, 2], [3, 4]]), "int[]", [[1, 2], [3, 4]]),
    (np.array([0.5, np.nan]), "text", "{0.5,NaN}"),
    (np.array(["2024-02-29", "NaT"], "datetime64[ns]"), "timestamp[]", [dt.datetime(2024, 2, 29), None]),
    (pd.Series([1, None], dtype="Int64"), "int[]", [1, None]),
    (pd.Series([pd.Timestamp(NOW), pd.NaT]), "timestamp[]", [NOW, None]),
    (pd.Series([pd.Timestamp(NOW, tz="UTC")]), "timestamptz[]", [NOW.replace(tzinfo=dt.UTC)]),
    (pd.Series(["a'b", None]), "text[]", ["a'b", None]),
    (pd.Series(["a", "b"], dtype="category"), "text[]", ["a", "b"]),
    (pd.Index([1, 2]), "int[]", [1, 2]),
    (pa.array([1, None]), "int[]", [1, None]),
    ([1, 2.5, None], "float8[]", [1.0, 2.5, None]),
    ([1, decimal.Decimal("2.5")], "numeric[]", [1, decimal.Decimal("2.5")]),
    ([dt.date(2024, 2, 29), None], "date[]", [dt.date(2024, 2, 29), None]),
    ([uuid.UUID(int=1)], "uuid[]", [uuid.UUID(int=1)]),
    ([decimal.Decimal("1.5")], "numeric[]", [decimal.Decimal("1.5")]),
    ({"a": [1, None]}, "jsonb", {"a": [1, None]}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "kind", "want"), ARRIVE, ids=[f"{type(v).__name__}-{k}-{i}" for i, (v, k, _) in enumerate(ARRIVE)]
)
def test_a_value_arrives_as_what_it_is(wb, value: object, kind: str, want: object) -> None:
    assert wb.query(f"select :v::{kind}", v=value).rows == ((want,),)
    assert wb.query(f"select :v::{kind} is null", v=value).rows == ((want is None,),)


REFUSED = [
    ("a\0b", "NUL"), (["a\0"], "NUL"), ("\ud800", "surrogate"), (pd.DataFrame({"a": [1]}), "table"),
    ([1, "a"], "several types"), (object(), "can't be sent"), (len, "can't be sent"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "told"), REFUSED, ids=[told + str(i) for i, (_, told) in enumerate(REFUSED)])
def test_what_has_no_counterpart_is_refused_by_name(wb, value: object, told: str) -> None:
    with pytest.raises(errors.ParameterError, match=told) as caught:
        wb.query("select :secret_name::text", secret_name=value)
    assert 2 <= len(caught.value.lines()) <= 5
    assert wb.query("select 1").rows == ((1,),)


@pytest.mark.parametrize("name", ["t", "T x", 'a"b', "it's; drop table x --", "ü😀", "$1", "\\", "%s"])
def test_a_name_is_quoted_as_psycopg_quotes(wb, name: str) -> None:
    assert quoted_name("v", name) == sql.Identifier(name).as_string()
    assert wb.query('select 1 as :"v"', v=name).columns[0].name == name


def test_a_list_is_a_qualified_name(wb) -> None:
    assert wb.query('select count(*) > 0 from :"t"', t=["pg_catalog", "pg_class"]).rows == ((True,),)
    assert wb.fetch('select count(*) > :n from :"t"', t=("pg_catalog", "pg_class"), n=0).head(1) == ((True,),)


@pytest.mark.parametrize("value", ["", 7, None, [], ["a", 1], "a\0"])
def test_what_is_no_name_is_refused(wb, value: object) -> None:
    with pytest.raises(errors.ParameterError, match="is no name"):
        wb.query('select 1 as :"v"', v=value)


def test_a_missing_name_is_told_with_a_near_one() -> None:
    with pytest.raises(errors.ParameterError, match=r"No value for :tabel\.\nDid you mean :table\?"):
        Statement.of('select * from :"tabel"').bind({"table": "x"})


def test_psqls_quoted_value_is_refused_with_the_way_out(wb) -> None:
    with pytest.raises(errors.ParameterError, match="write :name"):
        wb.query("select :'v'", v=1)
    assert wb.query("select (array[1,2])[1:'2']").rows == (([1, 2],),)


def test_in_with_a_list_says_what_to_write(wb) -> None:
    with pytest.raises(errors.SqlError) as caught:
        wb.query("select 1 where 1 in :ids", ids=[1])
    assert 'syntax error at or near ":ids"' in str(caught.value)
    assert "write = any(:ids) instead of in :ids." in str(caught.value)


def test_an_error_points_behind_a_long_identifier(wb) -> None:
    with pytest.raises(errors.SqlError) as caught:
        wb.query('select 1 as :"v", nope', v="x" * 40)
    assert 'LINE 1: select 1 as :"v", nope\n' + " " * 26 + "^" in str(caught.value)
