"""A data.toml from a schema's facts: a synthetic twin, which plans as the original does. Facts in, TOML out; no row is seen.

Keys keep their structure: a primary key of one number is a sequence, a foreign key points to rows, a key of several columns is
grouped by its first. Everything else follows the planner's statistics (kind "statistics").
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from workbench.catalog import ColumnFacts, SchemaFacts, TableFacts
from workbench.datagen.spec import IDENTIFIER, NAME_RULE
from workbench.errors import BadInput

INTEGERS = ("int2", "int4", "int8")
TYPES = {
    **dict.fromkeys(INTEGERS, "integer"),
    "numeric": "decimal",
    "float4": "float",
    "float8": "float",
    "timestamp": "timestamp",
    "timestamptz": "timestamp",
    "date": "date",
    **dict.fromkeys(("text", "varchar", "bpchar", "name", "citext"), "text"),
}
TIME_KINDS = ("timestamp", "date")
_DENSE = 1.05  # a key whose numbers leave fewer gaps than this is a sequence
_MOSTLY = 0.99  # distinct values by rows, from which the planner's estimate means that none is there twice

_BARE = re.compile(r"[A-Za-z0-9_-]+")

# A known value of a column -> what the twin has in its place.
Replace = Callable[[TableFacts, ColumnFacts, str], str]


@dataclass
class TwinSpec:
    """A twin's data.toml in the making.

    Attributes:
        tables: the sections, as TOML's types.
        notes: what is not as in the original, a sentence each.
    """

    tables: dict[str, dict[str, Any]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def twin_spec(facts: SchemaFacts, replace: Replace) -> TwinSpec:
    """What the twin's tables hold.

    Args:
        facts: the original.
        replace: gives the value that stands for a known one; the order must stay.
    """
    made = TwinSpec()
    odd = [n for table in facts.tables for n in (table.name, *(c.name for c in table.columns)) if not IDENTIFIER.fullmatch(n)]
    if odd:
        raise BadInput(f"A data.toml can't have the names {', '.join(odd[:5])}.", hint=f"rename them to {NAME_RULE}.")
    tables = {table.name: table for table in facts.tables}
    scale = scale_table(facts)
    for table in facts.tables:
        columns: dict[str, Any] = {}
        for column in table.columns:
            section = _column(table, column, tables, replace)
            told = f"{table.name}.{column.name} ({column.type})"
            if section is not None:
                columns[column.name] = section
                if section == _constant(column):
                    made.notes.append(f"{told} is {section['values'][0]!r} in every row: no generator makes its type.")
            elif column.null < 1:
                made.notes.append(f"{told} is left empty: no generator makes its type.")
        made.tables[table.name] = {"columns": columns}
        if table.name != scale.name:
            ratio = max(table.rows, 1) / max(scale.rows, 1)
            made.tables[table.name] = {"rows": {"per": scale.name, "ratio": ratio, "min": 1}, "columns": columns}
    return made


def scale_table(facts: SchemaFacts) -> TableFacts:
    """The largest table: `rows` counts it."""
    return max(facts.tables, key=lambda table: (table.rows, table.name))


def twin_toml(facts: SchemaFacts, spec: TwinSpec) -> str:
    """The text of data.toml."""
    scale = scale_table(facts)
    lines = [
        f"# A synthetic twin of {facts.name}, from its statistics; `python -m workbench twin` wrote it.",
        *(f"# {note}" for note in spec.notes),
        "",
        "[dataset]",
        f"title = {_toml(f'Twin of {facts.name}')}",
        f"rows = {max(scale.rows, 1)}",
        f"scale = {_toml(scale.name)}",
    ]
    for table, section in spec.tables.items():
        lines += ["", f"[tables.{table}]"]
        if "rows" in section:
            lines.append(f"rows = {_toml(section['rows'])}")
        for column, given in section["columns"].items():
            lines += [f"columns.{column} = {_toml(given)}"]
    return "\n".join(lines) + "\n"


def _toml(value: Any) -> str:
    """TOML of a value; a JSON string is a TOML string but for the delete character."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key_name(name)} = {_toml(inner)}" for name, inner in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_toml, value)) + "]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return json.dumps(value)


def _key_name(name: str) -> str:
    return name if _BARE.fullmatch(name) else _toml(name)


def _column(
    table: TableFacts, column: ColumnFacts, tables: Mapping[str, TableFacts], replace: Replace
) -> dict[str, Any] | None:
    """The section of one column; None where nothing can make its values."""
    section = _key(table, column, tables) or _ordinary(table, column, replace)
    if section is None and column.not_null:
        section = _constant(column)
    if section is None:
        return None
    if 0 < column.null < 1 and not column.not_null:
        section["null"] = column.null
    elif column.null >= 1:
        return None
    return section


# What stands in a column that must have a value, and whose type no generator makes.
_CONSTANTS = {
    **dict.fromkeys(("int4range", "int8range", "numrange", "tsrange", "tstzrange", "daterange"), "empty"),
    "interval": "1 day",
    "bytea": "\\x00",
    "time": "12:00",
    "timetz": "12:00Z",
    "tsvector": "a",
    "xml": "<a/>",
    "point": "(0,0)",
    "macaddr": "08:00:2b:01:02:03",
}


def _constant(column: ColumnFacts) -> dict[str, Any]:
    return {"kind": "choice", "values": [_CONSTANTS.get(column.type, "0")]}


def _key(table: TableFacts, column: ColumnFacts, tables: Mapping[str, TableFacts]) -> dict[str, Any] | None:
    """What the column is by its keys, None where it is in none that decides its values."""
    for key in table.foreign:
        if column.name in key.columns and key.parent in tables:
            section = _reference(table, column, key.columns, tables[key.parent], key.targets)
            if section is not None:
                return section
    for unique in table.unique:
        if unique == (column.name,) and column.type in INTEGERS:
            return _sequence(table, column) or _numbered(table, column)
        if len(unique) > 1 and column.name == unique[-1] and not _alone(table, unique):
            return _last_of(table, unique, column)
    return None


def _last_of(table: TableFacts, unique: tuple[str, ...], column: ColumnFacts) -> dict[str, Any] | None:
    """The last column of a key of several, so that no two rows are equal in all of them: counted within the first where that is
    a reference, else counted through.
    """
    if TYPES.get(column.type) == "text":
        return {"kind": "template", "pattern": "{row}"}
    if column.type not in INTEGERS:
        return None
    grouped = len(unique) == 2 and any(unique[0] == key.columns[0] for key in table.foreign)
    return {"kind": "position", "within": unique[0]} if grouped else {"kind": "sequence"}


def _alone(table: TableFacts, unique: tuple[str, ...]) -> bool:
    """Whether one of a key's columns is enough to tell the rows apart."""
    return any(_is_unique(table, table.column(name)) for name in unique if name in {c.name for c in table.columns})


def _is_unique(table: TableFacts, column: ColumnFacts) -> bool:
    if (column.name,) in table.unique:
        return True
    return column.distinct == -1.0 and column.not_null and not column.common


def _sequence(table: TableFacts, column: ColumnFacts) -> dict[str, Any] | None:
    """A dense key in order; one with gaps or in no order follows its statistics."""
    if not column.bounds:
        return {"kind": "sequence"}
    low, high = int(column.bounds[0]), int(column.bounds[-1])
    if high - low < table.rows * _DENSE and column.correlation > _MOSTLY:
        return {"kind": "sequence", "start": low}
    return None


def _numbered(table: TableFacts, column: ColumnFacts) -> dict[str, Any]:
    """A key with gaps, or in no order: no number twice."""
    low, high = int(column.bounds[0]), int(column.bounds[-1])
    return {"kind": "integer", "min": low, "max": max(high, low + table.rows), "unique": True}


def _reference(
    table: TableFacts, column: ColumnFacts, columns: tuple[str, ...], parent: TableFacts, targets: tuple[str, ...]
) -> dict[str, Any] | None:
    target = targets[columns.index(column.name)]
    lead = _lead(columns, parent, targets)
    if column.name != lead:
        return {"kind": "lookup", "from": f"{lead}.{target}"}
    if parent.name == table.name:
        return {"kind": "reference", "to": f"{parent.name}.{target}"} if not column.not_null else None
    grouping = next((key for key in table.unique if len(key) > 1 and lead in key and not _alone(table, key)), None)
    if grouping and grouping[0] == lead:
        # A group may have twice the mean; of what is distinct within it, there may not be so many.
        narrow = any(key.columns[0] == grouping[-1] for key in table.foreign)
        return {"kind": "reference", "to": f"{parent.name}.{target}", "spread": "even" if narrow else "grouped"}
    if grouping and grouping[-1] == lead and any(key.columns[0] == grouping[0] for key in table.foreign):
        return {"kind": "reference", "to": f"{parent.name}.{target}", "spread": "distinct", "within": grouping[0]}
    if (lead,) in table.unique:
        return {"kind": "reference", "to": f"{parent.name}.{target}", "spread": "once"}
    if len(columns) == 1 and _dense_key(parent, target) and (column.common or len(column.bounds) > 1):
        # Its numbers hit the parent whatever they are, and the statistics know better which.
        kept = _statistics(table, column, "integer", lambda _, __, value: value)
        return {**kept, "to": f"{parent.name}.{target}", "of": max(parent.rows, 1)}
    section: dict[str, Any] = {"kind": "reference", "to": f"{parent.name}.{target}", "spread": "uniform"}
    if column.frequencies and column.frequencies[0] * parent.rows > _SKEWED:
        section |= {"spread": "zipf", "exponent": _exponent(column, parent.rows)}
    elif abs(column.correlation) > _MOSTLY:
        section["spread"] = "grouped"
    return section


_SKEWED = 3.0  # a most common parent with so many times its even share is no accident


def _lead(columns: tuple[str, ...], parent: TableFacts, targets: tuple[str, ...]) -> str:
    """The column of a key of several that tells the parent's rows apart best."""
    known = {c.name for c in parent.columns}
    score = {c: _is_unique(parent, parent.column(t)) if t in known else False for c, t in zip(columns, targets, strict=True)}
    return max(columns, key=lambda name: (score[name], -columns.index(name)))


def _dense_key(parent: TableFacts, target: str) -> bool:
    found = parent.column(target)
    section = _sequence(parent, found) if found.type in INTEGERS and (target,) in parent.unique else None
    return section is not None


def _exponent(column: ColumnFacts, parents: int) -> float:
    """The Zipf exponent whose first parent has the share that the most common one has, by bisection."""
    low, high = 0.05, 3.0
    for _ in range(40):
        middle = (low + high) / 2
        power = 1.0 - middle if abs(1.0 - middle) > 1e-9 else 1e-9
        share = (2.0**power - 1.0) / ((parents + 1.0) ** power - 1.0)
        low, high = (middle, high) if share < column.frequencies[0] else (low, middle)
    return round((low + high) / 2, 4)


def _ordinary(table: TableFacts, column: ColumnFacts, replace: Replace) -> dict[str, Any] | None:
    """A column by its statistics alone."""
    if column.type == "bool":
        share = dict(zip(column.common, column.frequencies, strict=True)).get("t", 0.0)
        return {"kind": "boolean", "probability": min(1.0, share / max(1e-9, 1 - column.null))}
    if column.type in INTEGERS and column.bounds and _is_unique(table, column):
        return _sequence(table, column) or _numbered(table, column)
    if column.type == "uuid":
        return {"kind": "uuid"}
    if column.type == "enum" or (column.type in ("text", "bpchar", "varchar") and column.common and not column.bounds):
        weights = {replace(table, column, value): share for value, share in zip(column.common, column.frequencies, strict=True)}
        return {"kind": "choice", "values": weights} if weights else None
    if column.type == "text[]" and column.elements:
        names = [replace(table, column, element) for element in column.elements]
        weights = dict(zip(names, column.element_frequencies, strict=False))
        return {"kind": "array", "of": {"kind": "choice", "values": weights}, "max": max(1, round(2 * sum(weights.values())))}
    if column.type in ("json", "jsonb"):
        return {"kind": "json", "fields": {"twin": {"kind": "text", "min_words": 1, "max_words": max(1, column.width // 4)}}}
    if column.type == "inet":
        return {"kind": "inet", "network": "10.0.0.0/8"}
    kind = TYPES.get(column.type)
    return None if kind is None or not (column.common or len(column.bounds) > 1) else _statistics(table, column, kind, replace)


def _statistics(table: TableFacts, column: ColumnFacts, kind: str, replace: Replace) -> dict[str, Any]:
    present = max(1e-9, 1.0 - column.null)
    unique = _is_unique(table, column)
    section: dict[str, Any] = {"kind": "statistics", "type": kind}
    if column.common and not unique:
        section["common"] = [replace(table, column, value) for value in column.common]
        section["frequencies"] = [round(min(1.0, share / present), 9) for share in column.frequencies]
    if len(column.bounds) > 1:
        section["bounds"] = [replace(table, column, value) for value in column.bounds]
    if kind == "text":
        section["known"] = [replace(table, column, value) for value in column.ranked]
        section["width"] = max(0, column.width - 1)
        if column.length:
            section["length"] = column.length
    if kind == "decimal":
        section["decimals"] = _decimals(column)
    if unique:
        section["unique"] = True
    elif column.distinct < 0:
        section["distinct"] = max(-1.0, column.distinct)
    elif column.distinct > 0:
        section["distinct"] = max(1.0, column.distinct)
    if column.correlation and not (column.common and not column.bounds):
        section["order"] = max(-1.0, min(1.0, column.correlation))
    return section


def _decimals(column: ColumnFacts) -> int:
    """Those of the type, or of the known values where the type sets none."""
    if column.decimals is not None:
        return column.decimals
    return max((len(value.partition(".")[2]) for value in (*column.common, *column.bounds)), default=0)
