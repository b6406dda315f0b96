"""What advice is asked about: texts, a dataset's workload or what the server has seen, as statements with values and weights.

One that can't be read is set aside with the reason; the others go on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from workbench.advice import SetAside
from workbench.datagen import find_dataset
from workbench.errors import BadInput, WorkbenchError
from workbench.postgres.connection import Connection
from workbench.postgres.drawing import drawn
from workbench.postgres.explain import check_explainable
from workbench.postgres.statements import Seen, seen_statements
from workbench.sql import Bound, Statement, Task, Workload
from workbench.sql.lexer import Kind

SEEN = "pg_stat_statements"
By = Literal["calls", "time"]
_NUMBERED = re.compile(r"\$(\d+)")
# No statement is a single word.
_DATASET = re.compile(r"\s*[\w./-]+\s*")
_LONGEST = 60


@dataclass(frozen=True)
class Asked:
    """One statement of what advice is asked about.

    Attributes:
        task: name, weight and values; what a trial runs.
        bound: what is priced. generic: whether it has `$1` without values, so that it can be planned and not run.
        total_ms: milliseconds that the server has counted for it; None where it hasn't.
    """

    task: Task
    bound: Bound
    generic: bool = False
    total_ms: float | None = None


def asked(
    connection: Connection,
    statements: str | Workload | Sequence[str | Task],
    weights: Sequence[float] | None,
    values: Mapping[str, Any],
) -> tuple[list[Asked], list[SetAside]]:
    """Reads what advice is asked about; gives what can't be read apart.

    Args:
        statements: SQL texts, each of one or several statements; tasks; a dataset's workload, or its name; or
            "pg_stat_statements".
        weights: how often each runs; those of tasks count where there are none.

    Raises:
        BadInput: there is no statement, or there are other than as many weights as statements.
        MissingCapability: the server has no pg_stat_statements.
    """
    found: list[Asked] = []
    aside: list[SetAside] = []
    for item in _items(connection, statements):
        try:
            found.append(_seen(connection, item) if isinstance(item, Seen) else _given(connection, item, values))
        except WorkbenchError as error:
            text = item.text if isinstance(item, Seen) else item.name if isinstance(item, Task) else item
            aside.append(SetAside(short(text), error.message, error.hint or ""))
    if not found and not aside:
        raise BadInput("There is no statement to advise on.", hint="give SQL texts, a workload, or 'pg_stat_statements'.")
    return _weighed(found, weights, len(aside)), aside


def short(text: str) -> str:
    """A statement's name: its first words, on one line."""
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else f"{flat[: _LONGEST - 1]}…"


def _items(connection: Connection, statements: str | Workload | Sequence[str | Task]) -> Iterator[Seen | str | Task]:
    if isinstance(statements, Workload):
        yield from statements.tasks
    elif isinstance(statements, str) and statements.strip() == SEEN:
        yield from seen_statements(connection)
    elif isinstance(statements, str) and _DATASET.fullmatch(statements):
        yield from find_dataset(statements.strip()).workload.tasks
    else:
        for item in [statements] if isinstance(statements, str) else statements:
            yield from [item] if isinstance(item, Task) else _divided(item)


def _divided(text: str) -> list[str]:
    try:
        return [statement.text for statement in Statement.several(text)]
    except WorkbenchError:
        return [text]


def _given(connection: Connection, item: str | Task, values: Mapping[str, Any]) -> Asked:
    task = item if isinstance(item, Task) else _task(item, values)
    if task.statement.numbered:
        return _numbered(connection, task)
    bound = task.statement.bind(task.values)
    check_explainable(bound)
    return Asked(task, bound)


def _task(text: str, values: Mapping[str, Any]) -> Task:
    statement = Statement.of(text)
    used = {parameter: values[parameter] for parameter in statement.parameters if parameter in values}
    return Task(short(statement.text), "", 1.0, statement, used)


def _seen(connection: Connection, seen: Seen) -> Asked:
    one = _given(connection, Task(short(seen.text), "", float(max(seen.calls, 1)), Statement.of(seen.text), {}), {})
    return replace(one, total_ms=seen.total_ms)


def _numbered(connection: Connection, task: Task) -> Asked:
    """`$1` with ordinary values from the planner's statistics; without any where one of them has none."""
    text = "".join(
        _NUMBERED.sub(r":p\1", token.text) if token.kind is Kind.OTHER else token.text for token in task.statement.tokens
    )
    named = Statement.of(text)
    empty = named.bind(dict.fromkeys(named.parameters))
    check_explainable(empty)
    typical = drawn(connection, empty).get("typical", {})
    if set(named.parameters) <= set(typical):
        told = replace(task, statement=named, values=dict(typical))
        return Asked(told, named.bind(typical))
    return Asked(task, task.statement.generic(), generic=True)


def _weighed(found: list[Asked], weights: Sequence[float] | None, aside: int) -> list[Asked]:
    if weights is None:
        return found
    if len(weights) != len(found) + aside:
        raise BadInput(
            f"There are {len(weights)} weights for {len(found) + aside} statements.", hint="give one weight for each statement."
        )
    if aside:
        raise BadInput("Weights go by place, and some statements can't be read.", hint="take these out, or leave out weights=.")
    return [replace(one, task=replace(one.task, weight=weight)) for one, weight in zip(found, weights, strict=True)]
