"""Statement: one SQL statement as the user wrote it, and Bound: the same with its values, ready for the server.

Nothing here runs anything. A `:name` becomes `$1` and its value travels beside the text; text is never pasted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cached_property
from itertools import pairwise
from typing import Any

from workbench.errors import ParameterError, StatementError
from workbench.sql.lexer import Kind, Token, tokens

# What EXPLAIN accepts. https://www.postgresql.org/docs/current/sql-explain.html
_PLANNED = frozenset({"select", "with", "values", "table", "insert", "update", "delete", "merge", "(", "execute", "declare"})
_WRITES = frozenset({"insert", "update", "delete", "merge", "into", "execute"})
_CREATE_AS = frozenset({"table", "temp", "temporary", "unlogged", "materialized"})

# https://www.postgresql.org/docs/current/sql-commands.html: each page says "cannot be executed inside a transaction block".
_NO_TRANSACTION = frozenset({"vacuum", "reindex", "cluster", "checkpoint"})
_NO_TRANSACTION_PAIRS = frozenset(
    {
        ("create", "database"),
        ("drop", "database"),
        ("create", "tablespace"),
        ("drop", "tablespace"),
        ("alter", "system"),
    }
)
_NUMBERED = re.compile(r"\$\d+")
# The protocol counts them in two bytes. https://www.postgresql.org/docs/current/limits.html
_MOST_PARAMETERS = 65_535


@dataclass(frozen=True)
class Statement:
    """One SQL statement, exactly as written.

    Build it with `Statement.of(text)`, which checks that there is one statement and only one.

    Attributes:
        text: as the user wrote it.
        line: the line of the cell or script on which it begins.
    """

    text: str
    line: int = field(default=1, compare=False)

    @classmethod
    def of(cls, text: str) -> Statement:
        """The one statement in `text`, without the semicolon at its end.

        Raises:
            StatementError: there is none, or more than one.
        """
        if "\0" in text:
            raise StatementError(
                "The statement has a character of code zero, at which a server would take it to end.",
                hint="take it out; a text of PostgreSQL can't hold one.",
            )
        outline = _outline(text)
        if not outline:
            raise StatementError(
                "There is no statement here, only spaces or comments.",
                hint="write one SQL statement, for example: select 1",
            )
        if outline[0][0].text.lower() == "copy" and {"stdin", "stdout"} & set(Statement(text).words):
            raise StatementError(
                "COPY from STDIN and to STDOUT need a client that sends or takes the data.",
                hint="read with a query and .df; load files with %dataset or psycopg.",
            )
        if len(outline) > 1:
            second = text.count("\n", 0, outline[1][0].start) + 1
            raise StatementError(
                f"There are {len(outline)} statements here; one at a time can be run and measured.",
                f"LINE {second}: {text.splitlines()[second - 1].strip()}",
                hint="put each statement into a cell (or a call) of its own.",
            )
        first, end = outline[0]
        written = text[_after_semicolons(text, first) : end]
        blank = text[: len(text[:end]) - len(written.lstrip())]
        return cls(written.strip(), blank.count("\n") + 1)

    @classmethod
    def several(cls, text: str) -> tuple[Statement, ...]:
        """All statements in `text`, which semicolons divide.

        >>> [statement.text for statement in Statement.several("select ';'; select 2;")]
        ["select ';'", 'select 2']
        """
        ends = [0, *(end for _, end in _outline(text))]
        found = ((cls.of(text[start:end]), text.count("\n", 0, start)) for start, end in pairwise(ends))
        return tuple(replace(statement, line=statement.line + above) for statement, above in found)

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """All tokens, comments and spaces included."""
        return tuple(tokens(self.text))

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words and signs in lower case, spaces and comments left out: enough to tell what kind it is."""
        return tuple(t.text.lower() for t in self.tokens if t.kind not in (Kind.SPACE, Kind.COMMENT))

    @property
    def explainable(self) -> bool:
        """Whether EXPLAIN takes it."""
        first, *rest = self.words
        return first in _PLANNED or (first == "create" and rest[:1] != [] and rest[0] in _CREATE_AS)

    @property
    def writes(self) -> bool:
        """Whether it may change rows: it is, or holds, INSERT, UPDATE, DELETE, MERGE or INTO, or it is EXECUTE."""
        return not _WRITES.isdisjoint(self.words)

    @property
    def needs_autocommit(self) -> bool:
        """Whether PostgreSQL refuses it inside a transaction block."""
        return (
            self.words[0] in _NO_TRANSACTION
            or self.words[:2] in _NO_TRANSACTION_PAIRS
            or (self.words[0] in ("create", "drop") and "concurrently" in self.words[1:4])
        )

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        """The names behind the colons, each once, in order of first use."""
        return tuple(dict.fromkeys(t.text[1:] for t in self.tokens if t.kind is Kind.PARAMETER))

    @cached_property
    def identifiers(self) -> tuple[str, ...]:
        """The variables that hold names, written `:"variable"`, each once, in order of first use."""
        return tuple(dict.fromkeys(_variable(t) for t in self.tokens if t.kind is Kind.IDENTIFIER))

    def bind(self, values: Mapping[str, Any]) -> Bound:
        """The statement with `$1, $2, ...` in place of its `:names`, and their values; a `:"name"` becomes a quoted identifier.

        Names in `values` that the statement doesn't use are ignored, so that a notebook's whole namespace can be passed.

        Raises:
            ParameterError: a name has no value. The message lists near names only, never the namespace.
        """
        if self.numbered:
            raise ParameterError(
                "Parameters have names here: $1 and the like can't be bound.",
                hint="write :name instead of $1, and give it a value by that name.",
            )
        if any(t.kind is Kind.QUOTED for t in self.tokens):
            raise ParameterError(
                ":'name' is psql's way to quote a value.", hint="write :name; it is a value already, never text."
            )
        missing = [name for name in (*self.parameters, *self.identifiers) if name not in values]
        if missing:
            raise _missing(missing, values)
        sent: dict[tuple[Kind, str], str] = {(Kind.PARAMETER, f":{name}"): number for name, number in self._numbers.items()}
        for token in self.tokens:
            if token.kind is Kind.IDENTIFIER:
                sent[token.kind, token.text] = quoted_name(_variable(token), values[_variable(token)])
        pieces = tuple((sent.get((t.kind, t.text), t.text), t) for t in self.tokens)
        return Bound(self, "".join(text for text, _ in pieces), tuple(values[name] for name in self.parameters), pieces)

    def generic(self) -> Bound:
        """The statement without values, which can be planned but not run: with `$1, $2, ...` as pg_stat_statements keeps it, or
        in place of its `:names`.

        >>> Statement("select * from orders where user_id = :u").generic().sql
        'select * from orders where user_id = $1'

        Raises:
            ParameterError: it has both, or a number that no parameter has.
        """
        if self.parameters and self.numbered:
            raise ParameterError("The statement has both :names and $1.", hint="write :name everywhere, or $1 everywhere.")
        if self.numbered > _MOST_PARAMETERS:
            raise ParameterError(f"There is no ${self.numbered}: ${_MOST_PARAMETERS} is the last.", hint="count from $1 on.")
        number = self._numbers
        text = "".join(number[t.text[1:]] if t.kind is Kind.PARAMETER else t.text for t in self.tokens)
        numbered = Statement(text)
        return Bound(numbered, text, (), tuple((t.text, t) for t in numbered.tokens))

    @cached_property
    def numbered(self) -> int:
        """The highest n of its `$n`; 0 where it has none."""
        return max((int(word[1:]) for word in self.words if _NUMBERED.fullmatch(word)), default=0)

    @property
    def _numbers(self) -> dict[str, str]:
        return {name: f"${i}" for i, name in enumerate(self.parameters, start=1)}


@dataclass(frozen=True)
class Bound:
    """A statement and the values of its parameters: `sql` holds `$1 ... $n`, `values` has n entries, or none if it is
    generic."""

    statement: Statement
    sql: str
    values: tuple[Any, ...]
    pieces: tuple[tuple[str, Token], ...]

    @property
    def unknown(self) -> int:
        """How many parameters have no value."""
        return self.statement.numbered

    def rewritten(self, texts: Sequence[str]) -> Bound:
        """The same with these texts in place of its parameters, and none left."""
        text = dict(zip(self.statement.parameters, texts, strict=True))
        pieces = tuple((text[t.text[1:]] if t.kind is Kind.PARAMETER else sent, t) for sent, t in self.pieces)
        return Bound(self.statement, "".join(sent for sent, _ in pieces), (), pieces)

    def source_position(self, position: int) -> int:
        """Where the user wrote what stands at 1-based `position` of `sql`; 1-based, too."""
        at = 1
        for text, token in self.pieces:
            if position < at + len(text):
                inside = 0 if token.kind in (Kind.PARAMETER, Kind.IDENTIFIER) else position - at
                return token.start + inside + 1
            at += len(text)
        return len(self.statement.text) + 1


def quoted_name(variable: str, value: Any) -> str:
    """A variable's value as an identifier: whatever it holds, it is one name, or one for each of a list.

    >>> quoted_name("t", ["public", 'a "b"; --'])
    '"public"."a ""b""; --"'
    """
    parts = [value] if isinstance(value, str) else list(value) if isinstance(value, list | tuple) else []
    if not parts or not all(isinstance(part, str) and part and "\0" not in part for part in parts):
        raise ParameterError(
            f'The value of :"{variable}" is no name.', hint="give it a string, or a list of strings for a qualified name."
        )
    return ".".join('"{}"'.format(part.replace('"', '""')) for part in parts)


def _variable(token: Token) -> str:
    return token.text[2:-1].replace('""', '"')


def _missing(missing: list[str], values: Mapping[str, Any]) -> ParameterError:
    names = ", ".join(f":{name}" for name in missing)
    near = [match for name in missing for match in get_close_matches(name, list(values), n=1)]
    details = [f"Did you mean :{', :'.join(near)}?"] if near else []
    first = missing[0]
    return ParameterError(
        f"No value for {names}.",
        *details,
        hint=f"set a variable in the notebook ({first} = ...) or pass it to the call (..., {first}=...).",
    )


def _after_semicolons(text: str, first: Token) -> int:
    """Where the statement's text begins: behind semicolons that end nothing, comments before it included."""
    return max((token.start + 1 for token in tokens(text[: first.start]) if token.kind is Kind.END), default=0)


def _outline(text: str) -> list[tuple[Token, int]]:
    """The first solid token of each statement, and where the statement ends.

    The body of a function may be BEGIN ATOMIC ... END and hold semicolons of its own; nothing else may.
    """
    found: list[tuple[Token, int]] = []
    words: list[str] = []
    atomic = False
    for token in tokens(text):
        if token.kind in (Kind.SPACE, Kind.COMMENT):
            continue
        if token.kind is Kind.END and not atomic:
            if words:
                found[-1] = (found[-1][0], token.start)
            words = []
            continue
        if not words:
            found.append((token, len(text)))
        words.append(token.text.lower())
        atomic = atomic or (words[-2:] == ["begin", "atomic"] and _makes_routine(words))
    return found


def _makes_routine(words: list[str]) -> bool:
    return words[0] == "create" and bool({"function", "procedure"} & set(words[1:4]))
