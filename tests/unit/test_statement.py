"""A statement is one statement, knows its kind, and binds its names."""

from __future__ import annotations

import pytest

from workbench.errors import ParameterError, StatementError
from workbench.sql import Statement


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("select 1;", "select 1"),
        ("select 1 ;; -- done", "select 1"),
        ("-- why\nselect 1", "-- why\nselect 1"),
        ("select ';'", "select ';'"),
        ("create function f() returns int begin atomic select 1; select 2; end", None),
    ],
)
def test_the_semicolon_at_the_end_goes(text: str, kept: str | None) -> None:
    assert Statement.of(text).text == (kept or text)


@pytest.mark.parametrize("text", ["", "  \n", "-- only a comment", ";", "/* nothing */;"])
def test_nothing_is_no_statement(text: str) -> None:
    with pytest.raises(StatementError, match="no statement"):
        Statement.of(text)


def test_several_statements_are_refused_with_the_line_of_the_second() -> None:
    with pytest.raises(StatementError) as caught:
        Statement.of("select 1;\n\nselect 2")
    assert "LINE 3: select 2" in str(caught.value)
    assert 3 <= len(str(caught.value).splitlines()) <= 5


def test_binding_gives_numbers_in_order_of_first_use() -> None:
    bound = Statement.of("select :b, :a, :b").bind({"a": 1, "b": 2, "unused": 3})
    assert (bound.sql, bound.values) == ("select $1, $2, $1", (2, 1))


def test_a_missing_value_names_the_parameter_and_a_near_one_but_not_the_namespace() -> None:
    with pytest.raises(ParameterError) as caught:
        Statement.of("select :user_id").bind({"user_ids": 1, "password": "s3cret"})
    assert "No value for :user_id." in str(caught.value)
    assert ":user_ids" in str(caught.value)
    assert "s3cret" not in str(caught.value)
    assert "password" not in str(caught.value)


def test_positions_point_into_what_the_user_wrote() -> None:
    text = "select :long_name, nope"
    bound = Statement.of(text).bind({"long_name": 1})
    assert bound.source_position(bound.sql.index("nope") + 1) == text.index("nope") + 1
    assert bound.source_position(bound.sql.index("$1") + 2) == text.index(":long_name") + 1


@pytest.mark.parametrize(
    ("text", "sql", "unknown"),
    [
        ("select * from t where a = :a and b = :b and c = :a", "select * from t where a = $1 and b = $2 and c = $1", 2),
        ("select * from t where a = $2 or a = $11 -- $12", "select * from t where a = $2 or a = $11 -- $12", 11),
        ("select '$1', $$ $2 $$, a::int from t", "select '$1', $$ $2 $$, a::int from t", 0),
    ],
)
def test_without_values_it_is_a_generic_statement(text: str, sql: str, unknown: int) -> None:
    bound = Statement.of(text).generic()
    assert (bound.sql, bound.values, bound.unknown) == (sql, (), unknown)
    assert "".join(piece for piece, _ in bound.pieces) == sql == bound.statement.text
    assert bound.source_position(sql.index("from") + 1) == sql.index("from") + 1


def test_with_values_nothing_is_unknown() -> None:
    assert Statement.of("select :a, '$7'").bind({"a": 1}).unknown == 0


def test_a_character_of_code_zero_is_refused_not_cut_at() -> None:
    with pytest.raises(StatementError, match="code zero"):
        Statement.of("select * from orders where id = 1\0 and user_id = 2")


def test_a_number_that_no_parameter_has_is_refused() -> None:
    with pytest.raises(ParameterError, match="65535 is the last"):
        Statement.of("select * from orders limit $99999999999").generic()


def test_names_and_numbers_are_not_mixed() -> None:
    with pytest.raises(ParameterError, match=r"both :names and \$1"):
        Statement.of("select :a, $1").generic()


@pytest.mark.parametrize(
    ("text", "explainable"),
    [
        ("select 1", True),
        ("(select 1) union (select 2)", True),
        ("with x as (select 1) select * from x", True),
        ("/* hi */ update t set a = 1", True),
        ("create table t as select 1", True),
        ("create index on t (a)", False),
        ("vacuum t", False),
        ("grant select on t to u", False),
    ],
)
def test_it_knows_whether_explain_takes_it(text: str, explainable: bool) -> None:
    assert Statement.of(text).explainable is explainable


@pytest.mark.parametrize(
    "text", ["vacuum", "create database d", "create unique index concurrently i on t (a)", "alter system set a = 1"]
)
def test_it_knows_what_refuses_a_transaction(text: str) -> None:
    assert Statement.of(text).needs_autocommit
