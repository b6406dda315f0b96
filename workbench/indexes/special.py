"""Indexes of other kinds than plain B-trees, by the condition that calls for them: GIN, GiST, BRIN, hash, pattern operators."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from workbench.catalog import Catalog, IndexKey, Table, TableColumn
from workbench.indexes.candidate import Candidate
from workbench.indexes.conditions import Condition, Kinds, Use
from workbench.indexes.shapes import key, name_of, statistics
from workbench.indexes.whatif import Rejected

LONG_TEXT = 40  # bytes: a hash index holds 4 of each value, a B-tree all of them
CORRELATED = 0.9  # of value and place; below that most blocks of a BRIN index span most values
LARGE = 1_000  # pages: a BRIN index summarizes 128 at a time and is of use where it can skip many

_TRIGRAM = re.compile(r"\w{3}")  # https://www.postgresql.org/docs/current/pgtrgm.html: patterns without one read all
_PATTERN_CLASS = {"text": "text_pattern_ops", "varchar": "text_pattern_ops", "bpchar": "bpchar_pattern_ops"}
_EQUAL_TO_ANY = "= any(column) can't use an index; write column @> array[value] for this one"


def special(use: Use, catalog: Catalog) -> Iterator[Candidate | Rejected]:
    """The candidates of other kinds for one use of a table, and those that would be good if something were there."""
    for condition in use.conditions:
        yield from _MAKERS[condition.kind](use.table, condition, catalog) if condition.kind in _MAKERS else ()
        if condition.kind is Kinds.RANGE:
            yield from _brin(use.table, condition)
        if condition.kind is Kinds.EQUAL:
            yield from _hash(use.table, condition)


def _column(table: Table, condition: Condition) -> TableColumn | None:
    return table.column(condition.operand.column) if condition.operand.column is not None else None


def _made(table: Table, condition: Condition, method: str, opclass: str = "") -> Candidate:
    one = key(condition.operand)
    one = replace(one, opclass=opclass, default_opclass=not opclass)
    return Candidate.made(name_of(table), (one,), method)


def _search(table: Table, condition: Condition, _: Catalog) -> Iterator[Candidate | Rejected]:
    column = _column(table, condition)
    name = column.inner.name if column is not None and column.inner is not None else ""
    if name == "tsvector" or (column is None and condition.operand.text.startswith("to_tsvector(")):
        yield _made(table, condition, "gin")
    elif name == "jsonb":
        yield _made(table, condition, "gin", "jsonb_path_ops")


def _contains(table: Table, condition: Condition, _: Catalog) -> Iterator[Candidate | Rejected]:
    column = _column(table, condition)
    if column is None or column.inner is None:
        return
    if column.inner.name == "jsonb":
        yield _made(table, condition, "gin", "jsonb_path_ops")
    elif "gin" in column.inner.methods:
        yield _made(table, condition, "gin")
    elif column.inner.category == "R" and "gist" in column.inner.methods:
        yield _made(table, condition, "gist")


def _has_key(table: Table, condition: Condition, _: Catalog) -> Iterator[Candidate | Rejected]:
    column = _column(table, condition)
    if column is not None and column.inner is not None and "gin" in column.inner.methods:
        yield _made(table, condition, "gin")


def _element_of(table: Table, condition: Condition, _: Catalog) -> Iterator[Candidate | Rejected]:
    yield Rejected(_made(table, condition, "gin"), f"{_EQUAL_TO_ANY}: {condition.operand.text}.")


def _pattern(table: Table, condition: Condition, catalog: Catalog) -> Iterator[Candidate | Rejected]:
    column = _column(table, condition)
    name = column.inner.name if column is not None and column.inner is not None else "text"
    if name not in _PATTERN_CLASS:
        return
    pattern = condition.pattern
    if condition.starts and (pattern is None or pattern[:1] not in ("%", "_", "")):
        bytewise = column is not None and column.inner is not None and column.inner.bytewise
        yield _made(table, condition, "btree", "" if bytewise else _PATTERN_CLASS[name])
    if not condition.starts or pattern is None or pattern.startswith(("%", "_")):
        yield _trigrams(table, condition, catalog)


def _trigrams(table: Table, condition: Condition, catalog: Catalog) -> Candidate | Rejected:
    home = dict(catalog.homes).get("pg_trgm")
    prefix = "" if home is None or home in catalog.search_path else f"{home}."
    made = _made(table, condition, "gin", f"{prefix}gin_trgm_ops")
    if "pg_trgm" not in catalog.extensions:
        there = "pg_trgm" in catalog.available
        missing = (
            "run: create extension pg_trgm" if there else "the server doesn't have it; install PostgreSQL's contrib package"
        )
        return Rejected(made, f"It needs the extension pg_trgm; {missing}.")
    if condition.pattern is not None and not _TRIGRAM.search(condition.pattern):
        return Rejected(
            made, f"The pattern {condition.pattern!r} holds no three letters in a row, so trigrams can't narrow it down."
        )
    return made


def _brin(table: Table, condition: Condition) -> Iterator[Candidate | Rejected]:
    column, known = _column(table, condition), statistics(table, condition.operand)
    fits = column is not None and column.inner is not None and "brin" in column.inner.methods
    if fits and known is not None and table.pages >= LARGE and abs(known.correlation) >= CORRELATED:
        yield _made(table, condition, "brin")


def _hash(table: Table, condition: Condition) -> Iterator[Candidate | Rejected]:
    column, known = _column(table, condition), statistics(table, condition.operand)
    text = column is not None and column.inner is not None and column.inner.name in _PATTERN_CLASS
    if text and known is not None and known.width >= LONG_TEXT:
        yield _made(table, condition, "hash")


_MAKERS = {
    Kinds.SEARCH: _search,
    Kinds.CONTAINS: _contains,
    Kinds.OVERLAPS: _contains,
    Kinds.HAS_KEY: _has_key,
    Kinds.ELEMENT_OF: _element_of,
    Kinds.PATTERN: _pattern,
}


def foreign_keys(table: Table) -> Iterator[Candidate]:
    """An index on each foreign key: without one, deleting a row that it points to reads the whole table."""
    for foreign in table.foreign:
        keys = tuple(IndexKey(name, name, "", True) for name in foreign.columns)
        yield Candidate.made(name_of(table), keys)
