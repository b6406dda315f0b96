"""Trials: real, measured, and gone without a trace."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

import workbench
from workbench import errors

PENDING = "select * from orders where user_id = :u and status = 'pending' order by created_at desc limit 20"
INDEX = "create index on orders (user_id, status, created_at desc)"


def traces(wb) -> dict[str, object]:
    """What a trial could leave: indexes, locks of other sessions, open transactions."""
    one = lambda sql: wb.query(sql).rows[0][0]  # noqa: E731
    return {
        "indexes": one("select count(*) from pg_indexes where schemaname = 'shop'"),
        "locks": one("select count(*) from pg_locks where relation = 'shop.orders'::regclass and pid <> pg_backend_pid()"),
        "transactions": one(
            "select count(*) from pg_stat_activity where application_name = 'workbench' and pid <> pg_backend_pid()"
            " and state <> 'idle'"
        ),
    }


def test_an_index_that_helps_is_found_faster_with_its_price(shop) -> None:
    before = traces(shop)
    trial = shop.trial(PENDING, INDEX, u=7)
    assert trial.verdict.outcome == "faster"
    assert trial.before.plan.nodes[-1].kind == "Seq Scan"
    assert trial.after.plan.nodes[-1].kind == "Index Scan"
    assert trial.used
    assert trial.before.runs.wall.runs == trial.after.runs.wall.runs == trial.verdict.pairs >= 8
    assert len(trial.before.runs.wall.discarded_ms) == 1
    assert trial.before.runs.server.runs == trial.before.runs.planning.runs == 5
    assert trial.price.size_bytes == trial.built[0].size_bytes > 100_000
    assert trial.price.build_ms > 0
    assert trial.after.plan.root.buffers.touched < trial.before.plan.root.buffers.touched
    assert traces(shop) == before


def test_the_planner_s_view_of_the_table_is_what_it_was(shop) -> None:
    """The writes that were measured leave dead rows, and VACUUM takes them; it must count, not guess."""
    view = "select reltuples, relpages, pg_relation_size(oid) from pg_class where oid = 'orders'::regclass"
    shop.query("vacuum analyze orders")
    before = shop.query(view).rows
    assert shop.trial(PENDING, INDEX, u=7, budget_s=0.2).price.writes
    assert shop.query(view).rows == before


def test_an_index_that_does_nothing_is_not_called_faster(shop) -> None:
    trial = shop.trial("select sum(total) from orders", "create index on orders (status)")
    assert not trial.used
    assert trial.before.plan.root.buffers.touched == trial.after.plan.root.buffers.touched


def test_a_write_finds_the_same_rows_in_every_run(shop) -> None:
    total = "select sum(total) from orders"
    before = shop.query(total).rows
    trial = shop.trial("update orders set total = total + 1 where user_id = 3", "create index on orders (user_id)")
    assert shop.query(total).rows == before
    updated = [side.plan.nodes[-1].rows for side in (trial.before, trial.after)]
    assert updated[0] == updated[1] > 0


def test_an_expression_gets_its_statistics(shop) -> None:
    trial = shop.trial(
        "select * from customers where lower(email) = :e", "create index on customers (lower(email))", e="user7@example.com"
    )
    assert trial.used
    assert trial.after.plan.nodes[-1].rows_planned <= 2


FAILURES = [
    ("select nope from orders", INDEX, errors.SqlError),
    (PENDING, "create index on orders (nope)", errors.SqlError),
    (PENDING, "create index on nowhere (a)", errors.SqlError),
    (PENDING, "create index concurrently on orders (user_id)", errors.StatementError),
    (PENDING, "drop table orders", errors.StatementError),
    (PENDING, "create index if not exists orders_pkey on orders (id)", errors.StatementError),
    ("select 1; select 2", INDEX, errors.StatementError),
]


@pytest.mark.parametrize(("sql", "ddl", "kind"), FAILURES, ids=[f"{ddl} / {sql}"[:40] for sql, ddl, _ in FAILURES])
def test_after_an_error_nothing_is_left(shop, sql: str, ddl: str, kind: type[Exception]) -> None:
    before = traces(shop)
    with pytest.raises(kind) as caught:
        shop.trial(sql, ddl, u=7)
    assert 2 <= len(str(caught.value).splitlines()) <= 5
    assert traces(shop) == before
    assert shop.query("select 1").rows == ((1,),)


def test_after_stop_nothing_is_left(shop) -> None:
    before = traces(shop)
    threading.Timer(0.7, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
    began = time.monotonic()
    with pytest.raises(workbench.Cancelled):
        shop.trial("select pg_sleep(20), count(*) from orders", INDEX)
    assert time.monotonic() - began < 2
    assert traces(shop) == before
    assert shop.query("select 1").rows == ((1,),)


def test_after_a_killed_kernel_nothing_is_left(shop) -> None:
    before = traces(shop)
    code = (
        "import workbench; wb = workbench.connect(); wb.load('shop', rows=20_000); print('go', flush=True);"
        f"wb.trial('select pg_sleep(0.3), count(*) from orders where user_id = 1', {INDEX!r})"
    )
    kernel = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert kernel.stdout is not None
    assert kernel.stdout.readline().strip() == "go"
    _until(lambda: traces(shop)["locks"], "the trial never began")
    kernel.kill()
    kernel.communicate()
    _until(lambda: traces(shop) == before, "something was left after three seconds")


def test_a_locked_table_is_told_and_not_waited_for_ever(shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbench.postgres.trial.LOCK_TIMEOUT", "200ms")
    with workbench.connect() as writer:
        writer.query("begin")
        writer.query("update shop.orders set total = total where id = 1")
        with pytest.raises(errors.LockUnavailable) as caught:
            shop.trial(PENDING, INDEX, u=7)
        assert "try again" in str(caught.value)
        writer.query("rollback")


def test_the_exact_commands(shop) -> None:
    """Trust is the product: what a trial sends that may change anything, in order, with nothing in between."""
    sent: list[str] = []
    connection = shop._connection
    for name in ("prefixed", "command", "run", "timed", "rows"):
        original = getattr(connection, name)

        def record(*arguments, _name=name, _original=original, **named):
            shown = {"command": lambda: str(arguments[0]), "run": lambda: arguments[0].sql, "rows": lambda: f"({arguments[0]})"}
            sent.append(shown.get(_name, lambda: _name)())
            return _original(*arguments, **named)

        setattr(connection, name, record)
    shop.trial(PENDING, INDEX, u=7)
    steps = [step for i, step in enumerate(sent) if i == 0 or step != sent[i - 1]]
    assert steps[:9] == [
        "set local lock_timeout = {timeout}", "(built_here)", "(locks_held)", INDEX, "(built_here)", "(locks_held)",
        "(names_of_tables)", "analyze {table}", "(hide_indexes)",
    ]  # fmt: skip
    priced = next(number for number, step in enumerate(steps) if step.startswith("create table {copy}"))
    looks = {"(columns_of_writes)", "(names_of_tables)", "(fillfactor)"}
    assert set(steps[9:priced]) == {"(hide_indexes)", "prefixed", "(lower_timeout)", "timed"} | looks
    # Reads see no lock while the index is away; writes must not find it, so in the copy it is dropped.
    assert "drop index {name}" not in steps[:priced]
    assert "drop index {name}" in steps[priced:]
    # Nobody writes to the original.
    assert not [step for step in steps if step.startswith(("insert", "update", "delete")) and "copy" not in step]
    assert not [step for step in steps if step.startswith("vacuum")]


def _until(true, otherwise: str, seconds: float = 3.0) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, otherwise
        time.sleep(0.05)
