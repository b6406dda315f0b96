"""EXPLAIN ANALYZE for real: right about the statement, and nothing is left."""

from __future__ import annotations

import pytest

from workbench import errors

PENDING = "select * from orders where user_id = :u and status = 'pending' order by created_at desc limit 20"


def test_the_plan_counts_what_the_query_counts(shop) -> None:
    plan = shop.explain("select * from orders where user_id = :u and status = 'pending'", u=7)
    (matching,) = shop.query("select count(*) from orders where user_id = 7 and status = 'pending'").rows[0]
    assert plan.root.kind == "Seq Scan"
    assert plan.root.rows == matching
    assert plan.root.rows_removed == 20_000 - matching
    assert plan.rolled_back
    assert plan.root.buffers.touched > 0


def test_findings_come_with_it(shop) -> None:
    assert [finding.rule for finding in shop.explain(PENDING, u=7).findings][:1] == ["seq-scan-discards"]


@pytest.mark.parametrize(
    "sql",
    [
        "insert into orders (id, user_id, status, created_at, total) values (-1, 1, 'pending', now(), 1) returning id",
        "update orders set total = 0",
        "delete from order_items",
        "merge into orders o using customers c on o.user_id = c.id when matched then update set total = 0",
        "create table made as select * from orders",
    ],
    ids=lambda sql: sql.split()[0],
)
def test_writes_are_undone(shop, sql: str) -> None:
    state = "select (select sum(total) from orders), (select count(*) from orders), (select count(*) from order_items)"
    before = shop.query(state).rows
    assert shop.explain(sql).rolled_back
    assert shop.query(state).rows == before
    assert shop.query("select to_regclass('made')").rows == ((None,),)


@pytest.mark.parametrize("sql", ["vacuum orders", "create index concurrently on orders (total)", "create database d"])
def test_what_refuses_a_transaction_is_refused_first(shop, sql: str) -> None:
    with pytest.raises(errors.StatementError, match="can't run inside a transaction"):
        shop.explain(sql)


def test_what_has_no_plan_is_refused(shop) -> None:
    with pytest.raises(errors.StatementError, match="has no plan"):
        shop.explain("create index on orders (total)")


def test_the_caret_ignores_our_own_prefix(shop) -> None:
    with pytest.raises(errors.SqlError) as caught:
        shop.explain("select nope from orders where id = :i", i=1)
    assert caught.value.position == 8


def test_a_statement_of_ours_is_tagged(shop) -> None:
    """In the server's own statistics anyone can tell it apart, also where the user's statement ends in a comment."""
    shop.explain("select 1 as tag_me -- please")
    found = shop.query("select query from pg_stat_statements where query ilike 'explain (%tag_me%'").rows
    assert found
    assert all("/* workbench */" in row[0] for row in found)
