"""Why a candidate isn't worth a price: the table is small, the column holds nothing, an index that is there does the same.

Each reason is one sentence. What passes here is only possible; what it is worth, the planner says.
"""

from __future__ import annotations

import re

import sqlglot
from sqlglot.errors import SqlglotError

from workbench.catalog import Index, IndexKey, Table, TableColumn
from workbench.indexes.candidate import Candidate
from workbench.indexes.immutable import why_not_immutable
from workbench.indexes.selectivity import fraction
from workbench.sql.forms import conjuncts, form

TINY = 8  # pages: reading them all in one go costs about what going through an index does
WIDEST = 1_000  # bytes of a B-tree's key on average: 2,704 are refused by PostgreSQL, and some values are longer
MOSTLY = 0.5  # of the rows: a partial index that holds more is hardly smaller than a whole one

_KINDS = {"foreign table": "a foreign table; its rows are on another server", "view": "a view; only tables have indexes"}


def why_not(candidate: Candidate, table: Table) -> str | None:
    """None where the candidate may be priced, else the reason."""
    checks = (_table, _types, _immutable, _width, _values, _there, _unique, _fraction)
    return next((reason for check in checks if (reason := check(candidate, table)) is not None), None)


def _columns(candidate: Candidate, table: Table) -> list[tuple[IndexKey, TableColumn]]:
    pairs = ((one, table.column(one.column)) for one in candidate.keys or () if one.column is not None)
    return [(one, column) for one, column in pairs if column is not None]


def _table(_: Candidate, table: Table) -> str | None:
    if table.kind in _KINDS:
        return f"{table.name} is {_KINDS[table.kind]}."
    if table.rows >= 0 and table.pages < TINY:
        pages = "1 page" if table.pages == 1 else f"{table.pages} pages"
        return f"{table.name} is small ({pages}): reading it whole costs no more than an index would."
    return None


def _types(candidate: Candidate, table: Table) -> str | None:
    for one, column in _columns(candidate, table):
        if one.default_opclass and column.inner is not None and candidate.method not in column.inner.methods:
            return f"The type of {column.name}, {column.type}, has no {candidate.method} operator class."
    return None


def _immutable(candidate: Candidate, table: Table) -> str | None:
    for one in candidate.keys or ():
        if one.column is None and (reason := _why_not_key(one.text, table)) is not None:
            return f"{one.text} can't be a key, because {reason}."
    if candidate.predicate is not None and (reason := _why_not_predicate(candidate.predicate)) is not None:
        return reason
    return None


def _why_not_key(text: str, table: Table) -> str | None:
    try:
        return why_not_immutable(sqlglot.parse_one(text, read="postgres"), table)
    except (SqlglotError, RecursionError):
        return "it can't be read"


def _why_not_predicate(predicate: str) -> str | None:
    return "Its predicate has a parameter, whose value an index can't know." if re.search(r"\$\d", predicate) else None


def _width(candidate: Candidate, table: Table) -> str | None:
    if candidate.method != "btree":
        return None
    widths = [(c.statistics.width, c.name) for _, c in _columns(candidate, table) if c.statistics is not None]
    width, name = max(widths, default=(0, ""))
    return f"{name} is too wide for a B-tree ({width:,} bytes on average)." if width > WIDEST else None


def _values(candidate: Candidate, table: Table) -> str | None:
    for _, column in _columns(candidate, table)[:1]:
        known = column.statistics
        if known is not None and known.null >= 1 and candidate.predicate is None:
            return f"{column.name} holds nulls only."
        if known is not None and known.distinct == 1 and known.null == 0 and candidate.method in ("btree", "hash"):
            return f"{column.name} holds one value only, so it finds all rows or none."
    return None


def _there(candidate: Candidate, table: Table) -> str | None:
    for index in table.indexes:
        if index.valid and covers(index, candidate):
            return f"{index.name} on {table.name} does the same already{', as a constraint' if index.constraint else ''}."
    return None


def covers(index: Index, candidate: Candidate) -> bool:
    """Whether an index that is there finds what the candidate would: its keys are a beginning of the index's, or all of them
    turned round, and the index holds all rows and columns that the candidate would."""
    keys = candidate.keys or ()
    if index.method != candidate.method or candidate.unique or not keys or len(keys) > len(index.keys):
        return False
    if index.method != "btree" and len(keys) != len(index.keys):
        return False
    held = index.predicate is None if candidate.predicate is None else _implied(index.predicate, candidate.predicate)
    carried = {*index.include, *(one.column for one in index.keys)}
    pairs = list(zip(keys, index.keys, strict=False))
    straight = all(_same(one, other, turned=False) for one, other in pairs)
    turned = all(_same(one, other, turned=True) for one, other in pairs)
    return held and set(candidate.include) <= carried and (straight or turned)


def _implied(weaker: str | None, stronger: str) -> bool:
    """Whether a partial index's predicate holds for all rows that the other lets through. A whole index isn't meant here: it
    holds the rows, but many more."""
    return weaker is not None and conjuncts(weaker) <= conjuncts(stronger)


def _same(one: IndexKey, other: IndexKey, *, turned: bool) -> bool:
    same = one.column == other.column if one.column is not None else other.column is None and form(one.text) == form(other.text)
    classes = one.default_opclass == other.default_opclass and (
        one.default_opclass or one.opclass.rpartition(".")[2] == other.opclass
    )
    direction = (one.descending, one.nulls_first) == (other.descending ^ turned, other.nulls_first ^ turned)
    return same and classes and direction and one.collation == other.collation


def _unique(candidate: Candidate, table: Table) -> str | None:
    if candidate.method != "btree" or candidate.include or candidate.predicate is not None:
        return None
    names = [one.column for one in candidate.keys or ()]
    for index in table.indexes:
        columns = [one.column for one in index.keys]
        alone = index.unique and index.valid and index.predicate is None and None not in columns
        if alone and len(names) > len(columns) and set(names[: len(columns)]) == set(columns):
            return f"{' and '.join(filter(None, columns))} is unique already ({index.name}): further keys find nothing more."
    return None


def _fraction(candidate: Candidate, table: Table) -> str | None:
    if candidate.predicate is None:
        return None
    held = fraction(candidate.predicate, table)
    if held is not None and held > MOSTLY:
        return f"{candidate.predicate} holds for {held:.0%} of the rows, so a partial index would save little."
    return None
