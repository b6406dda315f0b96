"""Tries one change for real: one transaction, always rolled back, the same statistics on both sides.

What stays behind on the server: nothing that a query can see. CREATE INDEX and ANALYZE refresh the table's row and page
counts in pg_class in place, and a rollback doesn't take those back (they are only more accurate than before).
While it runs, CREATE INDEX holds a ShareLock: others read, but wait with their writes; `guard.py` sees to that.
https://www.postgresql.org/docs/current/explicit-locking.html
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace

from psycopg import sql

from workbench.errors import ConnectionLost, DatabaseError
from workbench.plan import Plan
from workbench.postgres.changes import Made, analyze, apply, build, hide
from workbench.postgres.clone import clone
from workbench.postgres.cold import evictor
from workbench.postgres.connection import Connection
from workbench.postgres.explain import explain
from workbench.postgres.guard import guarded
from workbench.postgres.price import blocked_hot, write_costs
from workbench.postgres.stopwatch import Progress, Setting, measure
from workbench.sql import Bound
from workbench.trials import Built, Change, Price, Side, Terms, Trial, check_same_rows

# A writer would wait behind our lock, so we don't wait long behind theirs.
LOCK_TIMEOUT = "5s"
_DEAD_ROWS = "The statement writes, and its runs have left dead rows behind, though they were rolled back: VACUUM removes them."
# Broken HOT chains: https://github.com/postgres/postgres/blob/master/src/backend/access/heap/README.HOT
_UNUSABLE = "Rows were updated so lately that PostgreSQL can't use {} in the transaction that built it: VACUUM the table first."
_CLONED = "The side after ran in a clone of the database, so both sides have files and caches of their own."


def try_change(
    connection: Connection, bound: Bound, change: Change, rewritten: Bound, terms: Terms, progress: Progress | None = None
) -> Trial:
    """Measures `bound` without the change against `rewritten` (often the same) with it, and rolls everything back.

    Raises:
        StatementError: the change makes nothing new.
        MissingCapability: the server can't evict, or the change needs a clone.
        LockUnavailable: the table is locked by somebody else for more than five seconds, or somebody waited for us.
        DatabaseError: the server objects to the statement or to the change.
        Cancelled: stopped by the user; nothing is left.
    """
    stage = _cloned if change.cloned else _in_place
    with stage(connection, bound, change, rewritten, terms) as (before, after, made):
        if rewritten is not bound:
            _prove(before, after)
        plans = [_plan(setting) for setting in (before, after)]
        if terms.cold:
            before, after = (replace(side, evict=evictor(side.connection, plans)) for side in (before, after))
        left, right, verdict = measure(before, after, budget_s=terms.budget_s, progress=progress)
        price = price_of(connection, made)
    return Trial(
        statement=bound.statement.text,
        change=change,
        before=Side(plans[0], left),
        after=Side(plans[1], right),
        verdict=verdict,
        built=made.built,
        dropped=made.dropped,
        price=price,
        cold=terms.cold,
        notes=((_CLONED,) if change.cloned else ()) + notes_on(made.built) + tidy(connection, (bound,)),
    )


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """Everything inside is undone; nobody's lock is waited for long."""
    with connection.rolled_back():
        connection.command("set local lock_timeout = {timeout}", timeout=sql.Literal(LOCK_TIMEOUT))
        yield


_Stage = tuple[Setting, Setting, Made]


@contextmanager
def _in_place(connection: Connection, bound: Bound, change: Change, rewritten: Bound, terms: Terms) -> Iterator[_Stage]:
    """Both sides in one transaction."""
    with guarded(connection, change, terms), transaction(connection):
        made = build(connection, change.built)
        analyze(connection, made.tables)
        gone = hide(connection, made.built, writes=bound.statement.writes)
        before = Setting(connection, bound, gone, settles=change.heavy)
        after = Setting(connection, rewritten, apply(connection, change), settles=change.heavy)
        yield before, after, _and_applied(connection, change, made)


@contextmanager
def _cloned(connection: Connection, bound: Bound, change: Change, rewritten: Bound, _terms: Terms) -> Iterator[_Stage]:
    """The side before here, the side after in a clone that has the change."""
    with closing(clone(connection)) as other:
        began = time.perf_counter()
        for step in change.steps:
            other.run(step.statement.bind({}))
        made = Made(build_ms=(time.perf_counter() - began) * 1000)
        yield Setting(connection, bound), Setting(other, rewritten), made


def _and_applied(connection: Connection, change: Change, made: Made) -> Made:
    """With the steps that are applied for each run: once, to see how long they take and what they lock."""
    if not change.applied:
        return made
    with connection.rolled_back():
        applied = build(connection, change.applied)
    return replace(made, build_ms=made.build_ms + applied.build_ms, locks=made.locks + applied.locks, dropped=applied.dropped)


def _plan(setting: Setting) -> Plan:
    with setting.connection.rolled_back():
        setting.prepare()
        return explain(setting.connection, setting.bound)


def _prove(before: Setting, after: Setting) -> None:
    """Both statements return the same rows as often, in whatever order.

    Raises:
        StatementError: they don't, with a row of each kind.
    """
    results = []
    for setting in (before, after):
        with setting.connection.rolled_back():
            setting.prepare()
            results.append(setting.connection.run(setting.bound))
    check_same_rows(*results)


def notes_on(built: Iterable[Built]) -> tuple[str, ...]:
    """What a reader must know of what was built."""
    return tuple(_UNUSABLE.format(thing.name) for thing in built if thing.unusable)


def price_of(connection: Connection, made: Made, *, writes: bool = True) -> Price:
    """What was built costs so much; with the cost of writes, where that can be measured.

    The session is in the transaction in which it was built, unless `writes` is left out.
    """
    indexes = [thing for thing in made.built if thing.kind == "index" and thing.method]
    price = Price(sum(thing.size_bytes for thing in made.built), made.build_ms, made.locks)
    if not indexes or not writes:
        return price
    price = replace(price, blocks_hot=blocked_hot(connection, indexes))
    try:
        return replace(price, writes=write_costs(connection, indexes))
    except DatabaseError as error:  # a role that may not create tables, a copy that breaks a rule of the original's
        if isinstance(error, ConnectionLost):
            raise
        return replace(price, writes_untold=f"not measured: {error.message}")


def tidy(connection: Connection, statements: Iterable[Bound]) -> tuple[str, ...]:
    """Removes the dead rows that rolled-back runs of writing statements have left, where nobody else is disturbed.

    Returns:
        What a reader must know of it.
    """
    if not any(bound.statement.writes for bound in statements):
        return ()
    if not connection.ours or connection.in_transaction:
        return (_DEAD_ROWS,)
    connection.command("vacuum")
    return ()
