"""What an index costs each time that rows are written, in the planner's units, and which updates it takes the short way from.

An update whose new row fits on the page and touches no index is heap-only: no index hears of it. An index over a column that is
updated ends that for the whole row, so all indexes of the table get a new entry, not only this one.
https://www.postgresql.org/docs/current/storage-hot.html
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.catalog import Index, Table
from workbench.indexes import Candidate, Size
from workbench.plan import Plan
from workbench.sql import Statement
from workbench.sql.lexer import Kind

# The planner's own price of going down one level of a B-tree: 50 operators. (btcostestimate in selfuncs.c)
_LEVEL = 50 * 0.0025
# Putting the entry into its page, and writing that to the log: as much as reading some rows.
# Inserting a row into one more index takes about 4 microseconds, a sequential page (1 unit) about 10: it comes to 0.4.
_ENTRY = 0.02
# Other methods beside a B-tree of two levels: GIN has an entry for each element, kept in a list at first; BRIN hardly any.
_METHODS = {"gin": 2.0, "gist": 1.5, "spgist": 1.5, "hash": 0.3, "brin": 0.01, "bloom": 0.3}
_OPERATIONS = {"Insert": "insert", "Update": "update", "Delete": "delete", "Merge": "update"}


@dataclass(frozen=True)
class Write:
    """Rows that the workload writes to a table: "insert", "update" or "delete", so many, as weighted; an update's columns."""

    table: str
    what: str
    rows: float
    columns: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Upkeep:
    """What an index costs the writes of the workload, and of one row; the updated columns that can't be heap-only with it."""

    cost: float
    row_cost: float
    blocks_hot: tuple[str, ...]


def writes(plan: Plan, statement: Statement, weight: float) -> tuple[Write, ...]:
    """What the statement writes, by its plan."""
    found = []
    for node in plan.nodes:
        if node.kind != "ModifyTable" or node.table is None:
            continue
        what = _OPERATIONS.get(str(node.fields.get("Operation")), "update")
        rows = sum(child.rows_planned for child in plan.children(node) if child.relationship == "Outer")
        columns = _columns_set(statement) if what == "update" else frozenset[str]()
        found.append(Write(node.table, what, weight * max(rows, 1.0), columns))
    return tuple(found)


def upkeep(candidate: Candidate, size: Size, table: Table | None, written: Sequence[Write]) -> Upkeep:
    """What keeping this index costs."""
    row_cost = _row_cost(candidate, size)
    if table is None or not any(write.table == table.name for write in written):
        return Upkeep(0.0, row_cost, ())
    share = min(size.rows / table.rows, 1.0) if table.rows > 0 and size.rows > 0 else 1.0
    columns = columns_of(candidate, table)
    total, blocked = 0.0, dict[str, None]()
    for write in written:
        if write.table != table.name:
            continue
        if write.what == "insert":
            total += write.rows * share * row_cost
        elif write.what == "update":
            entries = _entries(columns, write.columns, table.indexes)
            total += write.rows * share * row_cost * entries
            if entries > 1:
                blocked |= dict.fromkeys(sorted(columns & write.columns))
    return Upkeep(total, row_cost, tuple(blocked))


def _entries(columns: frozenset[str], updated: frozenset[str], indexes: Sequence[Index]) -> int:
    """How many entries more an update makes: none while it is heap-only, all indexes' where only this one ends that."""
    if any(updated & _columns_of_index(index) for index in indexes):
        return 1
    return 1 + len(indexes) if columns & updated else 0


def columns_of(candidate: Candidate, table: Table) -> frozenset[str]:
    """The table's columns that the index is about: keys, expressions, INCLUDE and predicate."""
    names = {column.name for column in table.columns}
    tokens = Statement(candidate.ddl).tokens
    return frozenset(_plain(token.text) for token in tokens if token.kind is Kind.NAME) & names


def _columns_of_index(index: Index) -> frozenset[str]:
    named = {key.column for key in index.keys if key.column} | set(index.include)
    loose = [key.text for key in index.keys if key.column is None] + ([index.predicate] if index.predicate else [])
    words = {_plain(token.text) for text in loose for token in Statement(text).tokens if token.kind is Kind.NAME}
    return frozenset(named | words)


def _row_cost(candidate: Candidate, size: Size) -> float:
    return _METHODS.get(candidate.method, _ENTRY + _LEVEL * (size.height + 1))


def _columns_set(statement: Statement) -> frozenset[str]:
    """The names before the equals signs behind SET, as far as the next clause."""
    found, names, depth, on = set[str](), list[str](), 0, False
    for token in statement.tokens:
        word = token.text.lower()
        if token.kind in (Kind.SPACE, Kind.COMMENT):
            continue
        if depth == 0 and word in ("set", "where", "from", "returning"):
            on, names = word == "set", []
        elif on and token.kind is Kind.NAME:
            names.append(_plain(token.text))
        elif on and word == "=" and depth == 0:
            found |= set(names)
            names = []
        elif on and word == "," and depth == 0:
            names = []
        depth += {"(": 1, ")": -1}.get(word, 0)
    return frozenset(found)


def _plain(name: str) -> str:
    return name[1:-1].replace('""', '"') if name.startswith('"') else name.lower()
