"""Tries one index for real: one transaction, always rolled back, the same statistics on both sides.

What stays behind on the server: nothing that a query can see. CREATE INDEX and ANALYZE refresh the table's row and page
counts in pg_class in place, and a rollback doesn't take those back (they are only more accurate than before).
While it runs, CREATE INDEX holds a ShareLock: others read, but wait with their writes.
https://www.postgresql.org/docs/current/explicit-locking.html
"""

from __future__ import annotations

import time
from typing import Any

from psycopg import sql

from workbench.errors import StatementError
from workbench.indexes import BuiltIndex, Candidate, Side, Trial
from workbench.postgres.connection import Connection
from workbench.postgres.explain import check_explainable, explain
from workbench.postgres.stopwatch import measure
from workbench.sql import Bound, Statement
from workbench.timing import compare

# At least ten runs a side, and more while they are cheap: they cost less than the index build before them.
RUNS, MOST_RUNS, BUDGET_S = 10, 30, 2.0
# A writer would wait behind our lock, so we don't wait long behind theirs.
LOCK_TIMEOUT = "5s"


def try_index(connection: Connection, bound: Bound, candidate: Candidate) -> Trial:
    """Measures the statement, builds the index, measures again, rolls back.

    Raises:
        StatementError: the statement can't be explained, or the DDL makes no new index.
        LockUnavailable: the table is locked by somebody else for more than five seconds.
        DatabaseError: the server objects to the statement or to the index.
        Cancelled: stopped by the user; the index is gone.
    """
    check_explainable(bound)
    with connection.rolled_back():
        connection.command("set local lock_timeout = {timeout}", timeout=sql.Literal(LOCK_TIMEOUT))
        table = sql.Identifier(*candidate.table)
        connection.command("analyze {table}", table=table)
        before = _side(connection, bound)
        index = _build(connection, candidate)
        if index.has_expression:
            # The expression is a new column to the planner, and only now can it have statistics. Plain columns keep the
            # sample that the other side was planned with: another sample would be another difference.
            connection.command("analyze {table}", table=table)
        after = _side(connection, bound)
    return Trial(bound.statement.text, candidate, before, after, index, compare(before.sample, after.sample))


def _side(connection: Connection, bound: Bound) -> Side:
    plan = explain(connection, bound)
    return Side(plan, measure(connection, bound, runs=RUNS, most=MOST_RUNS, budget_s=BUDGET_S))


def _build(connection: Connection, candidate: Candidate) -> BuiltIndex:
    known = {row["oid"] for row in _indexes(connection, candidate)}
    began = time.perf_counter()
    connection.run(Statement.of(candidate.ddl).bind({}))
    build_ms = (time.perf_counter() - began) * 1000
    fresh = [row for row in _indexes(connection, candidate) if row["oid"] not in known]
    if not fresh:
        raise StatementError(
            "The statement made no new index; one of this name exists already.",
            f"LINE 1: {candidate.ddl.splitlines()[0]}",
            hint="leave out the name and IF NOT EXISTS; PostgreSQL then picks a free name.",
        )
    return BuiltIndex(
        names=tuple(row["name"] for row in fresh),
        definition=fresh[0]["definition"],
        size_bytes=sum(row["size_bytes"] for row in fresh),
        build_ms=build_ms,
        has_expression=fresh[0]["has_expression"],
    )


def _indexes(connection: Connection, candidate: Candidate) -> list[dict[str, Any]]:
    """Of this table alone: what other sessions do elsewhere is none of a trial's business."""
    return connection.rows("indexes_of_table", table=sql.Identifier(*candidate.table).as_string())
