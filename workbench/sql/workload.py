"""A workload: named statements, each with its parameters' values, a weight, and a sentence what is wrong with it. Read from
workload.sql; run by nobody here.

    -- name: open orders of a customer
    -- Reads every order to show twenty of one customer.
    -- weight: 40
    -- :u = 7
    select ... where user_id = :u;
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from workbench.errors import DatasetError
from workbench.sql.statement import Statement

_NAME = re.compile(r"--\s*name:\s*(.+?)\s*")
_WEIGHT = re.compile(r"--\s*weight:\s*(\S+)\s*")
# How a parameter's value is written down; notebook cells may hold such lines, too (`cell.py`).
VALUE = re.compile(r"--\s*:(\w+)\s*=\s*(.+?)\s*")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_WORDS: Mapping[str, Any] = {"null": None, "true": True, "false": False}


@dataclass(frozen=True)
class Task:
    """One statement of a workload.

    Attributes:
        name: what it is called.
        told: what is wrong with it, or that nothing is.
        weight: how often it runs, in proportion to the others.
        statement: its text, with `:name` for the parameters.
        values: a value for each parameter.
    """

    name: str
    told: str
    weight: float
    statement: Statement
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Workload:
    """Tasks in the order of their file; `workload["name"]` is one of them."""

    tasks: tuple[Task, ...]

    def __getitem__(self, name: str) -> Task:
        """The task of this name. Raises KeyError that lists the names."""
        for task in self.tasks:
            if task.name == name:
                return task
        raise KeyError(f"{name!r}; there are {', '.join(task.name for task in self.tasks)}")

    def __len__(self) -> int:
        return len(self.tasks)


def parse_workload(text: str, file: str = "workload.sql") -> Workload:
    """The tasks of a workload.sql.

    Raises:
        DatasetError: a name twice, a weight or a value that can't be read, a parameter without one, not one statement; with the
            file and the line.

    >>> parse_workload("-- name: one\\n-- Fine as it is.\\n-- :x = 'a'\\nselect :x;").tasks[0].values
    {'x': 'a'}
    """
    lines = text.splitlines()
    starts = [number for number, line in enumerate(lines) if _NAME.fullmatch(line)]
    tasks: dict[str, Task] = {}
    for start, end in pairwise([*starts, len(lines)]):
        task = _task(lines[start:end], f"{file}, line {start + 1}")
        if task.name in tasks:
            raise _error(f"The name {task.name!r} is there twice.", f"{file}, line {start + 1}", "give each statement its own")
        tasks[task.name] = task
    return Workload(tuple(tasks.values()))


def _task(lines: list[str], place: str) -> Task:
    name, told, weight, values, body = "", "", 1.0, dict[str, Any](), list[str]()
    for line in lines:
        if body or not line.startswith("--"):
            body.append(line)
        elif match := _NAME.fullmatch(line):
            name = match[1]
        elif match := _WEIGHT.fullmatch(line):
            weight = _weight(match[1], place)
        elif match := VALUE.fullmatch(line):
            values[match[1]] = literal_value(match[2], place)
        else:
            told = f"{told} {line.removeprefix('--').strip()}".strip()
    statement = Statement.of("\n".join(body).strip())
    for parameter in statement.parameters:
        if parameter not in values:
            raise _error(f"The parameter :{parameter} of {name!r} has no value.", place, f"add a line -- :{parameter} = 1")
    return Task(name, told, weight, statement, values)


def _weight(text: str, place: str) -> float:
    if not _NUMBER.fullmatch(text) or float(text) <= 0:
        raise _error(f"{text!r} is no weight.", place, "write a number above 0")
    return float(text)


def literal_value(text: str, place: str) -> Any:
    """The value of an SQL literal: a number, a string, true, false or null. Raises DatasetError with the place."""
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    if _NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    if re.fullmatch(r"'([^']|'')*'", text):
        return text[1:-1].replace("''", "'")
    raise _error(f"{text!r} is no literal.", place, "write a number, 'text', true, false or null")


def _error(message: str, place: str, hint: str) -> DatasetError:
    return DatasetError(message, f"In {place}.", hint=f"{hint}.")
