"""A trial is ended at random moments, in every way that there is: nothing is left on the server.

At least fifty moments, spread over all phases (building, ANALYZE, planning, pairs of runs, the price of writes, VACUUM). Looked
for each time: indexes, invalid ones too, locks, open transactions, and a table that has grown by more than VACUUM takes back.
"""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

import workbench
from workbench import errors
from workbench.postgres.binaries import find_binaries

SLOW = "select count(*), sum(total) from orders where user_id = :u"
INDEX = "create index on orders (user_id, total)"
BUDGET_S = 0.25
MOMENTS = {"stop": 18, "network": 15, "terminated": 10, "disk full": 6, "kernel": 4, "restart": 2}
INDEXES = "select count(*), count(*) filter (where not indisvalid) from pg_index where indrelid = 'shop.orders'::regclass"


def test_there_are_enough_moments() -> None:
    assert sum(MOMENTS.values()) >= 50


@pytest.fixture
def witness(server: None) -> Iterator[workbench.Workbench]:
    """Looks on, and proves at the end that nothing came of it all."""
    with workbench.connect() as wb:
        wb.load("shop", rows=5000)
        before = wb.query(INDEXES).rows, size(wb)
        yield wb
        assert (wb.query(INDEXES).rows, size(wb)) == before


def size(wb: workbench.Workbench) -> object:
    """The table's pages once VACUUM has taken what it can."""
    wb.query("vacuum shop.orders")
    return wb.query("select pg_relation_size('shop.orders')").rows


def clean(wb: workbench.Workbench) -> None:
    """Within three seconds nothing is left: the server may need a moment to notice that a client is gone."""
    deadline = time.monotonic() + 3
    while left := wb.leftovers():
        assert time.monotonic() < deadline, left
        time.sleep(0.02)
    assert wb.query(INDEXES).rows == ((1, 0),)


@cache
def longest_s() -> float:
    """How long a trial takes here when nobody disturbs it, in seconds; the moments are drawn from that."""
    with session() as wb:
        began = time.monotonic()
        assert not ended(wb)
        return time.monotonic() - began


def moment_s(name: str, number: int) -> float:
    return random.Random(f"{name} {number}").random() * longest_s()


@contextmanager
def at_a_moment(name: str, number: int, act: Callable[[], None]) -> Iterator[None]:
    timer = threading.Timer(moment_s(name, number), act)
    timer.start()
    try:
        yield
    finally:
        timer.join()


def ended(wb: workbench.Workbench, what: str = SLOW, index: str = INDEX) -> bool:
    """Whether the trial was ended by somebody."""
    try:
        wb.trial(what, index, u=7, budget_s=BUDGET_S)
    except (errors.DatabaseError, errors.Cancelled):
        return True
    return False


def session() -> workbench.Workbench:
    wb = workbench.connect()
    wb.load("shop", rows=5000)
    return wb


def test_stop(witness) -> None:
    met = 0
    with session() as wb:
        for number in range(MOMENTS["stop"]):
            try:
                with at_a_moment("stop", number, lambda: os.kill(os.getpid(), signal.SIGINT)):
                    met += ended(wb)
            except KeyboardInterrupt:  # it came after the trial was done
                continue
            clean(witness)
            assert wb.query("select 1").rows == ((1,),)
    assert met >= 5


def test_the_network_is_cut(witness) -> None:
    met = 0
    for number in range(MOMENTS["network"]):
        with session() as wb:
            end = socket.socket(fileno=os.dup(wb._connection._raw.fileno()))
            with at_a_moment("network", number, lambda end=end: end.shutdown(socket.SHUT_RDWR)):
                met += ended(wb)
            end.close()
        clean(witness)
    assert met >= 5


def test_the_session_is_terminated(witness) -> None:
    met = 0
    for number in range(MOMENTS["terminated"]):
        with session() as wb, workbench.connect() as other:
            pid = wb._connection.pid
            with at_a_moment("terminated", number, lambda o=other, p=pid: o.query("select pg_terminate_backend(:p)", p=p)):
                met += ended(wb)
        clean(witness)
    assert met >= 4


def test_the_disk_is_full(witness) -> None:
    """At a random call, in whatever phase it is: while the index is built, or while the statement runs."""
    witness.query(
        "create or replace function shop.fills(a bigint) returns bigint language plpgsql immutable as $$ begin"
        " if random() < 0.00002 then raise exception 'No space left on device' using errcode = '53100'; end if;"
        " return a; end $$"
    )
    met = 0
    try:
        with session() as wb:
            for _ in range(MOMENTS["disk full"]):
                met += ended(wb, "select count(*) from orders where fills(user_id) = :u", "create index on orders (fills(id))")
                clean(witness)
    finally:
        witness.query("drop function shop.fills")
    assert met >= 1


def test_the_kernel_is_killed(witness) -> None:
    code = (
        "import workbench; wb = workbench.connect(); wb.load('shop', rows=5000)\n"
        "while True:\n    print('go', flush=True)\n"
        f"    wb.trial({SLOW!r}, {INDEX!r}, u=7, budget_s={BUDGET_S})"
    )
    for number in range(MOMENTS["kernel"]):
        kernel = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
        assert kernel.stdout is not None
        assert kernel.stdout.readline().strip() == "go"
        time.sleep(moment_s("kernel", number))
        kernel.kill()
        kernel.communicate()
        clean(witness)


def test_the_server_is_restarted(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """As after a power cut: without a checkpoint, so that it has to recover. The next session starts it again."""
    home = Path(os.environ["WORKBENCH_HOME"]) / "restarted"
    monkeypatch.setenv("WORKBENCH_HOME", str(home))
    with workbench.connect() as first:
        first.load("shop", rows=5000)
        data = first.query("show data_directory").rows[0][0]
    binaries = find_binaries(home)
    for number in range(MOMENTS["restart"]):
        with session() as wb:
            stop = ("pg_ctl", "-D", data, "-m", "immediate", "-w", "-s", "stop")
            with at_a_moment("restart", number, lambda stop=stop: binaries.run(*stop, cwd=Path(data).parent)):
                ended(wb)
        with workbench.connect() as witness:
            clean(witness)
            assert size(witness)
