"""How wide an index's entries are and how many differ, by the statistics of its columns. Values in, figures out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import exp

from workbench.catalog import IndexKey, Table, TableColumn
from workbench.indexes.clustered import distinct_values
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
    common ones. lengths: bytes of a value, each with its share, where widths differ and the statistics show values."""

    width: float
    align: int
    null: float
    distinct: float
    alike: bool
    frequencies: tuple[float, ...] = ()
    lengths: tuple[tuple[int, float], ...] = ()


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
        return KeyFacts(width, align, 0.0, max(table.rows, 1.0), alike)
    count = known.distinct if known.distinct > 0 else -known.distinct * max(table.rows, 1.0)
    count = distinct_values(count, table.rows, table.pages, known.correlation)
    return KeyFacts(width, align, known.null, max(count, 1.0), alike, known.frequencies, _lengths(column))


def _lengths(column: TableColumn) -> tuple[tuple[int, float], ...]:
    """By the common values and the bounds of the histogram, which stand for as many rows each."""
    inner, known = column.inner, column.statistics
    measure = _MEASURES.get(inner.name) if inner is not None else None
    if measure is None or known is None or known.null >= 1 or known.width >= _SHORT:
        return ()
    rest = max(0.0, 1 - known.null - sum(known.frequencies))
    shares = [*zip(known.common, known.frequencies, strict=True), *((text, rest / len(known.bounds)) for text in known.bounds)]
    found: dict[int, float] = {}
    for text, share in shares:
        found[measure(text)] = found.get(measure(text), 0.0) + share
    total = sum(found.values())
    return tuple((length, share / total) for length, share in sorted(found.items())) if total > 0 else ()


def _text_bytes(text: str) -> int:
    size = len(text.encode())
    return size + 1 if size < _SHORT else size + 4


def _number_bytes(text: str) -> int:
    """A header of 3 bytes, and 2 for each four digits, counted from the point."""
    whole, _, decimals = text.lstrip("+-").partition(".")
    groups = -(-len(whole.lstrip("0")) // 4) + -(-len(decimals.rstrip("0")) // 4)
    return 3 + 2 * groups


_MEASURES = {"text": _text_bytes, "varchar": _text_bytes, "bpchar": _text_bytes, "numeric": _number_bytes}


# Functions whose results are of one size, whatever goes in.
_FIXED = {"date_trunc": (8, 8), "extract": (8, 4), "date": (4, 4), "length": (4, 4), "md5": (33, 1)}
_CASTS = {"date": (4, 4), "int": (4, 4), "integer": (4, 4), "bigint": (8, 8), "boolean": (1, 1), "timestamp": (8, 8)}


_AS_TEXT = {2: 4.0, 4: 7.0, 8: 9.0, 16: 37.0}  # bytes of numbers and UUIDs as texts


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
        return KeyFacts(fixed[0], fixed[1], _null(inside), distinct, name != "extract")
    if name in ("substring", "left", "right") and (digits := re.findall(r"\d+", text)):
        return KeyFacts(int(digits[-1]) + 1.0, 1, _null(inside), distinct, True)
    if target in ("text", "varchar") and len(inside) == 1:
        return KeyFacts(_AS_TEXT.get(int(inside[0].width), inside[0].width + 1), 1, _null(inside), inside[0].distinct, True)
    width = 12.0 if "->" in text else sum(one.width for one in inside) or float(_UNKNOWN_WIDTH)
    frequencies = inside[0].frequencies if len(inside) == 1 and name in ("lower", "upper") else ()
    return KeyFacts(width, 1, _null(inside), distinct, "decimal" not in text, frequencies)


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
    """Of one entry: 8 bytes of header (16 with a null), the values each aligned, all of it aligned to 8; the mean over rows."""
    ends: dict[tuple[int, bool], float] = {(0, False): 1.0}
    for one in keys:
        following: dict[tuple[int, bool], float] = {}
        for (place, nulls), share in ends.items():
            if one.null > 0:
                _add(following, (place, True), share * one.null)
            for length, part in one.lengths or _around(one):
                start = -(-place // one.align) * one.align
                _add(following, (start + length, nulls), share * part * (1 - one.null))
        ends = following
    total = sum(ends.values())
    return sum(share * _aligned((16 if nulls else 8) + place) for (place, nulls), share in ends.items()) / (total or 1.0)


def _around(one: KeyFacts) -> tuple[tuple[int, float], ...]:
    """The width where all are alike; where only their mean is known, lengths around it, each as likely."""
    if one.align > 1 or one.width < 3:
        return ((round(one.width), 1.0),)
    middle = round(one.width)
    return tuple((length, 0.2) for length in range(middle - 2, middle + 3))


def _add(places: dict[tuple[int, bool], float], key: tuple[int, bool], share: float) -> None:
    places[key] = places.get(key, 0.0) + share


def _aligned(size: int) -> int:
    return -(-size // 8) * 8


def groups(
    keys: tuple[IndexKey, ...], table: Table, rows: float, known: dict[frozenset[str], float]
) -> list[tuple[float, float]]:
    """(how many different keys, rows of each), by classes of each key's values: nulls, common ones, all others.

    Columns are taken as independent, except where `known` tells how many combinations there are.
    """
    names = {one.column for one in keys if one.column is not None}
    best = max((s for s in known if s <= names and len(s) > 1), key=lambda s: (len(s), sorted(s)), default=frozenset[str]())
    rest = [facts(one, table) for one in keys if one.column not in best]
    classes = [(known[best], 1.0)] if best else [(1.0, 1.0)]
    for one in rest:
        mine = _classes(one, single=len(rest) == 1 and not best)
        classes = [(cells * count, share * part) for cells, share in classes for count, part in mine]
    exact = len(rest) + bool(best) == 1 and rows >= table.rows
    return [found for cells, share in classes if (found := _thrown(cells, share * rows, exact=exact)) is not None]


def _classes(one: KeyFacts, *, single: bool) -> list[tuple[float, float]]:
    """(how many values, their share of the rows)."""
    common = [(1.0, share) for share in one.frequencies]
    if not single and common:
        common = [(float(len(common)), sum(one.frequencies))]
    others = max(0.0, one.distinct - len(one.frequencies))
    left = max(0.0, 1 - one.null - sum(one.frequencies))
    found = [*([(1.0, one.null)] if one.null > 0 else []), *common, *([(max(others, 1.0), left)] if left > 1e-6 else [])]
    return found or [(1.0, 1.0)]


def _thrown(cells: float, rows: float, *, exact: bool) -> tuple[float, float] | None:
    """Rows that fall into cells at random leave some empty, where the cells are only what might be."""
    if rows <= 0:
        return None
    hit = min(cells, rows) if exact else cells * (1 - exp(-rows / cells))
    return (max(hit, min(rows, 1.0)), rows / max(hit, min(rows, 1.0)))
