"""On a server with others at work a trial looks first, refuses what would hurt, and gives way."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

import workbench
from workbench import errors

QUERY = "select count(*) from orders where user_id = 7"
INDEX = "create index on orders (user_id)"


def address(wb: workbench.Workbench, **other: str) -> str:
    """The embedded server's, as anybody would write it."""
    given = {**wb._connection.conninfo, **other}
    return " ".join(f"{name}={given[name]}" for name in ("host", "port", "user", "dbname") if name in given)


@pytest.fixture
def foreign(shop: workbench.Workbench) -> Iterator[workbench.Workbench]:
    """The same server by its address, as if it were anybody's."""
    with workbench.connect(address(shop)) as wb:
        wb.query("set search_path = shop")
        yield wb


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbench.postgres.guard._WATCHED_S", 0.05)


@pytest.mark.usefixtures("quick")
def test_a_quiet_table_is_tried_and_its_readers_feel_nothing(foreign, wb) -> None:
    read: list[float] = []
    over = threading.Event()

    def reader() -> None:
        with workbench.connect() as other:
            while not over.is_set():
                began = time.monotonic()
                other.query("select count(*) from shop.orders where id < 10")
                read.append(time.monotonic() - began)

    thread = threading.Thread(target=reader)
    thread.start()
    trial = foreign.trial(QUERY, INDEX, budget_s=0.5)
    over.set()
    thread.join()
    assert trial.verdict.outcome == "faster"
    assert len(read) > 10
    assert {cost.what for cost in trial.price.writes} >= {"insert", "delete"}  # measured in a copy, which locks nobody out


@pytest.mark.usefixtures("quick")
def test_a_table_that_is_written_to_is_left_alone(foreign) -> None:
    with workbench.connect() as writer:
        writer.query("begin")
        writer.query("update shop.orders set total = total where id = 1")
        with pytest.raises(errors.LockUnavailable, match="written to") as caught:
            foreign.trial(QUERY, INDEX)
        writer.query("rollback")
    assert "allow_locks" in str(caught.value)


@pytest.mark.usefixtures("quick")
def test_a_large_table_is_left_alone(foreign, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbench.postgres.guard._BUILD_BYTES_PER_S", 1000)
    with pytest.raises(errors.LockUnavailable, match="estimate"):
        foreign.trial(QUERY, INDEX)
    assert foreign.trial(QUERY, INDEX, budget_s=0.2, allow_locks=True).used


@pytest.mark.usefixtures("quick")
def test_it_gives_way_to_a_writer(foreign) -> None:
    waited: list[float] = []

    def writer() -> None:
        with workbench.connect() as other:
            time.sleep(0.4)
            began = time.monotonic()
            other.query("begin")
            other.query("update shop.orders set total = total where id = 1")
            waited.append(time.monotonic() - began)
            other.query("rollback")

    thread = threading.Thread(target=writer)
    thread.start()
    began = time.monotonic()
    with pytest.raises(errors.LockUnavailable, match="gave way"):
        foreign.trial("select pg_sleep(5)", INDEX, budget_s=60)
    thread.join()
    assert time.monotonic() - began < 4
    assert waited[0] < 2
    assert not foreign.leftovers()
    assert foreign.query("select 1").rows == ((1,),)


@pytest.mark.parametrize("change", ["drop index orders_pkey", "alter table orders alter total type float8"])
def test_what_locks_readers_out_takes_a_clone(foreign, change: str) -> None:
    with pytest.raises(errors.LockUnavailable, match="clone"):
        foreign.trial(QUERY, change)


def test_who_may_not_mark_an_index_is_told_what_it_would_take(foreign, shop) -> None:
    shop.query("create role plain login")
    shop.query("grant all on schema shop to plain")
    shop.query("create table shop.plain_table as select g as a from generate_series(1, 20000) g")
    shop.query("alter table shop.plain_table owner to plain")
    try:
        with workbench.connect(address(shop, user="plain")) as plain:
            with pytest.raises(errors.LockUnavailable, match="superuser"):
                plain.trial("select * from shop.plain_table where a = 5", "create index on shop.plain_table (a)")
            trial = plain.trial(
                "select * from shop.plain_table where a = 5", "create index on shop.plain_table (a)", allow_locks=True
            )
            assert trial.verdict.outcome == "faster"
    finally:
        shop.query("drop table shop.plain_table")
        shop.query("revoke all on schema shop from plain")
        shop.query("drop role plain")
