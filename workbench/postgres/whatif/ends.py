"""The least and the greatest value of each column, in the table's first page, so that B-trees have ends.

Where a statement asks for values near or beyond the end of a histogram, the planner looks into a B-tree for the true least and
greatest value. In a tree of no rows it finds none, and takes such a range for larger than it is. So each table gets two rows,
made of the ends of its histograms and its common values; neither was ever a row. They get past its constraints because they are
written into a table without any, whose page is then copied.
"""

from __future__ import annotations

from itertools import groupby
from typing import Any, LiteralString

from psycopg import sql

from workbench.errors import DatabaseError
from workbench.postgres.connection import Connection
from workbench.postgres.whatif.sparse import Files

_SCHEMA = "workbench_ends"
_CREATE: LiteralString = "create table {ends} as {least} union all {greatest}"
_END: LiteralString = (
    "(select value from pg_catalog.pg_stats,"
    " unnest(histogram_bounds::text::{base}[] || most_common_vals::text::{base}[]) as value"
    " where schemaname = {schema} and tablename = {table} and attname = {name} and not inherited"
    " order by value {order} limit 1)::{type}"
)


def write_ends(inside: Connection, admin: Connection) -> list[int]:
    """Makes a table of two rows for each table, in a schema of their own; the tables' oids."""
    inside.command("create schema {schema}", schema=sql.Identifier(_SCHEMA))
    found = []
    for oid, columns in groupby(admin.rows("ends_columns"), key=lambda row: row["oid"]):
        listed = list(columns)
        if any(column["known"] for column in listed) and _written(inside, str(oid), listed):
            found.append(int(oid))
    return found


def _written(inside: Connection, name: str, columns: list[dict[str, Any]]) -> bool:
    try:
        inside.command(
            _CREATE, ends=sql.Identifier(_SCHEMA, name),
            least=_row(columns, sql.SQL("asc")), greatest=_row(columns, sql.SQL("desc")),
        )  # fmt: skip
    except DatabaseError:  # a type that doesn't read what it has written, or a domain that allows no null
        return False
    return True


def _row(columns: list[dict[str, Any]], order: sql.SQL) -> sql.Composed:
    return sql.SQL("select ") + sql.SQL(", ").join(_value(column, order) for column in columns)


def _value(column: dict[str, Any], order: sql.SQL) -> sql.Composed:
    # Types are written by format_type(), which quotes them.
    kind = sql.SQL(column["type"])
    if not column["known"]:
        return sql.SQL("null::{type} as {name}").format(type=kind, name=sql.Identifier(column["name"]))
    end = sql.SQL(_END).format(
        base=sql.SQL(column["base"]), type=kind, order=order,
        schema=sql.Literal(column["schema"]), table=sql.Literal(column["table"]), name=sql.Literal(column["name"]),
    )  # fmt: skip
    return end + sql.SQL(" as ") + sql.Identifier(column["name"])


def copy_ends(admin: Connection, files: Files) -> dict[int, str]:
    """Copies the pages, which must be on disk, into the tables' own files; which tables have theirs now, with their paths."""
    found = {}
    for row in admin.rows("ends_files", schema=_SCHEMA):
        files.copy_page(row["source"], row["target"])
        found[int(row["name"])] = row["target"]
    return found


def index_ends(inside: Connection, admin: Connection, tables: list[int]) -> None:
    """Builds the B-trees of these tables again, now that there are two rows; their figures in the catalog stay."""
    inside.command("drop schema {schema} cascade", schema=sql.Identifier(_SCHEMA))
    trees = admin.rows("btrees", tables=tables)
    for tree in trees:
        try:
            inside.command("reindex index {name}", name=sql.Identifier(tree["schema"], tree["name"]))
        except DatabaseError:  # unique, and both rows have the same value there: it stays without rows
            continue
    figures = {"pages": [tree["pages"] for tree in trees], "rows": [float(tree["rows"]) for tree in trees]}
    admin.rows("index_figures", oids=[tree["oid"] for tree in trees], **figures)
