"""The verb trial: one statement before and after one index, by execution."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from workbench.indexes import Candidate, Side, Trial
from workbench.postgres.connection import Connection
from workbench.postgres.trial import try_index
from workbench.sql import Statement
from workbench.verbs.explain import with_findings


def trial(connection: Connection, sql: str, ddl: str, values: Mapping[str, Any]) -> Trial:
    """Measures a statement without and with an index, in one transaction that is rolled back.

    Raises:
        StatementError: not one statement, one without a plan, or no CREATE INDEX.
        ParameterError: a `:name` without a value.
        LockUnavailable: the table is busy.
        DatabaseError: the server objects.
        Cancelled: stopped by the user; nothing is left.
    """
    with connection.stoppable():
        tried = try_index(connection, Statement.of(sql).bind(values), Candidate.of(ddl))
        return replace(tried, before=_judged(tried.before), after=_judged(tried.after))


def _judged(side: Side) -> Side:
    return replace(side, plan=with_findings(side.plan))
