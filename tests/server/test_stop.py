"""Stop at any moment: the connection is usable or says that it isn't, and nothing is left on the server."""

from __future__ import annotations

import itertools
import os
import random
import signal
import threading

import pytest

import workbench

QUERY = "select * from orders where user_id = 7 order by created_at desc limit 20"
SIZES = itertools.cycle([4000, 5000])  # never what is there already
WORK = {
    "trial": (0.35, lambda wb: wb.trial(QUERY, "create index on orders (user_id, created_at desc)")),
    "explain": (0.05, lambda wb: wb.explain("update orders set total = total + 1")),
    "query": (0.20, lambda wb: wb.query("select count(*) from orders, generate_series(1, 200) g")),
    "fetch": (0.20, lambda wb: wb.fetch("select g, repeat('x', 50) as x from generate_series(1, 200000) g")),
    "load": (0.30, lambda wb: wb.load("shop", rows=next(SIZES))),
}
LEFT = """
    select (select count(*) from pg_stat_activity
             where application_name = 'workbench' and pid <> pg_backend_pid() and state <> 'idle')
         + (select count(*) from pg_locks where locktype = 'advisory')
         + (select count(*) from pg_namespace where nspname = 'shop') - 1
"""


@pytest.mark.parametrize("name", list(WORK))
def test_sigint_at_random_moments_leaves_nothing(wb, name: str) -> None:
    """Whatever the moment is: between sending and waiting, in a ROLLBACK, in COPY, in our own Python, or too late."""
    wb.load("shop", rows=5000)
    longest, work = WORK[name]
    moments = random.Random(name)
    told: list[str] = []
    with workbench.connect() as witness:
        for _ in range(12):
            timer = threading.Timer(moments.random() * longest, os.kill, [os.getpid(), signal.SIGINT])
            try:
                timer.start()
                try:
                    work(wb)
                except workbench.Cancelled as cancelled:
                    told.append(str(cancelled))
                timer.join()
            except KeyboardInterrupt:  # it came after the work was done
                timer.join()
            assert wb.query("show statement_timeout").rows == (("5min",),)
            assert witness.query(LEFT).rows == ((0,),)
    assert told, "no signal ever met the work: the test proves nothing"
    assert all("the connection is usable" in message for message in told)


def test_several_sigints_are_one_stop(wb) -> None:
    for seconds in (0.3, 0.35):
        threading.Timer(seconds, os.kill, [os.getpid(), signal.SIGINT]).start()
    with pytest.raises(workbench.Cancelled, match="usable"):
        wb.query("select pg_sleep(30)")
    assert wb.query("select 1").rows == ((1,),)


def test_the_handler_of_the_notebook_is_back_afterwards(wb) -> None:
    before = signal.getsignal(signal.SIGINT)
    wb.query("select 1")
    assert signal.getsignal(signal.SIGINT) is before
