"""Names of new indexes, and CREATE INDEX with a name or on another table. Text in, text out."""

from __future__ import annotations

import re

from workbench.indexes import Candidate
from workbench.sql import Statement
from workbench.sql.lexer import Kind, Token
from workbench.sql.names import quoted

# So many bytes of a name PostgreSQL keeps: https://www.postgresql.org/docs/current/sql-syntax-lexical.html
_LONGEST = 63
_LEFT_OUT = frozenset({"include", "where", "is", "not", "null", "and", "or", "asc", "nulls", "first", "last", "text", "desc"})


def index_name(candidate: Candidate, taken: set[str], table: str | None = None) -> str:
    """A name from the table and the words of the keys, free among those that are taken (and from now on taken).

    Args:
        table: that it is on; None for the candidate's own.
    """
    keys = rest(candidate)
    words = [token.text.strip('"') for token in Statement(keys[keys.index("(") :]).tokens if token.kind is Kind.NAME]
    kept = [word.lower() for word in words if word.lower() not in _LEFT_OUT]
    base = re.sub(r"\W+", "_", "_".join(dict.fromkeys([table or candidate.table[-1], *kept])))
    name, number = _cut(base, "_idx"), 1
    while name in taken:
        number += 1
        name = _cut(base, f"_idx{number}")
    taken.add(name)
    return name


def named(candidate: Candidate, name: str, table: str, how: str = "") -> str:
    """CREATE INDEX IF NOT EXISTS with this name.

    Args:
        table: as it is to be written behind ON. how: what stands behind the word INDEX, such as "concurrently".
    """
    words = [head(candidate), *([how] if how else []), "if not exists", quoted(name), "on"]
    return f"{' '.join(words)} {table}{rest(candidate)}"


def head(candidate: Candidate) -> str:
    """Up to the word INDEX."""
    index = next(token for token in Statement(candidate.ddl).tokens if token.text.lower() == "index")
    return candidate.ddl[: index.start + len(index.text)]


def rest(candidate: Candidate) -> str:
    """What stands behind the table's name."""
    last = _table(candidate)[-1]
    return candidate.ddl[last.start + len(last.text) :]


def on_only(candidate: Candidate) -> bool:
    """Whether it leaves the table's children out."""
    first = _table(candidate)[0]
    before = [token for token in Statement(candidate.ddl[: first.start]).tokens if token.kind is Kind.NAME]
    return before[-1].text.lower() == "only"


def _table(candidate: Candidate) -> list[Token]:
    """The words of the table's name."""
    words = [token for token in Statement(candidate.ddl).tokens if token.kind is Kind.NAME]
    on = next(place for place, token in enumerate(words) if token.text.lower() == "on")
    start = on + 2 if words[on + 1].text.lower() == "only" else on + 1
    return words[start : start + len(candidate.table)]


def _cut(base: str, end: str) -> str:
    return base.encode()[: _LONGEST - len(end)].decode(errors="ignore") + end
