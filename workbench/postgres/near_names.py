"""A name that the server doesn't know, and the names nearest to it that it does. Asked only while no transaction is open."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from workbench.errors import SqlError
from workbench.sql import Statement
from workbench.sql.lexer import Kind, Token

if TYPE_CHECKING:
    from workbench.postgres.connection import Connection

# What the code says is unknown, and the query that knows such names.
# https://www.postgresql.org/docs/current/errcodes-appendix.html
_ASKED = {"42P01": "names_of_relations", "42703": "names_of_columns", "42883": "names_of_functions"}
# A relation's name stands behind one of these; elsewhere, `o.id` speaks of an alias that isn't there.
_BEFORE_RELATION = frozenset({"from", "join", "into", "update", "table", "only", "using", ","})
_NEAR, _MOST = 0.6, 3  # difflib's own measure of a close match; more than three are a list, not a hint


@contextmanager
def suggesting(connection: Connection, statement: Statement) -> Iterator[None]:
    """Whatever is raised inside of an unknown name says which ones are near."""
    try:
        yield
    except SqlError as error:
        if not connection.in_transaction and not connection.closed and error.position and error.sqlstate in _ASKED:
            near = _near(connection, statement, error.position, error.sqlstate)
            error.details = (*error.details, *([f"Did you mean {_either(near)}?"] if near else []))
        raise


def _near(connection: Connection, statement: Statement, position: int, code: str) -> list[str]:
    name, before = _name_at(statement, position)
    if not name:
        return []
    if code == "42P01" and before not in _BEFORE_RELATION:
        words = dict.fromkeys(_written(token) for token in statement.tokens if token.kind is Kind.NAME)
        return _closest(name[0], [(word, word) for word in words if word != name[0]])
    asked = {"words": [_written(token) for token in statement.tokens if token.kind is Kind.NAME]} if code == "42703" else {}
    rows = connection.rows(_ASKED[code], **asked)
    known = [(row["name"], row["bare"]) for row in rows]
    if code == "42883" and any(bare == name[-1] for _, bare in known):
        return []  # the name is right, its arguments aren't
    return _closest(name[-1], known)


def _name_at(statement: Statement, position: int) -> tuple[list[str], str]:
    """The parts of the name that begins there, and the word before it."""
    solid = [token for token in statement.tokens if token.kind not in (Kind.SPACE, Kind.COMMENT)]
    first = next((i for i, token in enumerate(solid) if token.start == position - 1), None)
    if first is None or solid[first].kind is not Kind.NAME:
        return [], ""
    parts, at = [_written(solid[first])], first + 1
    while at + 1 < len(solid) and solid[at].text == "." and solid[at + 1].kind is Kind.NAME:
        parts.append(_written(solid[at + 1]))
        at += 2
    return parts, solid[first - 1].text.lower() if first else ""


def _written(token: Token) -> str:
    """A name as the catalog has it."""
    text = token.text
    return text[1:-1].replace('""', '"') if text.startswith('"') else text.lower()


def _closest(name: str, known: list[tuple[str, str]]) -> list[str]:
    """The nearest first; among equals the order in which they come."""
    matcher = SequenceMatcher(b=name)
    measured = []
    for shown, bare in known:
        matcher.set_seq1(bare.lower())
        if matcher.real_quick_ratio() >= _NEAR and matcher.quick_ratio() >= _NEAR and (ratio := matcher.ratio()) >= _NEAR:
            measured.append((-ratio, shown))
    return list(dict.fromkeys(shown for _, shown in sorted(measured, key=lambda one: one[0])))[:_MOST]


def _either(names: list[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} or {last}" if most else last
