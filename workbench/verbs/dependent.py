"""Where the planner is wrong about rows because columns depend on one another: statistics to make, as a part of advice."""

from __future__ import annotations

import time
from collections.abc import Sequence

from workbench.advice import StatisticsAdvice
from workbench.advice.together import Together, together
from workbench.catalog import Catalog
from workbench.errors import Cancelled, DatabaseError
from workbench.postgres.connection import Connection
from workbench.postgres.dependent import expected_rows
from workbench.rules.plan.row_estimate_off import OFF, WORTH_ROWS
from workbench.verbs.asked import Asked

# ANALYZE takes a few tenths of a second; whoever asks for indexes doesn't wait long for something else.
PATIENCE_S = 1.0


def dependent(connection: Connection, asked: Sequence[Asked], catalog: Catalog) -> tuple[StatisticsAdvice, ...]:
    """Statistics with which the planner expects ten times more or fewer rows, the dearest statements' first.

    Looks for a second at most, and only on a server of our own: elsewhere a clone tells, by `advice.prove()`.
    """
    if not connection.ours:
        return ()
    found: list[StatisticsAdvice] = []
    until = time.monotonic() + PATIENCE_S
    for one in together([each.bound for each in asked], catalog):
        if time.monotonic() > until:
            break
        try:
            found += _statistics(connection, asked[one.statement], one)
        except Cancelled:  # Stop gives the best so far
            break
        except DatabaseError:  # a lock, a name that is taken: there is nothing to say
            continue
    return tuple(found)


def _statistics(connection: Connection, asked: Asked, one: Together) -> list[StatisticsAdvice]:
    """The first object that changes what is expected by so much that plans hang on it."""
    ddl = {each.bare_name: each.ddl for each in one.objects}
    without, *with_them = expected_rows(connection, asked.bound, one.table, ddl)
    for each, rows in zip(one.objects, with_them, strict=True):
        more, fewer = max(without, rows), max(min(without, rows), 1.0)
        if more >= WORTH_ROWS and more / fewer >= OFF:
            return [StatisticsAdvice(each.ddl, one.analyze, each.name, asked.task.name, without, rows)]
    return []
