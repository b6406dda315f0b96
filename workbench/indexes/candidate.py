"""Candidate: an index that is not there yet, as the DDL that would make it. It is read by tokens, and only as far as
needed to know the table: PostgreSQL itself judges the rest when the index is built.

sqlglot is not used here on purpose: it rejects DDL that PostgreSQL takes (ON ONLY, NULLS NOT DISTINCT, TABLESPACE), and a
candidate that the server would build must never be refused by us.
"""

from __future__ import annotations

from dataclasses import dataclass

from workbench.errors import StatementError
from workbench.sql import Statement
from workbench.sql.lexer import Kind, Token

_EXAMPLE = "create index on orders (user_id, status, created_at desc)"


@dataclass(frozen=True)
class Candidate:
    """An index to try.

    Attributes:
        ddl: the CREATE INDEX statement as the user wrote it.
        table: the parts of the table's name, folded as PostgreSQL folds them: ("orders",) or ("shop", "orders").
    """

    ddl: str
    table: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> Candidate:
        """Reads a CREATE INDEX statement.

        Raises:
            StatementError: it is no CREATE INDEX, or one that PostgreSQL cannot roll back.
        """
        statement = Statement.of(text)
        if statement.words[:2] != ("create", "index") and statement.words[:3] != (
            "create",
            "unique",
            "index",
        ):
            raise _not_an_index(statement)
        if "concurrently" in statement.words[:4]:
            raise StatementError(
                "CREATE INDEX CONCURRENTLY can't run in a transaction, so it can't be tried and rolled back.",
                hint="leave out CONCURRENTLY here; use it when you build the index for good.",
            )
        return cls(statement.text, _table(statement))

    @property
    def ddl_to_keep(self) -> str:
        """The same with CONCURRENTLY: builds for good while others go on writing. It can't run in a transaction.

        https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
        """
        index = next(token for token in Statement(self.ddl).tokens if token.text.lower() == "index")
        end = index.start + len(index.text)
        word = "CONCURRENTLY" if index.text.isupper() else "concurrently"
        return f"{self.ddl[:end]} {word}{self.ddl[end:]}"


def _table(statement: Statement) -> tuple[str, ...]:
    """The name after the first ON: `on [only] part [. part]...`."""
    solid = [token for token in statement.tokens if token.kind not in (Kind.SPACE, Kind.COMMENT)]
    words = [token.text.lower() for token in solid]
    if "on" not in words:
        raise _not_an_index(statement)
    at = words.index("on") + 1
    at += words[at : at + 1] == ["only"]
    parts = [token for token in solid[at : at + 1] if token.kind is Kind.NAME]
    while parts and words[at + 1 : at + 2] == ["."]:
        at += 2
        parts += solid[at : at + 1]
    if not parts:
        raise _not_an_index(statement)
    return tuple(_folded(part) for part in parts)


def _folded(name: Token) -> str:
    """Quoted names stay as they are; of others A to Z become lower case, and other letters don't.

    https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS
    """
    if name.text.startswith('"'):
        return name.text[1:-1].replace('""', '"')
    return "".join(letter.lower() if letter.isascii() else letter for letter in name.text)


def _not_an_index(statement: Statement) -> StatementError:
    return StatementError(
        "A trial tries an index, and this is no CREATE INDEX statement.",
        f"LINE 1: {statement.text.splitlines()[0].strip()}",
        hint=f"write, for example: {_EXAMPLE}",
    )
