"""What a statement is likely to read: all that is worth a question, and little else."""

from __future__ import annotations

from tests.catalogs import CATALOG
from workbench.indexes import Candidate, Size
from workbench.indexes.likely import likely
from workbench.indexes.usage import uses
from workbench.sql import Statement

BY_USER = "create index on orders (user_id)"
WITH_TOTAL = "create index on orders (user_id) include (total)"
WITH_TOTAL_AND_STATUS = "create index on orders (user_id) include (status, total)"
WITH_ALL = "create index on orders (user_id) include (created_at, status, total)"
BY_STATUS = "create index on orders (status)"
PENDING = "create index on orders (user_id) where status = 'pending'"
BY_DAY = "create index on orders (date_trunc('day', created_at))"
OFFERED = {
    Candidate.of(ddl): Size(pages, 0.0)
    for pages, ddl in enumerate([BY_USER, WITH_TOTAL, WITH_TOTAL_AND_STATUS, WITH_ALL, BY_STATUS, PENDING, BY_DAY])
}


def found(*statements: str) -> list[set[str]]:
    given = [(uses(Statement.of(sql), CATALOG), list(OFFERED)) for sql in statements]
    return [{candidate.ddl for candidate in one} for one in likely(given, OFFERED)]


def test_of_what_is_alike_the_smallest_and_the_smallest_that_holds_all_that_is_read() -> None:
    assert found("select total from orders where user_id = 7") == [{BY_USER, WITH_TOTAL}]
    assert found("select status, total from orders where user_id = 7") == [{BY_USER, WITH_TOTAL_AND_STATUS, BY_STATUS, PENDING}]


def test_where_none_holds_all_that_is_read_the_smallest_is_left() -> None:
    assert found("select * from orders where user_id = 7") == [{BY_USER}]
    assert found("select note from orders where user_id = 7") == [{BY_USER}]


def test_keys_and_predicates_over_columns_that_it_does_not_name_are_left_out() -> None:
    assert found("select count(*) from orders where date_trunc('day', created_at) = '2025-01-01'") == [{BY_DAY}]
    assert found("select id from orders where user_id = 7 and status = 'pending'") == [{BY_USER, BY_STATUS, PENDING}]


def test_each_use_of_a_table_has_its_own() -> None:
    sql = "select a.total from orders a join orders b on b.user_id = a.user_id where b.status = 'paid'"
    assert found(sql) == [{BY_USER, WITH_TOTAL, WITH_TOTAL_AND_STATUS, BY_STATUS, PENDING}]


def test_one_that_names_no_column_may_read_any() -> None:
    assert found("select count(*) from orders") == [{BY_USER, BY_STATUS, PENDING, BY_DAY}]


def test_nothing_is_left_out_where_the_use_is_not_known() -> None:
    (everything,) = likely([((), list(OFFERED))], OFFERED)
    assert everything == set(OFFERED)
    other = uses(Statement.of("select * from tiny"), CATALOG)
    assert list(likely([(other, list(OFFERED))], OFFERED)) == [everything]


def test_each_statement_has_its_own() -> None:
    assert found("select total from orders where user_id = 7", "select 1 from orders where status = 'paid'") == [
        {BY_USER, WITH_TOTAL},
        {BY_STATUS},
    ]
