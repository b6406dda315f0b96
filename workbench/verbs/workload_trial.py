"""The verb trial for a workload: several statements under several changes, each left out in turn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

from workbench.errors import BadInput, StatementError
from workbench.postgres.connection import Connection
from workbench.postgres.drawing import drawn
from workbench.postgres.explain import check_explainable
from workbench.postgres.workload import try_workload
from workbench.sql import Bound, Statement, Task, Workload
from workbench.sql.lasting import check_undone
from workbench.trials import Case, Change, Terms, WorkloadTrial
from workbench.verbs.trial import judged, progress

Parameters = Literal["given", "statistics"]
Statements = Workload | Sequence[str | Task]


def workload_trial(
    connection: Connection,
    statements: Statements,
    changes: Sequence[str],
    values: Mapping[str, Any],
    terms: Terms,
    parameters: Parameters = "given",
) -> WorkloadTrial:
    """Measures statements without any and with all changes, and with each change left out, in one transaction rolled back.

    Args:
        statements: a dataset's workload (`loaded.dataset.workload`), tasks of one, or SQL texts.
        changes: each as for a single statement; indexes, mostly.
        values: for the parameters of SQL texts; tasks bring their own.
        terms: the budget is for each statement and comparison.
        parameters: "given": the values given; "statistics": for each parameter that is compared with a column, up to three
            values drawn from the planner's statistics, by which few, an ordinary number and many rows are found.

    Raises:
        StatementError, ParameterError: as for a single statement; or a change that only a single statement can try.
        LockUnavailable, DatabaseError, Cancelled: as for a single statement.
    """
    with connection.stoppable():
        tried = [_checked(Change.of(change)) for change in changes]
        cases = [case for task in _tasks(statements, values) for case in _cases(connection, task, parameters)]
        if not tried or not cases:
            raise BadInput("There is nothing to try.", hint="give at least one statement and one change.")
        with progress() as told:
            trial = try_workload(connection, cases, tried, terms, told)
        lines = tuple(replace(line, before=judged(line.before), after=judged(line.after)) for line in trial.lines)
        return replace(trial, lines=lines)


def _checked(change: Change) -> Change:
    if change.cloned or change.rewritten is not None:
        raise StatementError(
            "A rewritten query or VACUUM is tried on one statement at a time.",
            f"LINE 1: {change.text.splitlines()[0]}",
            hint="wb.trial(sql, change); a workload takes indexes, statistics, settings and ALTER TABLE.",
        )
    for step in change.steps:
        check_undone(step.statement)
    return change


def _tasks(statements: Statements, values: Mapping[str, Any]) -> list[Task]:
    given = statements.tasks if isinstance(statements, Workload) else statements
    return [item if isinstance(item, Task) else _task(item, values) for item in given]


def _task(text: str, values: Mapping[str, Any]) -> Task:
    statement = Statement.of(text)
    statement.bind(values)  # tells what is missing
    name = " ".join(statement.text.split())
    used = {parameter: values[parameter] for parameter in statement.parameters}
    return Task(name if len(name) <= 60 else f"{name[:59]}…", "", 1.0, statement, used)


def _cases(connection: Connection, task: Task, parameters: Parameters) -> list[tuple[Case, Bound]]:
    bound = task.statement.bind(task.values)
    check_explainable(bound)
    check_undone(task.statement)
    found = drawn(connection, bound) if parameters == "statistics" else {}
    if not found:
        return [(Case(task.name, "as given", dict(task.values), task.weight), bound)]
    distinct = {tuple(values.items()): which for which, values in found.items()}  # two may have drawn the same
    cases = []
    for items, which in distinct.items():
        bound = task.statement.bind({**task.values, **dict(items)})
        cases.append((Case(task.name, which, dict(items), task.weight / len(distinct)), bound))
    return cases
