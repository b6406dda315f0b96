"""The verb trial: one statement before and after one change, by execution."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from workbench.errors import StatementError
from workbench.postgres.connection import Connection
from workbench.postgres.explain import check_explainable
from workbench.postgres.stopwatch import Progress
from workbench.postgres.trial import try_change
from workbench.sql import Bound, Statement
from workbench.sql.lasting import check_undone
from workbench.trials import Change, Side, Terms, Trial
from workbench.verbs.explain import with_findings
from workbench.verbs.progress import bar


def trial(connection: Connection, sql: str, change: str, values: Mapping[str, Any], terms: Terms) -> Trial:
    """Measures a statement without and with a change, in one transaction that is rolled back.

    Raises:
        StatementError: not one statement, one without a plan, or nothing that can be tried and undone; a rewritten statement
            that returns other rows.
        ParameterError: a `:name` without a value.
        MissingCapability: the server can't evict (cold).
        LockUnavailable: the table is busy, or others would have to wait.
        DatabaseError: the server objects.
        Cancelled: stopped by the user; nothing is left.
    """
    with connection.stoppable():
        bound, what = Statement.of(sql).bind(values), Change.of(change)
        rewritten = bound if what.rewritten is None else what.rewritten.bind(values)
        _check(what, bound, rewritten)
        with progress() as told:
            tried = try_change(connection, bound, what, rewritten, terms, told)
        return replace(tried, before=judged(tried.before), after=judged(tried.after))


@contextmanager
def progress() -> Iterator[Progress]:
    """A bar over the budget of the runs; what is done before them doesn't move it."""
    with bar("Trial", 1.0, "", bar_format="{desc} |{bar}| {elapsed}") as shown:

        def told(what: str, share: float) -> None:
            shown.set_description(f"Trial: {what}", refresh=False)
            shown.update(min(share, 1.0 - shown.n))

        yield told


def _check(change: Change, bound: Bound, rewritten: Bound) -> None:
    for statement in (bound, rewritten):
        check_explainable(statement)
        check_undone(statement.statement)
    for step in change.steps:
        check_undone(step.statement)
    if change.rewritten is not None and (bound.statement.writes or change.rewritten.writes):
        raise StatementError(
            "A rewritten statement is compared by the rows that it returns, and one of these writes.",
            hint="rewrite the query that finds the rows, and try that.",
        )


def judged(side: Side) -> Side:
    """The same with what the rules say of its plan."""
    return replace(side, plan=with_findings(side.plan))
