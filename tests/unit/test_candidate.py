"""A candidate is a CREATE INDEX that can be rolled back."""

from __future__ import annotations

import pytest

from workbench.catalog import IndexKey
from workbench.errors import StatementError
from workbench.indexes.candidate import Candidate


@pytest.mark.parametrize(
    ("ddl", "table"),
    [
        ("create index on orders (user_id)", ("orders",)),
        ("CREATE UNIQUE INDEX i ON Shop.Orders USING btree (lower(email) text_pattern_ops)", ("shop", "orders")),
        ('create index "on" on only "My ""T""" (a) where b = \'on x\'', ('My "T"',)),
        ("create index if not exists i on t (a) include (b) with (fillfactor = 70)", ("t",)),
        ("create /* on x */ index on t (a desc nulls last);", ("t",)),
    ],
)
def test_it_knows_its_table(ddl: str, table: tuple[str, ...]) -> None:
    assert Candidate.of(ddl).table == table


@pytest.mark.parametrize(
    "ddl",
    [
        "select 1",
        "drop index i",
        "create table t (a int)",
        "create index",
        "create index concurrently on t (a)",
        "create index on",
    ],
)
def test_anything_else_is_refused_in_a_few_lines(ddl: str) -> None:
    with pytest.raises(StatementError) as caught:
        Candidate.of(ddl)
    assert 2 <= len(str(caught.value).splitlines()) <= 5


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("create index on t (a)", "CREATE INDEX i ON T USING btree (A ASC NULLS LAST)"),
        ("create index on t (lower(mail))", "create index on t (lower((Mail)::text))"),
        ("create index on t (a) include (b, c)", "create index on t (a) include (c, b)"),
        ("create index on t (a) where b = 'x'", "create index on t (a) where (b = 'x'::text)"),
        ("create index on t (a desc)", "create index on t (a desc nulls first)"),
    ],
)
def test_what_means_the_same_is_equal(one: str, other: str) -> None:
    assert Candidate.of(one) == Candidate.of(other)
    assert len({Candidate.of(one), Candidate.of(other)}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("create index on t (a, b)", "create index on t (b, a)"),
        ("create index on t (a)", "create unique index on t (a)"),
        ("create index on t (a)", "create index on t (a text_pattern_ops)"),
        ("create index on t (a)", "create index on t (a) where b = 'x'"),
        ("create index on t (a) where b = 'x'", "create index on t (a) where b = 'X'"),
        ("create index on t (a)", "create index on t (a nulls first)"),
        ("create index on t (a)", 'create index on "T" (a)'),
        ("create index on t (a)", "create index on t (a) with (fillfactor = 70)"),
        ("create index on t (a b c d)", "create index on t (a b c e)"),
    ],
)
def test_what_means_something_else_differs(one: str, other: str) -> None:
    assert Candidate.of(one) != Candidate.of(other)


def test_a_made_one_is_the_one_that_is_read_from_its_ddl() -> None:
    keys = (
        IndexKey("user", "user", "", True, descending=True, nulls_first=True),
        IndexKey("lower(mail)", None, "text_pattern_ops", False, "C", nulls_first=True),
    )
    made = Candidate.made(("shop", "Orders"), keys, include=("Total",), predicate="status = 'it''s'")
    assert made.ddl == (
        'create index on shop."Orders" ("user" desc, lower(mail) collate "C" text_pattern_ops nulls first) '
        "include (\"Total\") where status = 'it''s'"
    )
    assert Candidate.of(made.ddl) == made
