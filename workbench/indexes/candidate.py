"""Candidate: an index that is not there yet, as the DDL that would make it and as what that means: method, keys, INCLUDE,
predicate. Two candidates that mean the same are equal, however they are spelled.

DDL is read by tokens, and only as far as needed: PostgreSQL itself judges the rest when the index is built. sqlglot is not used
here on purpose: it rejects DDL that PostgreSQL takes (ON ONLY, NULLS NOT DISTINCT, TABLESPACE), and a candidate that the server
would build must never be refused by us. What isn't read (WITH, TABLESPACE, ...) stays in `rest`, word for word.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from workbench.catalog import IndexKey
from workbench.errors import StatementError
from workbench.indexes.definition import Parts, read_keys, read_parts
from workbench.sql import Statement
from workbench.sql.forms import form
from workbench.sql.names import quoted

_EXAMPLE = "create index on orders (user_id, status, created_at desc)"


@dataclass(frozen=True, eq=False)
class Candidate:
    """An index to try. Equal and hashed by what it means; sorted by table and DDL.

    Attributes:
        ddl: the CREATE INDEX statement, as the user wrote it or in one way of writing.
        table: the parts of the table's name, folded as PostgreSQL folds them: ("orders",) or ("shop", "orders").
        method: "btree", "gin", ...
        keys: in order; of a key with its type's own operator class, `opclass` is empty. None where they couldn't be read.
        include: columns that are carried along.
        predicate: of a partial index; None for a whole one.
        rest: words that aren't read further: "with (fillfactor = 70)".
    """

    ddl: str
    table: tuple[str, ...]
    method: str = "btree"
    keys: tuple[IndexKey, ...] | None = None
    include: tuple[str, ...] = ()
    predicate: str | None = None
    unique: bool = False
    rest: str = ""

    @classmethod
    def of(cls, text: str) -> Candidate:
        """Reads a CREATE INDEX statement.

        Raises:
            StatementError: it is no CREATE INDEX, or one that PostgreSQL cannot roll back.
        """
        statement = Statement.of(text)
        unique = statement.words[:3] == ("create", "unique", "index")
        if statement.words[:2] != ("create", "index") and not unique:
            raise _not_an_index(statement)
        if "concurrently" in statement.words[:4]:
            raise StatementError(
                "CREATE INDEX CONCURRENTLY can't run in a transaction, so it can't be tried and rolled back.",
                hint="leave out CONCURRENTLY here; use it when you build the index for good.",
            )
        parts = read_parts(statement)
        if parts is None:
            raise _not_an_index(statement)
        return _read(statement.text, parts, unique)

    @classmethod
    def made(
        cls,
        table: tuple[str, ...],
        keys: tuple[IndexKey, ...],
        method: str = "btree",
        *,
        include: tuple[str, ...] = (),
        predicate: str | None = None,
    ) -> Candidate:
        """The candidate of these parts, with its DDL in one way of writing.

        >>> Candidate.made(("shop", "Orders"), (IndexKey("user", "user", "", True, descending=True, nulls_first=True),)).ddl
        'create index on shop."Orders" ("user" desc)'
        """
        using = "" if method == "btree" else f"using {method} "
        ddl = f"create index on {'.'.join(map(quoted, table))} {using}({', '.join(map(_written, keys))})"
        ddl += f" include ({', '.join(map(quoted, include))})" if include else ""
        ddl += f" where {predicate}" if predicate else ""
        return cls(ddl, table, method, keys, include, predicate)

    @cached_property
    def _meaning(self) -> tuple[object, ...]:
        if self.keys is None:
            return (self.table, self.rest)
        keys = tuple((_key_form(k), k.opclass, k.collation, k.descending, k.nulls_first) for k in self.keys)
        carried = tuple(sorted(self.include))
        return (self.table, self.method, keys, carried, self.predicate and form(self.predicate), self.unique, self.rest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Candidate) and self._meaning == other._meaning

    def __hash__(self) -> int:
        return hash(self._meaning)

    def __lt__(self, other: Candidate) -> bool:
        return (self.table, self.ddl) < (other.table, other.ddl)

    @property
    def has_expression(self) -> bool:
        """Whether a key is more than a column, as far as the keys could be read."""
        return self.keys is None or any(key.column is None for key in self.keys)

    @property
    def ddl_to_keep(self) -> str:
        """The same with CONCURRENTLY: builds for good while others go on writing. It can't run in a transaction.

        https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
        """
        index = next(token for token in Statement(self.ddl).tokens if token.text.lower() == "index")
        end = index.start + len(index.text)
        word = "CONCURRENTLY" if index.text.isupper() else "concurrently"
        return f"{self.ddl[:end]} {word}{self.ddl[end:]}"


def _read(ddl: str, parts: Parts, unique: bool) -> Candidate:
    keys = read_keys(parts.keys)
    include = read_keys(parts.include)
    if not keys or include is None or any(key.column is None for key in include):
        return Candidate(ddl, parts.table, parts.method, unique=unique, rest=" ".join(Statement(ddl).words))
    carried = tuple(key.text for key in include)
    return Candidate(ddl, parts.table, parts.method, keys, carried, parts.predicate, unique, parts.rest)


def _key_form(key: IndexKey) -> tuple[bool, str]:
    return (False, form(key.text)) if key.column is None else (True, key.column)


def _written(key: IndexKey) -> str:
    """One key as SQL. An expression that isn't one function call stands in parentheses of its own."""
    text = quoted(key.column) if key.column is not None else key.text
    text += f" collate {quoted(key.collation)}" if key.collation else ""
    text += f" {key.opclass}" if not key.default_opclass else ""
    text += " desc" if key.descending else ""
    return text if key.nulls_first == key.descending else f"{text} nulls {'first' if key.nulls_first else 'last'}"


def _not_an_index(statement: Statement) -> StatementError:
    return StatementError(
        "A trial tries an index, and this is no CREATE INDEX statement.",
        f"LINE 1: {statement.text.splitlines()[0].strip()}",
        hint=f"write, for example: {_EXAMPLE}",
    )
