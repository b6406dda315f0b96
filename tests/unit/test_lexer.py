"""The lexer tells a parameter from everything else that has a colon in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.sql import Statement
from workbench.sql.lexer import tokens

CASES = [
    ("select :a", ["a"]),
    ("select :a::int", ["a"]),
    ("select a::int, b :: text", []),
    ('select \'{"a":1, "b": :x}\'::jsonb', []),
    ("select doc->'a'->>:key, doc #> :path, doc @> '{\"k\": 1}'", ["key", "path"]),
    ("select x[1:2], x[:2], x[2:], x[lo:hi], x[:n], x[1 :n]", []),
    ("select x[(:n)], x[(:lo):(:hi)]", ["n", "lo", "hi"]),
    ("select array[:a, :b], array[[:c], [:d]]", ["a", "b", "c", "d"]),
    ("select x[(array[:a])[1]:2]", ["a"]),
    ("select f(x := :v)", ["v"]),
    ("select $$ :no $$, $tag$ :no $$ :no $tag$, :yes", ["yes"]),
    (r"select e'\':no', E'it''s :no', :yes", ["yes"]),
    ("select e'a'\n  'b\\' :no', :yes", ["yes"]),
    (r"select 'back\', :yes", ["yes"]),
    ("select U&'d!0061 :no' uescape '!', u&\"d :no\", :yes", ["yes"]),
    ("select 'it''s :no', \"a\"\" :no\", :yes", ["yes"]),
    ("select 1 -- :no\n, :yes", ["yes"]),
    ("select /* :no /* :no */ :no */ :yes", ["yes"]),
    ("select 1 /* :no", []),
    ("select ':no", []),
    ("select :ünicode, :a1, :_b", ["ünicode", "a1", "_b"]),
    ("select :a, :b, :a", ["a", "b"]),
    ("select 10::numeric / 2, '12:30'::time, now() at time zone :tz", ["tz"]),
    ("select a?:b", ["b"]),
]


@pytest.mark.parametrize(("text", "names"), CASES, ids=[text for text, _ in CASES])
def test_parameters_are_found_and_nothing_else(text: str, names: list[str]) -> None:
    assert list(Statement(text).parameters) == names


@given(st.text())
def test_tokens_lose_nothing(text: str) -> None:
    assert "".join(token.text for token in tokens(text)) == text


PIECES = st.sampled_from(
    [
        "select",
        " ",
        "\n",
        ":a",
        "::int",
        "'",
        "''",
        '"',
        "$$",
        "$t$",
        "--",
        "/*",
        "*/",
        "[",
        "]",
        "(",
        ")",
        ":",
        "\\",
        "e'",
        ";",
        ",",
    ]
)


@given(st.lists(PIECES).map("".join))
def test_any_mix_of_quotes_and_colons_is_cut_without_loss(text: str) -> None:
    found = list(tokens(text))
    assert "".join(token.text for token in found) == text
    assert [token.start for token in found] == [sum(map(len, (t.text for t in found[:i]))) for i in range(len(found))]


@given(st.text(alphabet="ab:'\"\\ $", max_size=20))
def test_a_quoted_string_hides_whatever_it_holds(inside: str) -> None:
    quoted = inside.replace("'", "''")
    assert Statement(f"select '{quoted}', :real").parameters == ("real",)
