"""Statistics of hypothetical indexes on expressions: what an expression gives for the values in its column's statistics.

PostgreSQL evaluates an index's expression for each row while it builds the index; here it does so for the values that the
shadow has instead of rows. Only expressions of one column and of PostgreSQL's own functions and operators are
evaluated, read-only, under a short timeout, with nobody's functions in the search path. All others keep the planner's guesses,
and say so.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, LiteralString

from psycopg import sql

from workbench.errors import DatabaseError
from workbench.indexes.between import between
from workbench.indexes.derived import Derived, Origin, Point, derive
from workbench.postgres.connection import Connection
from workbench.sql.lexer import Kind, tokens
from workbench.sql.names import folded

# Of one expression's evaluation: some take longer for one value than an index is worth.
_TIMEOUT = "500ms"
_MADE = 2  # values that are made up between two bounds
_METHODS = ("btree", "hash")  # others keep something else than the expression's result
_NO_STATISTICS = ("A", "C", "P", "R")  # categories of types with other statistics, or none: arrays, records, ranges
_WHOLE: LiteralString = "({value})::pg_catalog.int8"
_TIME: LiteralString = "(pg_catalog.date_part('epoch', {value}) * 1000000)::pg_catalog.int8"
_AS_NUMBER: dict[str, LiteralString] = {
    "int2": _WHOLE,
    "int4": _WHOLE,
    "int8": _WHOLE,
    "numeric": "{value}",
    "date": "({value} - '2000-01-01'::pg_catalog.date)::pg_catalog.int8",
    "timestamp": _TIME,
    "timestamptz": _TIME,
}
_BETWEEN_WHOLE: LiteralString = "pg_catalog.round(value::float8 + (following::float8 - value::float8) * part)::{base}"
_BETWEEN: dict[str, LiteralString] = {
    "int2": _BETWEEN_WHOLE,
    "int4": _BETWEEN_WHOLE,
    "int8": _BETWEEN_WHOLE,
    "float4": "(value + (following - value) * part)::{base}",
    "float8": "value + (following - value) * part",
    "numeric": (
        "pg_catalog.round(value + (following - value) * part::pg_catalog.numeric,"
        " greatest(pg_catalog.scale(value), pg_catalog.scale(following)))"
    ),
    "date": "value + pg_catalog.round((following - value) * part)::pg_catalog.int4",
    "timestamp": "value + (following - value) * part",
    "timestamptz": "value + (following - value) * part",
}
_TEXTS = ("text", "varchar", "bpchar")
# Between two bounds, places that look drawn and are always the same: the fractions of squares times the golden ratio.
_MADE_NUMBERS: LiteralString = """select {between}, null, place + part
      from bounds,
           generate_series(1, {many}) as nth,
           lateral (select (place * {many} + nth)::float8 ^ 2 * 0.6180339887498949 as turned) as t,
           lateral (select (nth - 1 + turned - floor(turned)) / {many} as part) as p
     where following is not null"""
_MADE_TEXTS: LiteralString = "select * from unnest({texts}::text[]::{base}[], null::float8[], {places}::float8[])"
_MADE_NONE = sql.SQL("select value, null, null from bounds where false")
_POINTS: LiteralString = """
with bounds as materialized (
    select value, place, lead(value) over (order by place) as following
      from unnest({bounds}::text::{base}[]) with ordinality as one(value, place)
), points as (
    select value, share, null::float8 as position from unnest({common}::text::{base}[], {shares}::float8[]) as one(value, share)
    union all
    select value, null, place from bounds
    union all
    {made}
    union all
    select null::{base}, {null}::float8, null where {null} > 0
)
select share, position,
       case when value is not null then dense_rank() over (order by value) end,
       {number},
       case when result is not null then dense_rank() over (order by result {collate}) end,
       result::text, pg_column_size(result), {result_number}
  from points
 cross join lateral (select {expression} as result from (select points.value as {column}) as one) as evaluated
 order by value, position"""


@dataclass(frozen=True)
class Expression:
    """A key of an index, and where its statistics come from: a column, or why there are none, in a sentence."""

    oid: int
    text: str
    column: str | None
    why_not: str | None = None

    @property
    def remark(self) -> str:
        """A sentence for a reader."""
        if self.why_not is None:
            return f"The statistics of {self.text} are derived from those of {self.column}."
        return f"The planner guesses at {self.text}, 0.5 % of the rows for =: {self.why_not}."


def give_statistics(connection: Connection, oids: Sequence[int]) -> tuple[Expression, ...]:
    """Derives and writes the statistics of all expressions that these indexes have as keys. The session is no good for anything
    else afterwards: it has another search path.

    Raises:
        DatabaseError: the server objects to more than an expression.
    """
    if not oids:
        return ()
    connection.rows("set_setting", name="search_path", value="pg_catalog")
    keys = [{**key, "columns": _named(key)} for key in connection.rows("expression_keys", oids=list(oids))]
    connection.rows("set_setting", name="statement_timeout", value=_TIMEOUT)
    connection.rows("set_setting", name="default_transaction_read_only", value="on")
    found: dict[_Same, Derived | str] = {}
    for key in keys:
        same = _same(key)
        if same not in found:
            found[same] = _derived(connection, key)
    connection.rows("set_setting", name="default_transaction_read_only", value="off")
    refused = _written(connection, [(key, one) for key in keys if isinstance(one := found[_same(key)], Derived)])
    return tuple(_told(key, found[_same(key)], refused) for key in keys)


_Same = tuple[str | None, ...]


def _same(key: Mapping[str, Any]) -> _Same:
    """What keys with the same statistics have in common."""
    return tuple(key[name] for name in ("table_schema", "table_name", "expression", "collation_schema", "collation", "type"))


def _named(key: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Of the columns that the index depends on, those that this expression names."""
    named = {folded(token.text) for token in tokens(key["expression"]) if token.kind is Kind.NAME}
    return [column for column in key["columns"] or () if column["name"] in named]


def _written(connection: Connection, derived: Sequence[tuple[Mapping[str, Any], Derived]]) -> frozenset[tuple[int, int]]:
    """Writes all in one go; the keys (index and number) whose statistics PostgreSQL doesn't take."""
    if not derived:
        return frozenset()
    given = [{name: key[name] for name in ("schema", "name", "number")} | vars(one) for key, one in derived]
    rows = connection.rows("write_statistics", given=json.dumps(given))
    return frozenset((key["oid"], key["number"]) for (key, _), row in zip(derived, rows, strict=True) if not row["written"])


def _told(key: Mapping[str, Any], derived: Derived | str, refused: frozenset[tuple[int, int]]) -> Expression:
    if isinstance(derived, str):
        return Expression(key["oid"], key["expression"], None, derived)
    if (key["oid"], key["number"]) in refused:
        return Expression(key["oid"], key["expression"], None, "PostgreSQL doesn't take what was derived")
    return Expression(key["oid"], key["expression"], key["columns"][0]["name"])


def _derived(connection: Connection, key: Mapping[str, Any]) -> Derived | str:
    """The statistics, or why there can't be any."""
    reason = _why_not(key)
    if reason is not None:
        return reason
    (column,) = key["columns"]
    rows = max(1.0, key["rows"])
    distinct = column["distinct"] if column["distinct"] > 0 else -column["distinct"] * rows
    try:
        points = _points(connection, key, column)
    except DatabaseError as error:
        return f"it can't be evaluated for a value of {column['name']}: {error.message}"
    found = derive(points, Origin(rows, column["null"], max(1.0, distinct), column["correlation"]))
    return f"the values of {column['name']} in the statistics give none" if found is None else found


def _why_not(key: Mapping[str, Any]) -> str | None:
    columns = key["columns"]
    if key["method"] not in _METHODS or key["category"] in _NO_STATISTICS or key["type"] in ("tsvector", "tsquery"):
        return "only those of single values can be derived"
    if not key["own"]:
        return "it calls what PostgreSQL doesn't bring itself, and a shadow doesn't evaluate that"
    if len(columns) != 1:
        return "statistics tell nothing of several columns together" if columns else "it has no column"
    (column,) = columns
    if column["base"] is None:
        return f"the type of {column['name']} isn't PostgreSQL's own"
    return None if column["common"] or column["bounds"] else f"the statistics hold no values of {column['name']}"


def _points(connection: Connection, key: Mapping[str, Any], column: Mapping[str, Any]) -> list[Point]:
    """The values with the expression's results; without values between bounds where one of these can't be made or evaluated."""
    try:
        return _evaluated(connection, key, column, made=True)
    except DatabaseError:
        return _evaluated(connection, key, column, made=False)


def _evaluated(connection: Connection, key: Mapping[str, Any], column: Mapping[str, Any], *, made: bool) -> list[Point]:
    # The type and the expression are written by format_type() and pg_get_indexdef(), which quote what is in them.
    base = sql.SQL(column["base"])
    query = sql.SQL(_POINTS).format(
        base=base,
        common=sql.Literal(column["common"]),
        shares=sql.Literal(column["shares"]),
        bounds=sql.Literal(column["bounds"]),
        null=sql.Literal(column["null"]),
        column=sql.Identifier(column["name"]),
        made=_made(column, base) if made else _MADE_NONE,
        number=_as_number(column["type"], "value"),
        result_number=_as_number(key["type"], "result"),
        expression=sql.SQL(key["expression"]),
        collate=_collate(key),
    )
    return [Point(*row) for row in connection.composed(query)]


def _made(column: Mapping[str, Any], base: sql.Composable) -> sql.Composable:
    """The query of values between bounds."""
    if column["type"] in _BETWEEN:
        between_two = sql.SQL(_BETWEEN[column["type"]]).format(base=base)
        return sql.SQL(_MADE_NUMBERS).format(between=between_two, many=sql.Literal(_MADE))
    texts = list(between(column["texts"], _MADE)) if column["type"] in _TEXTS and column["texts"] else []
    if not texts:
        return _MADE_NONE
    places = sql.Literal([place for place, _ in texts])
    return sql.SQL(_MADE_TEXTS).format(texts=sql.Literal([text for _, text in texts]), places=places, base=base)


def _as_number(kind: str | None, name: LiteralString) -> sql.Composable:
    template = _AS_NUMBER.get(kind or "")
    return sql.SQL("null") if template is None else sql.SQL(template).format(value=sql.SQL(name))


def _collate(key: Mapping[str, Any]) -> sql.Composable:
    if key["collation"] is None:
        return sql.SQL("")
    return sql.SQL("collate {}").format(sql.Identifier(key["collation_schema"], key["collation"]))
