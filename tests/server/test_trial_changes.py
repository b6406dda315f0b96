"""Every kind of change that a trial can try, for real, and what it costs."""

from __future__ import annotations

import pytest

import workbench
from workbench import errors
from workbench.timing import Outcome

PENDING = "select * from orders where user_id = :u and status = 'pending' order by created_at desc limit 20"
INDEXES = "select count(*) from pg_indexes where schemaname = 'shop'"


def test_the_price_of_an_index_is_measured(shop) -> None:
    price = shop.trial(PENDING, "create index on orders (user_id, total)", u=7).price
    assert [(lock.table, lock.mode) for lock in price.locks] == [("orders", "ShareLock")]
    assert price.blocks_hot == ("user_id", "total")
    assert price.writes_untold == ""
    assert [(cost.what, cost.rows) for cost in price.writes] == [
        ("insert", 1000), ("update of user_id, total", 1000), ("delete", 1000),
    ]  # fmt: skip
    for cost in price.writes:
        assert cost.table == "orders"
        assert cost.before.runs == cost.after.runs >= 8
        assert cost.per_thousand_ms[0] > 0


def test_heap_only_updates_are_counted(wb) -> None:
    wb.query("create temp table roomy (id int primary key, a int) with (fillfactor = 40)")
    wb.query("insert into roomy select g, g from generate_series(1, 20000) g")
    trial = wb.trial("select * from roomy where a = 5", "create index on roomy (a)")
    (update,) = [cost for cost in trial.price.writes if cost.what == "update of a"]
    assert update.hot is not None
    before, after = update.hot
    assert before > 0
    assert after == 0
    assert trial.price.blocks_hot == ("a",)


def test_an_index_that_cannot_be_used_yet_is_told(wb) -> None:
    """An old snapshot still sees the rows before a heap-only update, so the new index may not be used in this transaction."""
    wb.query("create table public.chained (id int primary key, a int) with (fillfactor = 50)")
    try:
        wb.query("insert into public.chained select g, g from generate_series(1, 5000) g")
        with workbench.connect() as old:
            old.query("begin isolation level repeatable read")
            old.query("select count(*) from public.chained")
            wb.query("update public.chained set a = a + 1")
            trial = wb.trial("select * from public.chained where a = 77", "create index on public.chained (a)", budget_s=0.2)
            old.query("rollback")
        assert not trial.used
        assert "VACUUM" in trial.notes[0]
        wb.query("vacuum public.chained")
        trial = wb.trial("select * from public.chained where a = 77", "create index on public.chained (a)", budget_s=0.2)
        assert trial.used
        assert trial.notes == ()
    finally:
        wb.query("drop table public.chained")


def test_a_primary_key_s_index_cannot_have_its_values_exchanged(shop) -> None:
    trial = shop.trial("select max(id) from customers", "create index on customers (id, email)")
    assert [cost.what for cost in trial.price.writes] == ["insert", "delete"]
    assert trial.price.blocks_hot == ()


def test_drop_index(shop) -> None:
    shop.query("create index if not exists orders_by_user on orders (user_id)")
    try:
        trial = shop.trial("select * from orders where user_id = 7", "drop index orders_by_user")
        assert trial.before.plan.nodes[-1].index == "orders_by_user"
        assert trial.after.plan.nodes[-1].kind == "Seq Scan"
        assert trial.verdict.outcome is Outcome.SLOWER
        assert [lock.mode for lock in trial.price.locks] == ["AccessExclusiveLock"]
        assert trial.keep == "drop index concurrently orders_by_user;"
        assert trial.undo == "CREATE INDEX orders_by_user ON shop.orders USING btree (user_id);"
        assert shop.query("select count(*) from pg_indexes where indexname = 'orders_by_user'").rows == ((1,),)
    finally:
        shop.query("drop index orders_by_user")


def test_statistics_mend_an_estimate(shop) -> None:
    there = shop.query("select count(*) from pg_statistic_ext").rows  # datasets of other tests have some
    trial = shop.trial(
        "select count(*) from customers where city = 'Berlin' and country = 'Germany'",
        "create statistics on city, country from customers",
        budget_s=0.5,
    )
    factor = [side.plan.nodes[-1].estimate_factor for side in (trial.before, trial.after)]
    assert factor[1] < factor[0]
    assert trial.built[0].kind == "statistics"
    assert trial.built[0].columns == ("city", "country")
    assert trial.undo.startswith("drop statistics ")
    assert shop.query("select count(*) from pg_statistic_ext").rows == there


def test_a_setting(shop) -> None:
    sort = "select * from orders order by note, total"
    trial = shop.trial(sort, "set work_mem = '64kB'")
    assert trial.before.plan.root.buffers.temp_written == 0
    assert trial.after.plan.root.buffers.temp_written > 0
    assert trial.undo == "reset work_mem;"
    assert shop.query("show work_mem").rows == (("4MB",),)


def test_alter_table(shop) -> None:
    trial = shop.trial("select sum(total) from orders", "alter table orders alter total type float8", budget_s=0.5)
    assert [lock.mode for lock in trial.price.locks if lock.table == "orders"] == ["AccessExclusiveLock"]
    assert shop.query("select pg_typeof(total)::text from orders limit 1").rows == (("numeric",),)


def test_a_rewritten_statement_proves_its_rows(shop) -> None:
    slow = "select id from customers where country = 'Poland' and id not in (select user_id from orders where total > :t)"
    quick = slow.replace("id not in (select user_id from orders where total > :t)",
                         "not exists (select from orders where total > :t and user_id = customers.id)")  # fmt: skip
    trial = shop.trial(slow, quick, t=100, budget_s=0.5)
    assert trial.built == ()
    assert trial.keep == f"{quick};"
    assert trial.diff
    with pytest.raises(errors.StatementError, match="other rows"):
        shop.trial(slow, quick.replace("> :t", "> :t + 1000"), t=100)
    with pytest.raises(errors.StatementError, match="writes"):
        shop.trial("delete from orders", "select 1")


def test_a_materialized_view(shop) -> None:
    slow = "select status, count(*) from orders group by status"
    trial = shop.trial(slow, f"create materialized view counts as {slow}; select * from counts")
    assert trial.verdict.outcome is Outcome.FASTER
    assert trial.built[0].kind == "materialized view"
    assert trial.price.size_bytes >= 8192
    assert trial.price.locks == ()
    assert trial.undo == "drop materialized view counts;"
    assert shop.query("select to_regclass('shop.counts')").rows == ((None,),)


def test_vacuum_runs_in_a_clone(shop) -> None:
    size = shop.query("select pg_relation_filenode('orders')").rows
    trial = shop.trial("select count(*) from orders", "vacuum full orders", budget_s=0.5)
    assert "clone" in trial.notes[0]
    assert shop.query("select pg_relation_filenode('orders')").rows == size
    assert not shop.leftovers()


def test_cold_runs_find_nothing_in_the_server_s_memory(shop) -> None:
    evicted: list[int] = []
    connection, rows = shop._connection, shop._connection.rows

    def recorded(query: str, **given: object) -> list[dict[str, object]]:
        found = rows(query, **given)
        evicted.extend(row["evicted"] for row in found if query == "evict")
        return found

    connection.rows = recorded
    trial = shop.trial("select count(*) from orders", "set enable_seqscan = on", budget_s=0.3, cold=True)
    assert trial.cold
    assert trial.before.runs.wall.discarded_ms == ()
    assert len(evicted) == 2 * (trial.verdict.pairs + trial.before.runs.server.runs)
    assert set(evicted) == {4}  # the table, its TOAST table, an index of each
    assert shop.query("select count(*) from pg_extension where extname = 'pg_buffercache'").rows == ((0,),)


def test_runs_are_a_frame(shop) -> None:
    frame = shop.trial(PENDING, "create index on orders (user_id)", u=7, budget_s=0.3).to_frame()
    assert list(frame.columns) == ["pair", "side", "clock", "ms"]
    assert set(frame.clock) == {"wall", "server", "planning"}
    pairs = frame[frame.clock == "wall"].groupby("pair").side.nunique()
    assert (pairs == 2).all()


def test_a_budget_that_is_too_small_says_so(shop) -> None:
    trial = shop.trial("select pg_sleep(0.05)", "set enable_seqscan = on", budget_s=0.01)
    assert trial.verdict.outcome is Outcome.CANNOT_TELL
    assert trial.verdict.low is None
    assert "budget" in trial.verdict.reason


def test_a_clone_is_disposable_and_outlives_its_origin(server) -> None:
    with workbench.connect() as origin:
        origin.load("shop", rows=5000)
        origin.query("set work_mem = '5MB'")
        clone = origin.clone()
        assert [one.what for one in origin.leftovers().found] == ["clone of a database"]
    assert clone.query("show work_mem").rows == (("5MB",),)
    clone.query("delete from order_items")
    assert clone.query("select count(*) from order_items").rows == ((0,),)
    clone.close()
    clone.close()
    with workbench.connect() as after:
        assert after.query("select count(*) from shop.order_items").rows[0][0] > 0
        assert not after.leftovers()


def test_a_clone_is_told_why_not(shop) -> None:
    with workbench.connect(), pytest.raises(errors.BadInput, match="other sessions"):
        shop.clone()
    shop.query("begin")
    with pytest.raises(errors.BadInput, match="transaction"):
        shop.clone()
    shop.query("rollback")
    assert not shop.leftovers()
