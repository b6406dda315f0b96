"""What stands at the cursor of a cell: a magic's options, its line, or the SQL below it. Text in, places out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Magic:
    """What a magic takes.

    Attributes:
        line: what its line holds behind the options: "sql", "table", "dataset", "session" or "word"; `words` stand there, too.
        options: their names, and whether a value follows.
        body: whether SQL stands below it.
    """

    line: str
    options: Mapping[str, bool] = field(default_factory=dict)
    body: bool = False
    words: tuple[str, ...] = ()


_ADVICE = {"--into": True, "--budget": True, "--max": True, "--deadline": True}
_TRANSACTION = ("begin", "commit", "rollback", "savepoint", "release", "sandbox", "end")
MAGICS: dict[str, Magic] = {
    "query": Magic("sql", {"--into": True}, body=True),
    "fetch": Magic("sql", {"--into": True}, body=True),
    "explain": Magic("sql", {"--into": True}, body=True),
    "trial": Magic("sql", {"--into": True, "--budget": True, "--cold": False}, body=True),
    "advise": Magic("dataset", _ADVICE, body=True, words=("pg_stat_statements",)),
    "dataset": Magic("dataset", {"--rows": True, "--seed": True}),
    "schema": Magic("table", {"--widget": False}),
    "connect": Magic("session"),
    "transaction": Magic("word", words=_TRANSACTION),
}

_CELL = re.compile(r"\s*%%(\w+)(.*)")
_CAPTURE = re.compile(r"\s*\w+\s*<<")
_LINE = re.compile(r"\s*(?:[\w.\[\]'\", ]+=\s*)?%(\w+)(.*)")


@dataclass(frozen=True)
class Typed:
    """The text in which the cursor stands. part: "options", "line" or "body"."""

    magic: Magic
    part: str
    text: str
    cursor: int


def typed(cell: str, cursor: int) -> Typed | None:
    """What is being typed in one of our magics; None in anything else."""
    found = _CELL.match(cell)
    if found is None:
        begin = cell.rfind("\n", 0, cursor) + 1
        end = cell.find("\n", cursor)
        found = _LINE.fullmatch(cell, begin, len(cell) if end < 0 else end)
    magic = MAGICS.get(found[1]) if found else None
    if found is None or magic is None or cursor <= found.end(1):
        return None
    if cursor <= found.end():
        return _on_line(magic, found[2], cursor - found.start(2))
    return Typed(magic, "body", cell[found.end() :], cursor - found.end()) if magic.body else None


def _on_line(magic: Magic, line: str, cursor: int) -> Typed:
    """In front of the SQL, the options: to the lexer `--` would begin a comment."""
    captured = _CAPTURE.match(line)
    at = captured.end() if captured and captured.end() <= cursor else 0
    for option in re.compile(r"\s*(--\w*)([ =]?)").finditer(line, at):
        if option.start() != at:
            break
        at = option.end(1)
        if cursor <= at:
            return Typed(magic, "options", line, cursor)
        if magic.options.get(option[1]):
            value = re.compile(r"[ =]\s*\S*").match(line, at)
            at = value.end() if value else at
            if cursor <= at:
                return Typed(magic, "value", line, cursor)
    return Typed(magic, "line", line[at:], cursor - at)


def sql_at(cell: str, cursor: int) -> tuple[str, int] | None:
    """The SQL around the cursor, and the cursor in it; None where there is none."""
    found = typed(cell, cursor)
    if (
        found is None
        or found.part not in ("line", "body")
        or (found.part == "line" and found.magic.line not in ("sql", "table"))
    ):
        return None
    return found.text, found.cursor
