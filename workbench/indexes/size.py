"""How large an index would be, from the catalog alone: no row is read. Modelled on how PostgreSQL builds each kind.

A B-tree stores each different key once and 6 bytes for each row that has it, unless it is unique, carries columns along, or its
type's equal values may look different. https://www.postgresql.org/docs/current/btree.html#BTREE-DEDUPLICATION
"""

from __future__ import annotations

from math import ceil, exp

from workbench.catalog import Catalog, Table
from workbench.indexes.candidate import Candidate
from workbench.indexes.selectivity import fraction
from workbench.indexes.special_size import brin, gin, gist, hashed
from workbench.indexes.whatif import Size
from workbench.indexes.width import KeyFacts, facts, groups, named, tuple_bytes

_PAGE = 8148  # bytes of a page that entries can use, with the place of its high key
_LEAF = _PAGE - 819  # a leaf is full when less than 10 % (fillfactor 90) would stay free
_INNER = _PAGE - 2458  # an upper page: fillfactor 70
_POINTER = 4  # each entry's place on its page
_POSTING = 812  # bytes that an entry with many rows may have while an index is built
_TID = 6
_APART = 4  # times as many values as leaves: then the last of one and the first of the next nearly always differ
_UNKNOWN = 0.1  # of the rows, where a predicate's fraction can't be told
_DEDUPLICATES = 13  # the first version that does


def size_of(candidate: Candidate, catalog: Catalog) -> Size:
    """The size of a candidate as it would be right after it was built.

    Raises:
        KeyError: its table isn't in the catalog.
    """
    table = catalog.table(candidate.table[-1], candidate.table[-2] if len(candidate.table) > 1 else None)
    if table is None:
        raise KeyError(".".join(candidate.table))
    leaves = _partitions(table, catalog) if table.kind == "partitioned table" else [table]
    sizes = [_of_table(candidate, leaf, catalog) for leaf in leaves or [table]]
    return Size(sum(one.pages for one in sizes), sum(one.rows for one in sizes), max(one.height for one in sizes))


def _partitions(table: Table, catalog: Catalog) -> list[Table]:
    """The tables that hold its rows: each has an index of its own."""
    parts = [one for one in catalog if one.parent == (table.schema, table.name)]
    return [leaf for one in parts for leaf in (_partitions(one, catalog) if one.kind == "partitioned table" else [one])]


def _of_table(candidate: Candidate, table: Table, catalog: Catalog) -> Size:
    rows = rows_of(candidate, table)
    if candidate.method in _OTHERS:
        return _OTHERS[candidate.method](candidate, table, rows)
    return _btree(candidate, table, rows, catalog)


def _combinations(table: Table, catalog: Catalog) -> dict[frozenset[str], float]:
    """How many combinations of some columns there are: by extended statistics, unique keys, and foreign keys, whose values are
    some of the other table's."""
    known = {frozenset(names): count for one in table.statistics for names, count in one.distinct}
    for foreign in table.foreign:
        parent = catalog.table(foreign.parent, foreign.schema or table.schema)
        if len(foreign.columns) > 1 and parent is not None and parent.rows > 0:
            known.setdefault(frozenset(foreign.columns), min(parent.rows, max(table.rows, 1.0)))
    for index in table.indexes:
        names = [one.column for one in index.keys if one.column is not None]
        if index.unique and index.predicate is None and len(names) == len(index.keys):
            known.setdefault(frozenset(names), max(table.rows, 1.0))
    return known


_OTHERS = {"hash": hashed, "gin": gin, "gist": gist, "spgist": gist, "brin": brin}


def rows_of(candidate: Candidate, table: Table) -> float:
    """How many rows the index would hold."""
    rows = max(table.rows, 0.0)
    if candidate.predicate is None:
        return rows
    held = fraction(candidate.predicate, table)
    return rows * (_UNKNOWN if held is None else held)


def _btree(candidate: Candidate, table: Table, rows: float, catalog: Catalog) -> Size:
    if rows < 0.5:
        return Size(1, rows)  # the page about the index
    keys = [facts(one, table) for one in candidate.keys or ()]
    carried = [named(name, table) for name in candidate.include]
    entry = tuple_bytes([*keys, *carried])
    folds = catalog.major >= _DEDUPLICATES and not candidate.unique and not carried and all(one.alike for one in keys)
    alike = groups(candidate.keys or (), table, rows, _combinations(table, catalog)) if folds else []
    above = pages = _leaves(entry, rows, alike)
    height = 0
    fan = max(2.0, _INNER / (_pivot_bytes(keys, above) + _POINTER))
    while above > 1:
        above = ceil(above / fan)
        pages, height = pages + above, height + 1
    return Size(pages + 1, rows, height)


def _pivot_bytes(keys: list[KeyFacts], leaves: int) -> float:
    """Of an entry on an upper page: as many keys as tell two leaves apart, and where equal keys fill several, a row's place."""
    cells = 1.0
    for place, one in enumerate(keys, start=1):
        cells *= one.distinct
        if cells >= leaves * _APART:
            return tuple_bytes(keys[:place])
    return tuple_bytes(keys) + 8


def _leaves(entry: float, rows: float, alike: list[tuple[float, float]]) -> int:
    """Pages of the lowest level."""
    each = entry + _POINTER
    if not alike:
        fits = max(1.0, _LEAF / each)
        return max(1, ceil(rows / (int(fits) if each.is_integer() else fits)))
    total = sum(count * _group_bytes(entry, size) for count, size in alike)
    return max(1, ceil(total / _LEAF))


def _group_bytes(entry: float, rows: float) -> float:
    """Of one key with its rows, in as many entries as it takes."""
    if rows <= 1:
        return entry + _POINTER
    most = max(2, int((_POSTING - entry) // _TID))
    if rows >= most:
        return rows / most * (entry + most * _TID + _POINTER)
    alone = _alone(rows)
    return entry + _POINTER + (1 - alone) * (_TID * (rows - alone) / (1 - alone) + 3.5)


def _alone(mean: float) -> float:
    """The share of keys that one row has, where rows fell at random and each key has some: a Poisson distribution without 0."""
    if mean > 20:
        return 0.0
    rate = 2 * (mean - 1)
    for _ in range(0 if mean < 1.1 else 40):
        rate = mean * (1 - exp(-rate))
    return min(0.999999, mean * exp(-rate))
