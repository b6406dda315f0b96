"""Reads a database's catalog into values: set-based queries, one each for tables, columns, types, indexes, keys and statistics,
whatever the number of tables. Never a row of the user's. Like psql's \\d it waits for a table that somebody has locked against
everybody: PostgreSQL's own functions do, so that what they say fits together.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from workbench.catalog import (
    Activity,
    Catalog,
    ColumnStatistics,
    ColumnType,
    ExtendedStatistics,
    ForeignKey,
    Index,
    IndexKey,
    Table,
    TableColumn,
)
from workbench.postgres.connection import Connection

_Rows = Mapping[int, list[dict[str, Any]]]

# pg_statistic_ext.stxkind; https://www.postgresql.org/docs/current/catalog-pg-statistic-ext.html
_KINDS = {"d": "ndistinct", "f": "dependencies", "m": "mcv", "e": "expressions"}
_LISTS = ("common", "frequencies", "bounds", "elements", "element_frequencies", "element_counts")


def read_catalog(connection: Connection, *, statistics: bool = True, schemas: Sequence[str] | None = None) -> Catalog:
    """The relations of a database, those of the system and temporary ones left out.

    Args:
        statistics: whether to read what the planner knows of the columns, too. What the role may not read is None either way.
        schemas: only these; all where none are named.

    Raises:
        DatabaseError: whatever the server objects to.
    """
    found = connection.rows("catalog_tables", schemas=None if schemas is None else list(schemas))
    ids = [row["id"] for row in found]
    by_table = {
        name: _by_table(connection.rows(f"catalog_{name}", ids=ids)) for name in ("columns", "indexes", "foreign", "extended")
    }
    by_table["statistics"] = _by_table(connection.rows("catalog_statistics", ids=ids) if statistics else ())
    types = _types(connection, by_table["columns"])
    server = connection.rows("catalog_server")[0]
    return Catalog(
        tuple(_table(row, by_table, types, statistics=statistics) for row in found),
        tuple(server["search_path"]),
        tuple(server["extensions"]),
        connection.capabilities.major,
        server["stats_reset"],
        tuple(zip(server["extensions"], server["homes"], strict=True)),
        connection.capabilities.available,
    )


def _by_table(rows: Iterable[dict[str, Any]]) -> _Rows:
    grouped: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        grouped[row["id"]].append(row)
    return grouped


def _types(connection: Connection, columns: _Rows) -> dict[int, dict[str, Any]]:
    ids = sorted({column["type_id"] for rows in columns.values() for column in rows})
    return {row.pop("id"): row for row in connection.rows("catalog_types", types=ids)}


def _table(row: dict[str, Any], by_table: Mapping[str, _Rows], types: dict[int, dict[str, Any]], *, statistics: bool) -> Table:
    mine = {name: rows.get(row["id"], []) for name, rows in by_table.items()}
    places = {column["position"]: column["name"] for column in mine["columns"]}
    known = {one["name"]: _statistics(one) for one in mine["statistics"]}
    parent = None if row["parent_name"] is None else (row["parent_schema"], row["parent_name"])
    plain = ("schema", "name", "kind", "visible", "rows", "pages", "size_bytes", "comment", "all_visible")
    return Table(
        **{name: row[name] for name in (*plain, "definition", "readable", "fillfactor")},
        columns=tuple(_column(column, types.get(column["type_id"]), known) for column in mine["columns"]),
        indexes=tuple(_index(index) for index in mine["indexes"]),
        foreign=tuple(ForeignKey(tuple(k["columns"]), k["parent"], tuple(k["targets"]), k["schema"]) for k in mine["foreign"]),
        statistics=tuple(_extended(one, places, told=statistics) for one in mine["extended"]),
        activity=Activity(*(row[name] or 0 for name in ("inserted", "updated", "heap_only", "deleted", "seq_scans"))),
        parent=parent,
        partitioned_by=tuple(row["partitioned_by"]),
    )


def _column(row: dict[str, Any], inner: dict[str, Any] | None, known: Mapping[str, ColumnStatistics]) -> TableColumn:
    plain = ("name", "type", "position", "not_null", "default", "comment", "generated", "collation")
    kind = inner and ColumnType(**{**inner, "methods": tuple(inner["methods"])}, bytewise=row["bytewise"])
    return TableColumn(**{name: row[name] for name in plain}, statistics=known.get(row["name"]), inner=kind or None)


def _statistics(row: dict[str, Any]) -> ColumnStatistics:
    figures: dict[str, Any] = {name: row[name] for name in ("null", "width", "distinct", "correlation")}
    return ColumnStatistics(**figures | {name: tuple(row[name]) for name in _LISTS})


def _index(row: dict[str, Any]) -> Index:
    plain = ("schema", "name", "definition", "method", "predicate", "unique", "primary", "constraint", "valid")
    return Index(
        **{name: row[name] for name in (*plain, "size_bytes", "rows", "scans")},
        keys=tuple(IndexKey(**key) for key in row["keys"]),
        include=tuple(row["include"]),
    )


def _extended(row: dict[str, Any], places: Mapping[int, str], *, told: bool) -> ExtendedStatistics:
    counts: dict[str, float] = json.loads(row["distinct"]) if told and row["distinct"] else {}
    sets = ((tuple(int(place) for place in key.split(",")), count) for key, count in counts.items())
    distinct = tuple((tuple(places[one] for one in key), float(count)) for key, count in sets if set(key) <= set(places))
    kinds = tuple(_KINDS[letter] for letter in row["kinds"] if letter in _KINDS)
    return ExtendedStatistics(row["name"], tuple(row["columns"]), kinds, distinct)
