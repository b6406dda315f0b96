"""Restores what pg_dump wrote into a shadow: first the schema, then the statistics. What can't be restored is told, and the
rest goes on.

A dump is somebody's text, so it runs as a role without privileges outside of the shadow's database. Extensions alone are
created by the superuser, each by its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from psycopg import sql

from workbench.errors import DatabaseError
from workbench.postgres.connection import Connection
from workbench.sql import Statement

# How pg_dump begins each of its entries. https://www.postgresql.org/docs/current/app-pgdump.html
_ENTRY = re.compile(
    r"^--\n-- (?:(?:Data|Statistics) for )?Name: (.*?); Type: (.*?); Schema: (.*?); Owner: .*\n--\n", re.MULTILINE
)
_EXTENSION = re.compile(r'CREATE EXTENSION IF NOT EXISTS ("(?:[^"]|"")+"|\w+) WITH SCHEMA ("(?:[^"]|"")+"|\w+);')
_SCHEMA = re.compile(r"CREATE SCHEMA (IF NOT EXISTS )?")
# What nobody misses: other roles' rights, other servers' data, and what would act by itself.
_LEFT_OUT = frozenset(
    {"ACL", "DEFAULT ACL", "COMMENT", "SECURITY LABEL", "DATABASE", "DATABASE PROPERTIES", "EVENT TRIGGER", "POLICY",
     "ROW SECURITY", "PUBLICATION", "PUBLICATION TABLE", "PUBLICATION TABLES IN SCHEMA", "SUBSCRIPTION", "SUBSCRIPTION TABLE",
     "USER MAPPING", "MATERIALIZED VIEW DATA", "SEQUENCE SET", "TABLE DATA", "TABLESPACE"}
)  # fmt: skip
_STATISTICS = "STATISTICS DATA"
_LINES_LEFT_OUT = re.compile(
    r"^(?:ALTER .* OWNER TO .*;|SET default_tablespace = .*;|SET SESSION AUTHORIZATION .*;|\\.*)$", re.MULTILINE
)
# Planning must not reach for another server.
_REMOTE = re.compile(r"use_remote_estimate '\w+'")


@dataclass(frozen=True)
class Entry:
    """One thing in a dump: its name and schema, what it is ("TABLE", "INDEX", ...), and the SQL that makes it."""

    name: str
    kind: str
    schema: str
    text: str


def entries(text: str) -> list[Entry]:
    """The things in a dump, in order; what stands before the first is one without a kind."""
    found = list(_ENTRY.finditer(text))
    ends = [match.start() for match in found[1:]] + [len(text)]
    first = text[: found[0].start()] if found else text
    made = [Entry(m[1], m[2], m[3], text[m.end() : end]) for m, end in zip(found, ends, strict=True)]
    wanted = [entry for entry in made if entry.kind not in _LEFT_OUT]
    return [Entry(e.name, e.kind, e.schema, _tamed(e)) for e in (Entry("", "", "", first), *wanted)]


def _tamed(entry: Entry) -> str:
    text = _LINES_LEFT_OUT.sub("", entry.text)
    if entry.kind == "SCHEMA":
        return _SCHEMA.sub("CREATE SCHEMA IF NOT EXISTS ", text, count=1)
    return _REMOTE.sub("use_remote_estimate 'false'", text) if entry.kind in ("SERVER", "FOREIGN TABLE") else text


def restore(texts: Sequence[str], inside: Connection, admin: Connection) -> tuple[str, ...]:
    """Runs the texts, the statistics of all of them last. Gives what could not be restored, a sentence each.

    Args:
        inside: a session in the shadow, without privileges outside of it. admin: a superuser's.
    """
    everything = [entry for text in texts for entry in entries(text)]
    schema = [entry for entry in everything if entry.kind != _STATISTICS]
    notes = [note for part in _parts(schema) for note in _run(part, inside, admin)]
    notes += _run([entry for entry in everything if entry.kind == _STATISTICS], inside, admin)
    inside.command("reset all")
    return tuple(notes)


def _parts(all_entries: list[Entry]) -> Iterator[list[Entry]]:
    """Entries that one role can run in one go, in order: an extension is a part of its own."""
    part: list[Entry] = []
    for entry in all_entries:
        if entry.kind == "EXTENSION":
            yield part
            yield [entry]
            part = []
        else:
            part.append(entry)
    yield part


def _run(part: list[Entry], inside: Connection, admin: Connection) -> Iterator[str]:
    """All at once; where that fails nothing is left of it, and each is tried by itself."""
    if len(part) == 1 and part[0].kind == "EXTENSION":
        yield from _extension(part[0], admin)
        return
    try:
        inside.script("\n".join(entry.text for entry in part))
    except DatabaseError:
        for entry in part:
            yield from _one(entry, inside)


def _one(entry: Entry, inside: Connection) -> Iterator[str]:
    # What pg_dump has not divided into entries is divided here.
    texts = [entry.text] if entry.kind else [statement.text for statement in Statement.several(entry.text)]
    for text in texts:
        try:
            inside.script(text)
        except DatabaseError as error:
            what = f"{entry.kind.lower()} {entry.name}" if entry.kind else text.splitlines()[0]
            yield f"{what} is missing: {error.message}"


def _extension(entry: Entry, admin: Connection) -> Iterator[str]:
    found = _EXTENSION.search(entry.text)
    if found is None or found[1] == "plpgsql":
        return
    name, schema = (sql.Identifier(part.strip('"').replace('""', '"')) for part in found.groups())
    try:
        admin.command("create schema if not exists {schema} authorization {role}", schema=schema, role=sql.Identifier(ROLE))
        admin.command("create extension if not exists {name} with schema {schema}", name=name, schema=schema)
        for wrapper in admin.rows("foreign_data_wrappers"):  # or servers and foreign tables could not be defined
            admin.command(
                "grant usage on foreign data wrapper {wrapper} to {role}",
                wrapper=sql.Identifier(wrapper["name"]), role=sql.Identifier(ROLE),
            )  # fmt: skip
    except DatabaseError as error:
        yield f"extension {entry.name} is missing, and all that needs it: {error.message}"


ROLE = "shadow"
