"""Reads what a twin is made from: the catalog, the planner's statistics, the schema's definition by pg_dump. Never a row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import Any

from psycopg import sql

from workbench.catalog import ColumnFacts, ForeignKey, SchemaFacts, TableFacts
from workbench.errors import BadInput
from workbench.postgres.connect import connect, on_worker
from workbench.postgres.connection import Connection
from workbench.postgres.dump import dumped, readable
from workbench.sql.lexer import Kind, tokens

_NOT_NEEDED = re.compile(r"(SET |SELECT pg_catalog\.set_config|CREATE SCHEMA|COMMENT ON SCHEMA|\\)")


def read_facts(connection: Connection, schema: str) -> SchemaFacts:
    """The facts of one schema, read in one snapshot's time.

    Raises:
        BadInput: there is no such schema, it has no tables, or they have no statistics.
        ServerError: pg_dump is missing or fails.
    """
    found = connection.rows("twin_columns", schema=schema)
    if not found:
        raise BadInput(f"There are no tables in the schema {schema}.", hint="name another schema: twin(..., schema='public').")
    if not any(row["distinct"] for row in found):
        raise BadInput(f"The tables of {schema} have no statistics.", hint="run analyze in that database, as their owner.")
    keys = connection.rows("twin_keys", schema=schema)
    tables = tuple(_table(connection, name, list(rows), keys) for name, rows in groupby(found, key=lambda row: row["table"]))
    before, after = (_definition(connection, schema, section) for section in ("pre-data", "post-data"))
    return SchemaFacts(schema, tables, _extensions(connection, schema) + before, after)


@contextmanager
def restored(*files: Path) -> Iterator[Connection]:
    """A database on the embedded server that holds the schema and statistics of pg_dump's output, for as long as it takes.

    Raises:
        BadInput: a file can't be read, holds rows, or isn't plain SQL of pg_dump.
        DatabaseError: what it holds can't be restored.
    """
    name = "workbench_twin_source"
    texts = [readable(file) for file in files]
    outside = connect()
    try:
        with outside.alone(name):
            outside.command("drop database if exists {name} with (force)", name=sql.Identifier(name))
            outside.command("create database {name}", name=sql.Identifier(name))
            try:
                with on_worker({**outside.conninfo, "dbname": name}, "workbench twin") as inside:
                    for text in texts:
                        inside.script(text)
                    inside.command("reset all")
                    yield inside
            finally:
                outside.command("drop database if exists {name} with (force)", name=sql.Identifier(name))
    finally:
        outside.close()


def _table(connection: Connection, name: str, rows: list[dict[str, Any]], keys: list[dict[str, Any]]) -> TableFacts:
    mine = [key for key in keys if key["table"] == name]
    return TableFacts(
        name,
        int(max(rows[0]["rows"], rows[0]["rows_of_partitions"])),
        tuple(_column(connection, row) for row in rows),
        tuple(dict.fromkeys(tuple(key["columns"]) for key in mine if key["kind"] != "f")),
        tuple(ForeignKey(tuple(key["columns"]), key["parent"], tuple(key["targets"])) for key in mine if key["kind"] == "f"),
    )


def _column(connection: Connection, row: dict[str, Any]) -> ColumnFacts:
    names = ("name", "type", "length", "decimals", "not_null", "checked", "null", "width", "distinct", "correlation")
    lists = ("common", "frequencies", "bounds", "elements", "element_frequencies")
    texts = [*row["common"], *row["bounds"]] if row["type"] in ("text", "varchar", "bpchar", "name", "citext") else []
    ranked = [found["text"] for found in connection.rows("ranked_texts", texts=texts)] if texts else []
    given: dict[str, Any] = {name: row[name] for name in names} | {name: tuple(row[name]) for name in lists}
    return ColumnFacts(**given, ranked=tuple(ranked))


def _extensions(connection: Connection, schema: str) -> str:
    found = connection.rows("extensions", schema=schema)
    return "".join(f'create extension if not exists "{row["name"]}" with schema public;\n' for row in found)


def _definition(connection: Connection, schema: str, section: str) -> str:
    """pg_dump's SQL for one section, with unqualified names and without what the loader does itself."""
    named = (f'--schema="{schema}"', f"--section={section}")
    text = dumped(connection, *named, "--schema-only", "--no-owner", "--no-privileges", "--no-comments")
    lines = [line for line in text.splitlines() if not _NOT_NEEDED.match(line) and not line.startswith("--")]
    return re.sub(r"\n{3,}", "\n\n", _unqualified("\n".join(lines), schema)).strip() + "\n"


def _unqualified(text: str, schema: str) -> str:
    """The names of this schema without it, in the text and in casts to regclass; strings and comments stay."""
    names = {schema, f'"{schema}"'}
    kept: list[str] = []
    all_tokens = list(tokens(text))
    skip = False
    for token, following in zip(all_tokens, [*all_tokens[1:], None], strict=True):
        if skip:
            skip = False
        elif token.text in names and following is not None and following.text == ".":
            skip = True
        elif token.kind is Kind.STRING and any(token.text.startswith(f"'{name}.") for name in names):
            kept.append("'" + token.text[1:].partition(".")[2])
        else:
            kept.append(token.text)
    return "".join(kept)
