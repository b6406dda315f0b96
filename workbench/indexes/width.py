"""How wide an index's entries are and how many differ, by the statistics of its columns. Values in, figures out."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, prod

from workbench.catalog import IndexKey, Table, TableColumn
from workbench.indexes.selectivity import number
from workbench.sql.lexer import Kind, tokens
from workbench.sql.names import folded

# Types whose equal values may look different (1.0 and 1.00), so that a B-tree never folds them into one.
# https://www.postgresql.org/docs/current/btree.html#BTREE-DEDUPLICATION
_UNLIKE = frozenset({"numeric", "float4", "float8", "jsonb", "interval"})
_SHORT = 127  # bytes: shorter values have a header of one byte and need no alignment
_UNKNOWN_WIDTH = 32  # the planner's guess for a value of unknown width
_UNKNOWN_DISTINCT = 200.0  # the planner's guess for the values of an expression


@dataclass(frozen=True)
class KeyFacts:
    """What counts of one key: mean bytes, alignment, fraction of nulls, values, whether equal ones look alike, frequencies of
    common ones; sure: whether the statistics say so."""

    width: float
    align: int
    null: float
    distinct: float
    alike: bool
    frequencies: tuple[float, ...] = ()
    sure: bool = True


def facts(key: IndexKey, table: Table) -> KeyFacts:
    """Of a key that is a column, or an expression: of that by the columns in it."""
    column = table.column(key.column) if key.column is not None else None
    return _of_column(column, table) if column is not None else _of_expression(key, table)


def named(name: str, table: Table) -> KeyFacts:
    """Of a column that is carried along."""
    return facts(IndexKey(name, name, "", True), table)


def _of_column(column: TableColumn, table: Table) -> KeyFacts:
    inner, known = column.inner, column.statistics
    length = inner.length if inner is not None else -1
    width = float(length if length > 0 else known.width if known is not None and known.width > 0 else _UNKNOWN_WIDTH)
    align = (inner.align if inner is not None else 4) if length > 0 or width >= _SHORT else 1
    alike = inner is None or (inner.name not in _UNLIKE and inner.category not in ("A", "R", "C"))
    if known is None:
        return KeyFacts(width, align, 0.0, max(table.rows, 1.0), alike, sure=False)
    count = known.distinct if known.distinct > 0 else -known.distinct * max(table.rows, 1.0)
    return KeyFacts(width, align, known.null, max(count, 1.0), alike, known.frequencies)


# Functions whose results are of one size, whatever goes in.
_FIXED = {"date_trunc": (8, 8), "extract": (8, 4), "date": (4, 4), "length": (4, 4), "md5": (33, 1)}
_CASTS = {"date": (4, 4), "int": (4, 4), "integer": (4, 4), "bigint": (8, 8), "boolean": (1, 1), "timestamp": (8, 8)}


def _of_expression(key: IndexKey, table: Table) -> KeyFacts:
    text = key.text.strip("(").lower()
    inside = [_of_column(column, table) for column in table.columns if _mentions(key.text, column.name)]
    distinct = min([*(one.distinct for one in inside), max(table.rows, 1.0)])
    name = text.split("(")[0]
    target = text.rpartition(" as ")[2].strip(")") if name == "cast" else text.rpartition("::")[2].strip(")")
    fixed = _FIXED.get(name) or _CASTS.get(target)
    coarser = bool(fixed) or "->" in text or name in ("substring", "left", "right", "substr")
    if coarser:
        distinct = min(distinct, _coarse(text, table, distinct))
    if fixed:
        return KeyFacts(fixed[0], fixed[1], _null(inside), distinct, name != "extract", sure=False)
    width = 12.0 if "->" in text else sum(one.width for one in inside) or float(_UNKNOWN_WIDTH)
    frequencies = inside[0].frequencies if len(inside) == 1 and name in ("lower", "upper") else ()
    return KeyFacts(width, 1, _null(inside), distinct, "decimal" not in text, frequencies, sure=bool(frequencies))


_UNITS = {"year": 366, "quarter": 92, "month": 30.5, "week": 7, "day": 1, "hour": 1 / 24, "minute": 1 / 1440}


def _coarse(text: str, table: Table, distinct: float) -> float:
    """How many values are left of times that are cut: as many as units between the first and the last."""
    days = next((size for unit, size in _UNITS.items() if f"'{unit}'" in text), 1.0 if "date" in text else None)
    for column in table.columns:
        if days is None or not _mentions(text, column.name) or column.statistics is None or not column.statistics.bounds:
            continue
        first, last = number(column.statistics.bounds[0]), number(column.statistics.bounds[-1])
        if first is not None and last is not None:
            return max(1.0, (last - first) / (86_400 * days))
    return min(distinct, _UNKNOWN_DISTINCT)


def _null(inside: list[KeyFacts]) -> float:
    return max((one.null for one in inside), default=0.0)


def _mentions(text: str, name: str) -> bool:
    return any(token.kind is Kind.NAME and folded(token.text) == name for token in tokens(text))


def tuple_bytes(keys: list[KeyFacts]) -> float:
    """Of one entry: 8 bytes of header (16 with a null), the values each aligned, all of it aligned to 8."""
    full = _aligned(8 + _data(keys))
    whole = prod(1 - one.null for one in keys)
    if whole >= 1:
        return full
    some = sum(one.null * _aligned(16 + _data([k for k in keys if k is not one])) for one in keys)
    total = sum(one.null for one in keys)
    return whole * full + (1 - whole) * (some / total if total else full)


def _data(keys: list[KeyFacts]) -> float:
    place = 0.0
    for one in keys:
        place = -(-place // one.align) * one.align + one.width if one.align > 1 else place + one.width
    return place


def _aligned(size: float) -> float:
    """To 8 bytes; values of changing width lose 3.5 on average, which a mean of theirs doesn't show."""
    return -(-size // 8) * 8 if float(size).is_integer() else size + 3.5


def combinations(keys: tuple[IndexKey, ...], table: Table, rows: float) -> float:
    """How many different keys there are: known by extended statistics for some, independent for the others."""
    columns = {one.column for one in keys if one.column is not None}
    known = [
        (names, count) for one in table.statistics for names, count in one.distinct if set(names) <= columns and len(names) > 1
    ]
    best = max(known, key=lambda pair: (len(pair[0]), pair[0]), default=((), 1.0))
    rest = [one for one in keys if one.column not in best[0]]
    cells = best[1] * prod(facts(one, table).distinct + (1 if facts(one, table).null else 0) for one in rest)
    if len(rest) + bool(best[0]) == 1:
        return max(1.0, min(cells, rows))
    return max(1.0, cells * (1 - exp(-rows / cells))) if cells else 1.0
