"""The data of extended statistics, which pg_dump doesn't write: read as text from the source, written in PostgreSQL's own form.

The forms, of PostgreSQL 13 to 18: https://github.com/postgres/postgres/blob/REL_18_STABLE/src/include/statistics/statistics.h
Columns have their numbers in it, and these may differ on the source, where columns were dropped.
"""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, LiteralString

from psycopg import sql

from workbench.postgres.connection import Connection
from workbench.postgres.whatif.mcv import translated

_NDISTINCT, _DEPENDENCIES = 0xA352BFA4, 0xB4549A2C
_HEAD = struct.Struct("=III")
_NUMBERS = re.compile(r"-?\d+")
_TYPES = ("pg_ndistinct", "pg_dependencies", "pg_mcv_list")


@dataclass(frozen=True)
class Extended:
    """The data of one statistics object.

    Attributes:
        columns: the name of each attribute number. mcv: hexadecimal, or None.
        types: the name of each oid in it that is of a type of that database's own. labels: of each enum's oid, each label's.
    """

    schema: str
    name: str
    inherited: bool
    columns: Mapping[str, str]
    ndistinct: str | None
    dependencies: str | None
    mcv: str | None = None
    types: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def read_extended(connection: Connection, schema: str | None = None) -> tuple[tuple[Extended, ...], tuple[str, ...]]:
    """All that the role may see, of one schema or of all, and what is missing, a sentence each."""
    superuser = connection.capabilities.superuser
    why = "they are of expressions" if superuser else "only superusers may read them"
    common = connection.rows("extended_common") if superuser else []
    by_name = {(row.pop("schema"), row.pop("name"), row.pop("inherited")): row for row in common}
    found, notes = [], []
    for row in connection.rows("extended_statistics", schema=schema):
        combinations = by_name.get((row["schema"], row["name"], row["inherited"]), {})
        if row["has_mcv"] and not combinations:
            notes.append(f"the common combinations of statistics {row['name']} are missing: {why}")
        if row["has_expressions"]:
            notes.append(f"statistics {row['name']} are there without those of their expressions")
        fields = {name: row[name] for name in ("schema", "name", "inherited", "columns", "ndistinct", "dependencies")}
        found.append(Extended(**fields, **combinations))
    notes += [
        f"the data of statistics {row['name']} is missing: only the owner of its table may read it"
        for row in connection.rows("extended_hidden", schema=schema)
    ]
    return tuple(found), tuple(notes)


def write_extended(admin: Connection, given: Iterable[Extended]) -> tuple[str, ...]:
    """Gives the statistics objects here their data. What can't be given, a sentence each."""
    notes, own = [], {row["name"]: row for row in admin.rows("own_types")}
    objects = {(row["schema"], row["name"]): row for row in admin.rows("extended_here")}
    _casts(admin, "create cast (bytea as {type}) without function")
    for extended in given:
        here = objects.get((extended.schema, extended.name))
        if here is None:
            continue
        mcv = None if extended.mcv is None else _combinations(extended, own)
        if extended.mcv is not None and mcv is None:
            notes.append(
                f"the common combinations of statistics {extended.name} are missing: their types can't be carried over"
            )
        numbers = {int(number): here["columns"][name] for number, name in extended.columns.items()}
        admin.rows(
            "write_extended",
            oid=here["oid"],
            inherited=extended.inherited,
            ndistinct=_ndistinct(extended.ndistinct, numbers),
            dependencies=_dependencies(extended.dependencies, numbers),
            mcv=mcv,
        )
    _casts(admin, "drop cast (bytea as {type})")
    return tuple(notes)


def _combinations(extended: Extended, own: Mapping[str, Mapping[str, Any]]) -> bytes | None:
    """With the oids of this database, by names; None where one isn't here."""
    here = {int(oid): own[name] for oid, name in extended.types.items() if name in own}
    labels = {
        int(kind): {int(oid): int((here[int(kind)]["labels"] or {})[label]) for oid, label in each.items()}
        for kind, each in extended.labels.items()
        if int(kind) in here
    }
    return translated(bytes.fromhex(extended.mcv or ""), {oid: row["oid"] for oid, row in here.items()}, labels)


def without_data(admin: Connection) -> tuple[str, ...]:
    """The statistics objects here that a plain dump gave no data, a sentence each."""
    names = [row["name"] for row in admin.rows("extended_here")]
    return tuple(f"statistics {name} have no data: pg_dump doesn't write it, wb.dump() does" for name in names)


def _casts(admin: Connection, template: LiteralString) -> None:
    for name in _TYPES:
        admin.command(template, type=sql.Identifier(name))


def _ndistinct(text: str | None, numbers: Mapping[int, int]) -> bytes | None:
    """`{"1, 2": 500}`: so many combinations of these columns.

    >>> _ndistinct('{"1, 2": 5}', {1: 1, 2: 3})[-8:].hex()
    '0200000001000300'
    """
    if text is None:
        return None
    items = [(_columns(key, numbers), float(value)) for key, value in json.loads(text).items()]
    parts = [struct.pack(f"=di{len(columns)}h", value, len(columns), *columns) for columns, value in items]
    return _HEAD.pack(_NDISTINCT, 1, len(items)) + b"".join(parts)


def _dependencies(text: str | None, numbers: Mapping[int, int]) -> bytes | None:
    """`{"1 => 2": 0.9}`: the first columns decide the last one to this degree."""
    if text is None:
        return None
    items = [(_columns(key, numbers), float(value)) for key, value in json.loads(text).items()]
    parts = [struct.pack(f"=dh{len(columns)}h", value, len(columns), *columns) for columns, value in items]
    return _HEAD.pack(_DEPENDENCIES, 1, len(items)) + b"".join(parts)


def _columns(key: str, numbers: Mapping[int, int]) -> list[int]:
    """Expressions have negative numbers, which stay."""
    return [numbers.get(number, number) for number in map(int, _NUMBERS.findall(key))]
