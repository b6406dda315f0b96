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
from workbench.indexes.width import combinations, facts, named, tuple_bytes

_PAGE = 8148  # bytes of a page that entries can use, with the place of its high key
_LEAF = _PAGE - 819  # a leaf is full when less than 10 % (fillfactor 90) would stay free
_INNER = _PAGE - 2458  # an upper page: fillfactor 70
_POINTER = 4  # each entry's place on its page
_POSTING = 812  # bytes that an entry with many rows may have while an index is built
_TID = 6
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
    rows = rows_of(candidate, table)
    if candidate.method in _OTHERS:
        return _OTHERS[candidate.method](candidate, table, rows)
    return _btree(candidate, table, rows, catalog.major)


_OTHERS = {"hash": hashed, "gin": gin, "gist": gist, "spgist": gist, "brin": brin}


def rows_of(candidate: Candidate, table: Table) -> float:
    """How many rows the index would hold."""
    rows = max(table.rows, 0.0)
    if candidate.predicate is None:
        return rows
    held = fraction(candidate.predicate, table)
    return rows * (_UNKNOWN if held is None else held)


def _btree(candidate: Candidate, table: Table, rows: float, major: int) -> Size:
    keys = [facts(one, table) for one in candidate.keys or ()]
    carried = [named(name, table) for name in candidate.include]
    entry = tuple_bytes([*keys, *carried])
    folds = major >= _DEDUPLICATES and not candidate.unique and not carried and all(one.alike for one in keys)
    groups = _groups(candidate, table, rows) if folds else []
    leaves = _leaves(entry, rows, groups) if rows else 1
    pages, height = leaves, 0
    above = leaves
    fan = max(2.0, _INNER / (tuple_bytes(keys) + _POINTER)) if keys else 2.0
    while above > 1:
        above = ceil(above / fan)
        pages, height = pages + above, height + 1
    return Size(pages + 1, rows, height)


def _groups(candidate: Candidate, table: Table, rows: float) -> list[tuple[float, float]]:
    """(how many different keys, rows of each): the common values of a single key, then all others alike."""
    keys = candidate.keys or ()
    if candidate.predicate is not None:
        fixed = combinations(keys, table, max(table.rows, 1.0))
        return [(max(1.0, fixed * (1 - exp(-rows / fixed))), rows / max(1.0, fixed * (1 - exp(-rows / fixed))))]
    distinct = combinations(keys, table, rows)
    if len(keys) > 1:
        return [(distinct, rows / distinct)]
    one = facts(keys[0], table)
    groups = [(1.0, share * rows) for share in one.frequencies if share * rows >= 1]
    groups += [(1.0, one.null * rows)] if one.null * rows >= 1 else []
    left = rows - sum(count for _, count in groups)
    others = max(0.0, one.distinct - len(one.frequencies))
    return [*groups, *([(others, left / others)] if others >= 1 and left > 0 else [])]


def _leaves(entry: float, rows: float, groups: list[tuple[float, float]]) -> int:
    """Pages of the lowest level."""
    each = entry + _POINTER
    if not groups:
        fits = _LEAF / each
        return max(1, ceil(rows / (int(fits) if float(each).is_integer() and fits >= 1 else max(fits, 1.0))))
    total = sum(count * _group_bytes(entry, size) for count, size in groups)
    return max(1, ceil(total / _LEAF))


def _group_bytes(entry: float, rows: float) -> float:
    """Of one key with its rows, in as many entries as it takes."""
    if rows <= 1:
        return entry + _POINTER
    most = max(2, int((_POSTING - entry) // _TID))
    if rows >= most:
        # Whole entries, and pages that end where the next one doesn't fit: an eighth of each stays free.
        return rows / most * (entry + most * _TID + _POINTER) * 1.0
    alone = rows * exp(-rows) / (1 - exp(-rows)) if rows < 30 else 0.0
    return entry + _POINTER + (1 - alone) * (_TID * rows + (3.5 if rows > 1.05 else 0))
