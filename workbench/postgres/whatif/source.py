"""What a shadow is made from: the definition and the statistics that pg_dump writes, and what only the server itself knows.

From files there is the text alone. From a server there are also the present sizes of its files, the heights of its B-trees, the
settings of the session, and how the database sorts. Never a row.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from workbench.errors import BadInput
from workbench.postgres.connection import Connection
from workbench.postgres.dump import definition_and_statistics, readable, without_meta
from workbench.postgres.whatif.extended import Extended, read_extended
from workbench.postgres.whatif.gin import GinCounts
from workbench.postgres.whatif.privileges import denied, hidden

_VERSION = re.compile(r"^-- Dumped from database version (\d+)(\S*)", re.MULTILINE)
_OURS = "-- workbench: "
_STATISTICS = "pg_restore_attribute_stats("
WITH_RANGES = 17  # the first whose pg_stats has their histograms
_PAGE = 8192
Name = tuple[str, str]


@dataclass(frozen=True)
class Locale:
    """How a database sorts: pg_database's datlocprovider, datcollate, datctype and datlocale."""

    provider: str
    collate: str
    ctype: str
    locale: str | None = None


@dataclass(frozen=True)
class Source:
    """Attributes:
    texts: SQL, in the order in which it is to be run.
    version: of the server it came from, "16.4"; "" where the text doesn't tell.
    pages: of each relation's file, by schema and name; empty where only the statistics tell.
    heights: of B-trees, likewise; empty where nobody could look. counts: of GIN indexes, likewise.
    settings: that decide how its session plans.
    locale: of the database; None where nobody knows.
    extended: the data of extended statistics; None where nobody could look.
    notes: what is not as on the source, a sentence each.
    """

    texts: tuple[str, ...]
    version: str
    pages: Mapping[Name, int] = field(default_factory=dict)
    heights: Mapping[Name, int] = field(default_factory=dict)
    counts: Mapping[Name, GinCounts] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    locale: Locale | None = None
    extended: tuple[Extended, ...] | None = None
    notes: tuple[str, ...] = ()


def from_files(*files: Path) -> Source:
    """Raises BadInput: a file can't be read, holds rows, or none of them has statistics."""
    texts = tuple(readable(file) for file in files)
    if not any(_STATISTICS in text for text in texts):
        raise BadInput(
            f"There are no statistics in {', '.join(file.name for file in files)}.",
            "Without them every plan would be a guess.",
            hint="pg_dump --no-data --statistics --file=... (of PostgreSQL 18; it reads servers from 13 on), after analyze.",
        )
    found = next((match for text in texts if (match := _VERSION.search(text))), None)
    version = "".join(found.groups()) if found else ""
    ours = next((line for text in texts for line in text.splitlines() if line.startswith(_OURS)), None)
    if ours is not None:
        return _told(texts, version, ours.removeprefix(_OURS))
    return Source(texts, version, notes=("sizes are as of the last VACUUM or ANALYZE",))


def from_server(connection: Connection, schema: str | None = None) -> Source:
    """The whole database, or one schema of it.

    Raises:
        ServerError: pg_dump fails.
        AccessDenied: the role may read nothing of it.
        BadInput: its pages have another size than ours, or there are no statistics.
    """
    (database,) = connection.rows("shadow_database")
    if database["block_size"] != _PAGE:
        raise BadInput(
            f"The server's pages have {database['block_size']:,} bytes; a shadow's have {_PAGE:,}.",
            "Every cost would be off.",
            hint="advise on that server itself, with HypoPG.",
        )
    notes = ["a tablespace there has page costs of its own; here it hasn't"] if database["tablespace_costs"] else []
    pages = {(row["schema"], row["name"]): row["pages"] for row in connection.rows("shadow_sizes", schema=schema)}
    text = without_meta(definition_and_statistics(connection, schema)) if pages else ""
    if _STATISTICS not in text:
        raise denied(connection, schema) or BadInput(
            f"There are no tables with statistics{'' if schema is None else f' in the schema {schema}'}.",
            hint="run analyze in that database.",
        )
    extended, missing = read_extended(connection, schema)
    ranges, without_ranges = _ranges(connection, schema)
    return Source(
        (text, *ranges),
        connection.capabilities.version,
        pages,
        {name: row["height"] for name, row in _inspected(connection, "shadow_heights", schema)},
        {name: GinCounts(**row) for name, row in _inspected(connection, "shadow_gin", schema)},
        {row["name"]: row["value"] for row in connection.rows("planner_settings")},
        Locale(database["provider"] or "c", database["collate"], database["ctype"], database["locale"]),
        extended,
        (*notes, *hidden(connection, schema), *missing, *without_ranges),
    )


def to_text(source: Source) -> str:
    """What pg_dump has written, and in a comment behind it what it doesn't tell; `from_files` reads it again."""
    told = {
        "pages": [[*name, pages] for name, pages in source.pages.items()],
        "heights": [[*name, height] for name, height in source.heights.items()],
        "counts": [[*name, asdict(counts)] for name, counts in source.counts.items()],
        "settings": dict(source.settings),
        "locale": None if source.locale is None else asdict(source.locale),
        "extended": [asdict(extended) for extended in source.extended or ()],
        "notes": source.notes,
    }
    return "\n".join([*source.texts, f"{_OURS}{json.dumps(told)}", ""])


def _told(texts: tuple[str, ...], version: str, line: str) -> Source:
    try:
        told = json.loads(line)
        return Source(
            texts,
            version,
            {(schema, name): int(pages) for schema, name, pages in told["pages"]},
            {(schema, name): int(height) for schema, name, height in told["heights"]},
            {(schema, name): GinCounts(**counts) for schema, name, counts in told.get("counts", ())},
            told["settings"],
            None if told["locale"] is None else Locale(**told["locale"]),
            tuple(Extended(**extended) for extended in told["extended"]),
            tuple(told["notes"]),
        )
    except (KeyError, TypeError, ValueError):
        raise BadInput(
            "The last line of the file, which wb.dump() wrote, is damaged.", hint="write the file again, or delete the line."
        ) from None


def _ranges(connection: Connection, schema: str | None) -> tuple[list[str], list[str]]:
    """The histograms of ranges in pg_dump's form, where pg_dump has none because the server is too old; what is missing."""
    able = connection.capabilities
    columns = [] if able.major >= WITH_RANGES else connection.rows("range_columns", schema=schema)
    if columns and not able.superuser:
        return [], [f"the histograms of {row['name']}, a range, are missing: only superusers may read them" for row in columns]
    head = "--\n-- Statistics for Name: {name}; Type: STATISTICS DATA; Schema: {schema}; Owner: -\n--\n{text}\n"
    return [head.format_map(row) for row in connection.rows("range_statistics", schema=schema)] if columns else [], []


def _inspected(connection: Connection, query: str, schema: str | None) -> list[tuple[Name, dict[str, Any]]]:
    """What only pageinspect tells, to superusers; nothing where it isn't there."""
    home = connection.rows("extension_home", name="pageinspect")
    if not home or not connection.capabilities.superuser:
        return []
    found = connection.rows_of(home[0]["schema"], query, only=schema)
    return [((row.pop("schema"), row.pop("name")), row) for row in found]
