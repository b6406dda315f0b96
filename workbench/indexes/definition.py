"""The parts of a CREATE INDEX statement, read by tokens; the server judges whether they make sense.

https://www.postgresql.org/docs/current/sql-createindex.html
"""

from __future__ import annotations

from dataclasses import dataclass

from workbench.catalog import IndexKey
from workbench.sql import Statement
from workbench.sql.lexer import Kind, Token
from workbench.sql.names import folded

_OPEN, _CLOSE = ("(", "["), (")", "]")


@dataclass(frozen=True)
class Parts:
    """The table's name, the tokens of the keys and of INCLUDE, the predicate's text, and the words that aren't read further."""

    table: tuple[str, ...]
    method: str
    keys: tuple[Token, ...]
    include: tuple[Token, ...]
    predicate: str | None
    rest: str


class _Reader:
    """Goes through tokens from left to right."""

    def __init__(self, tokens: tuple[Token, ...]) -> None:
        self._tokens = tokens
        self.at = 0

    @property
    def word(self) -> str:
        return self._tokens[self.at].text.lower() if self.at < len(self._tokens) else ""

    def take(self, *words: str) -> bool:
        """Goes on behind these words if they come next."""
        following = [token.text.lower() for token in self._tokens[self.at : self.at + len(words)]]
        if following != list(words):
            return False
        self.at += len(words)
        return True

    def name(self) -> tuple[str, ...]:
        """The name that comes next, part by part; empty where there is none."""
        parts: list[str] = []
        while self.at < len(self._tokens) and self._tokens[self.at].kind is Kind.NAME:
            parts.append(folded(self._tokens[self.at].text))
            self.at += 1
            if not self.take("."):
                break
        return tuple(parts)

    def group(self) -> tuple[Token, ...] | None:
        """What stands in the parentheses that come next; None where none do, or they aren't closed."""
        if self.word != "(":
            return None
        depth, start = 0, self.at + 1
        for place in range(self.at, len(self._tokens)):
            text = self._tokens[place].text
            depth += (text in _OPEN) - (text in _CLOSE)
            if depth == 0:
                self.at = place + 1
                return self._tokens[start:place]
        return None


def read_parts(statement: Statement) -> Parts | None:
    """The parts of a CREATE [UNIQUE] INDEX; None where not even the table can be told."""
    solid = tuple(token for token in statement.tokens if token.kind not in (Kind.SPACE, Kind.COMMENT))
    words = [token.text.lower() for token in solid]
    if "on" not in words:
        return None
    reader = _Reader(solid)
    reader.at = words.index("on") + 1
    only = reader.take("only")
    table = reader.name()
    if not table:
        return None
    method = "".join(reader.name()) if reader.take("using") else "btree"
    keys = reader.group() or ()
    include = (reader.group() or ()) if reader.take("include") else ()
    tail = words[reader.at :]
    where = reader.at + tail.index("where") if "where" in tail else len(solid)
    predicate = statement.text[solid[where].start + len("where") :].strip() if where < len(solid) else None
    rest = " ".join([*(["only"] if only else []), *words[reader.at : where]])
    return Parts(table, method, keys, include, predicate or None, rest)


def read_keys(tokens: tuple[Token, ...]) -> tuple[IndexKey, ...] | None:
    """The keys between the parentheses; None where one of them is spelled in a way that isn't read here."""
    keys: list[IndexKey] = []
    for part in _divided(tokens):
        key = _key(part)
        if key is None:
            return None
        keys.append(key)
    return tuple(keys)


def _divided(tokens: tuple[Token, ...]) -> list[tuple[Token, ...]]:
    """The tokens between commas that no parentheses hold."""
    parts: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        depth += (token.text in _OPEN) - (token.text in _CLOSE)
        if token.text == "," and depth == 0:
            parts.append([])
        else:
            parts[-1].append(token)
    return [tuple(part) for part in parts if part]


def _key(tokens: tuple[Token, ...]) -> IndexKey | None:
    """`{column | function(...) | (expression)} [collate c] [opclass] [asc | desc] [nulls first | last]`."""
    reader = _Reader(tokens)
    name = reader.name()
    called = reader.group()
    text = _text(tokens[: reader.at])
    if not text or (len(name) > 1 and called is None):
        return None
    collation = reader.name()[-1:] if reader.take("collate") else ()
    opclass = reader.name() if reader.word not in ("asc", "desc", "nulls") else ()
    descending = reader.take("desc")
    if not descending:
        reader.take("asc")
    first, last = reader.take("nulls", "first"), reader.take("nulls", "last")
    if reader.at < len(tokens):
        return None
    column = name[0] if name and called is None else None
    nulls_first = first or (descending and not last)
    known = {"descending": descending, "nulls_first": nulls_first}
    collated = collation[0] if collation else None
    return IndexKey(column or text, column, ".".join(opclass), not opclass, collated, **known)


def _text(tokens: tuple[Token, ...]) -> str:
    """The tokens as text: where spaces or comments stood between two, one space."""
    said = ""
    for number, token in enumerate(tokens):
        before = tokens[number - 1] if number else None
        apart = before is not None and before.start + len(before.text) < token.start
        said += (" " if apart else "") + token.text
    return said
