"""What is said of a table, in words: for the static view, the text and the widget alike. In reproducible mode without figures.

Sizes, use and estimates differ between two runs and two servers; names, types, keys and definitions don't.
"""

from __future__ import annotations

from dataclasses import dataclass

from workbench.catalog import ColumnStatistics, ForeignKey, Index, Table, TableColumn
from workbench.catalog.schema import Schema
from workbench.render.numbers import count, percent, rows, size
from workbench.render.options import options


@dataclass(frozen=True)
class ColumnWords:
    """A column's name, type, whether nulls are possible, the keys that it is part of, its default, comment, and statistics."""

    name: str
    type: str
    null: str
    key: str
    default: str
    about: str
    figures: str


@dataclass(frozen=True)
class IndexWords:
    """An index: its name, what it covers, what is special about it, size and use."""

    name: str
    covers: str
    kind: str
    size: str
    used: str


def name(table: Table) -> str:
    """As a query may name it: with its schema where the bare name isn't found."""
    return table.name if table.visible else f"{table.schema}.{table.name}"


def facts(schema: Schema, table: Table) -> list[str]:
    """`1,000,000 rows`, `73.0 MB`, `3 indexes`, ..."""
    found = [table.kind] if table.kind != "table" else []
    if not options.reproducible:
        if table.rows >= 0 and table.kind != "view":
            found.append(f"about {rows(table.rows)}")
        if table.size_bytes:
            found.append(size(table.size_bytes))
    found.append(_several(len(table.columns), "column"))
    if table.indexes:
        indexes = _several(len(table.indexes), "index", "indexes")
        sized = sum(index.size_bytes for index in table.indexes)
        found.append(indexes if options.reproducible or not sized else f"{indexes} ({size(sized)})")
    if schema.partitions(table):
        found.append(_several(len(schema.partitions(table)), "partition"))
    return found


def headline(schema: Schema) -> str:
    """`4 tables, 3 foreign keys, 120 MB`."""
    keys = sum(len(table.foreign) for table in schema)
    found = [_several(len(schema), "table"), _several(keys, "foreign key")]
    total = sum(table.size_bytes + sum(index.size_bytes for index in table.indexes) for table in schema)
    if total and not options.reproducible:
        found.append(size(total))
    return ", ".join(found)


def columns(schema: Schema, table: Table) -> list[ColumnWords]:
    """The columns in their order."""
    return [_column(schema, table, column) for column in table.columns]


def indexes(table: Table) -> list[IndexWords]:
    """The indexes, the primary key before all."""
    return [_index(index) for index in sorted(table.indexes, key=lambda index: (not index.primary, index.name))]


def pointing(schema: Schema, table: Table) -> list[str]:
    """`order_items (order_id)`: the foreign keys that lead here."""
    return [f"{name(other)} ({', '.join(key.columns)})" for other, key in schema.pointing_to(table)]


def _column(schema: Schema, table: Table, column: TableColumn) -> ColumnWords:
    return ColumnWords(
        column.name,
        column.type,
        "not null" if column.not_null else "",
        ", ".join(_keys(schema, table, column.name)),
        column.default or "",
        column.comment or "",
        statistics(column.statistics, table) if column.statistics and not options.reproducible else "",
    )


def _keys(schema: Schema, table: Table, column: str) -> list[str]:
    found = ["primary key"] if any(i.primary and column in {key.column for key in i.keys} for i in table.indexes) else []
    return found + [_arrow(schema, table, key, column) for key in table.foreign if column in key.columns]


def _arrow(schema: Schema, table: Table, key: ForeignKey, column: str) -> str:
    parent = schema.parent(table, key)
    return f"→ {name(parent) if parent else key.parent}.{key.targets[key.columns.index(column)]}"


def statistics(known: ColumnStatistics, table: Table) -> str:
    """`12 values, 3 % null`: as of the last ANALYZE."""
    distinct = known.distinct if known.distinct >= 0 else -known.distinct * max(table.rows, 0)
    values = "all different" if known.distinct == -1 else f"{count(distinct)} value{'' if round(distinct) == 1 else 's'}"
    found = [values] if known.distinct else []
    return ", ".join([*found, f"{percent(known.null)} null"] if known.null else found)


def _index(index: Index) -> IndexWords:
    keys = ", ".join(f"{key.text}{' desc' if key.descending else ''}" for key in index.keys)
    covers = f"({keys})" + (f" include ({', '.join(index.include)})" if index.include else "")
    covers += f" where {index.predicate}" if index.predicate else ""
    kinds = [
        *(["primary key"] if index.primary else ["unique"] if index.unique else []),
        *([index.method] if index.method != "btree" else []),
        *([] if index.valid else ["invalid: it costs writes and helps nobody"]),
    ]
    if options.reproducible:
        return IndexWords(index.name, covers, ", ".join(kinds), "", "")
    used = "never" if index.scans == 0 else f"{count(index.scans)} time{'' if index.scans == 1 else 's'}"
    return IndexWords(index.name, covers, ", ".join(kinds), size(index.size_bytes), used)


def _several(number: int, one: str, more: str | None = None) -> str:
    return f"{count(number)} {one if number == 1 else more or f'{one}s'}"
