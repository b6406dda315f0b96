"""A candidate is a CREATE INDEX that can be rolled back."""

from __future__ import annotations

import pytest

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
