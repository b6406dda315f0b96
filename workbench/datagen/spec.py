"""data.toml as frozen values, every option checked. Knows what may be written; the numbers come in `tables`.

    [dataset]               title, description, seed, rows (the default), scale (the table that rows counts)
    [tables.NAME]           rows = 1000 or { per = "other", ratio = 2.5, min = 1 }; none for the scale table
    [tables.NAME.columns]   COLUMN = { kind = "...", null = 0.1, and the options of the kind }

Tables and columns keep the order of the file; columns are those that COPY fills, so a generated one is left
out.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workbench.datagen.kinds import KINDS
from workbench.datagen.options import (
    REQUIRED,
    Option,
    Place,
    checked,
    flag,
    integer,
    listed,
    nearest,
    null,
    one_of,
    positive,
    quoted,
    section,
    share,
    text,
    words,
)
from workbench.datagen.positions import positions

IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,62}")
NAME_RULE = "letters, digits and _, at most 63, not beginning with a digit"


@dataclass(frozen=True)
class Ratio:
    """So many rows for each row of another table, but at least `minimum`."""

    per: str
    ratio: float
    minimum: int


@dataclass(frozen=True)
class ColumnSpec:
    """One column.

    Attributes:
        name: the column's name.
        kind: what makes its values.
        options: the kind's options, with defaults filled in.
        null: the fraction of rows without a value, or an SQL condition for them.
        hidden: whether it is there for other columns only, and isn't loaded.
        dirty: the fraction of rows that have another row's value.
    """

    name: str
    kind: str
    options: Mapping[str, Any]
    null: float | str = 0.0
    hidden: bool = False
    dirty: float = 0.0

    @property
    def nullable(self) -> bool:
        """Whether `null` leaves some rows without a value."""
        return isinstance(self.null, str) or self.null > 0


@dataclass(frozen=True)
class TableSpec:
    """One table; `rows` is None for the scale table, whose count the caller gives."""

    name: str
    rows: int | Ratio | None
    columns: tuple[ColumnSpec, ...]
    duplicates: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Spec:
    """A whole data.toml. `rows` and `seed` are defaults, `place` is for errors, `meaning` decides the data."""

    place: Place
    title: str
    description: str
    seed: int
    rows: int
    scale: str
    generator: str | None
    tables: tuple[TableSpec, ...]
    meaning: Mapping[str, Any]


DATASET: dict[str, Option] = {
    "title": text("one line of text"),
    "description": text("text", ""),
    "seed": integer(default=0),
    "rows": integer(1),
    "scale": text("the name of the table that rows counts"),
    "generator": one_of(("tpchgen-cli",), None),
}
TABLE: dict[str, Option] = {
    "rows": Option(
        lambda v: (isinstance(v, int) and not isinstance(v, bool) and v > 0) or isinstance(v, dict),
        'a whole number above 0 or { per = "table", ratio = 2.5 }',
        None,
    ),
    "columns": Option(lambda v: isinstance(v, dict) and bool(v), "at least one column"),
    "duplicates": section('{ share = 0.01, except = ["id"] }', {"share": share(), "except": words([])}, None),
}
# What any column takes, whatever its kind.
EVERY: dict[str, Option] = {"null": null(), "hidden": flag(), "dirty": share(0.0)}
RATIO: dict[str, Option] = {
    "per": text("the name of another table"),
    "ratio": positive(),
    "min": integer(1, default=1),
}
_ROOT: dict[str, Option] = {
    "dataset": Option(lambda v: isinstance(v, dict), "a [dataset] section"),
    "tables": Option(lambda v: isinstance(v, dict) and bool(v), "at least one [tables.NAME] section", None),
}


def parse_spec(source: str, file: str = "data.toml") -> Spec:
    """The spec that this TOML text describes. Raises DatasetError naming file, table and column.

    >>> parse_spec('''
    ... [dataset]
    ... title = "One table"
    ... rows = 10
    ... scale = "t"
    ... [tables.t.columns]
    ... id = { kind = "sequence" }
    ... ''').tables[0].columns[0].kind
    'sequence'
    """
    place = Place(file, lines=positions(source))
    try:
        document = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise place.error(f"Not TOML: {error}.", "see https://toml.io") from error
    root = checked(document, _ROOT, place)
    header = checked(root["dataset"], DATASET, place)
    given = root["tables"] or {}
    if bool(given) == (header["generator"] is not None):
        message = "The tables are the generator's." if given else "There are no tables."
        raise place.error(message, "[tables.NAME] sections, or a generator in [dataset], and not both")
    tables = tuple(_table(name, table, header["scale"], place) for name, table in given.items())
    spec = Spec(
        place=place,
        tables=tables,
        meaning={"scale": header["scale"], "generator": header["generator"], "tables": given},
        **header,
    )
    if tables:
        _require_known_tables(spec)
    return spec


def _require_known_tables(spec: Spec) -> None:
    place = spec.place
    names = [table.name for table in spec.tables]
    used = [("scale", spec.scale, place)]
    used += [("per", t.rows.per, place.at(t.name)) for t in spec.tables if isinstance(t.rows, Ratio)]
    for option, name, where in used:
        if name not in names:
            raise where.error(f"{option} = {quoted(name)} is no table here.", listed(names), nearest(name, names))


def _table(name: str, given: object, scale: str, file: Place) -> TableSpec:
    place = file.at(name)
    settings = checked(_section(name, given, place), TABLE, place)
    rows = _rows(settings["rows"], place)
    if (rows is None) != (name == scale):
        message = "The scale table has rows of its own." if rows else "The option 'rows' is missing."
        raise place.error(message, f"rows for every table but {scale}, which `[dataset] rows` counts")
    columns = tuple(column_spec(column, options, place) for column, options in settings["columns"].items())
    duplicates = settings["duplicates"]
    if duplicates is not None:
        duplicates = {"except": [], **duplicates}
        for column in duplicates["except"]:
            if column not in settings["columns"]:
                known = settings["columns"]
                raise place.error(f"duplicates: there is no column {quoted(column)}.", listed(known), nearest(column, known))
    return TableSpec(name, rows, columns, duplicates)


def _rows(given: Any, place: Place) -> int | Ratio | None:
    if not isinstance(given, dict):
        return given if given is None else int(given)
    settings = checked(given, RATIO, place)
    return Ratio(settings["per"], settings["ratio"], settings["min"])


def column_spec(name: str, given: object, table: Place) -> ColumnSpec:
    """One column as it is written, checked. Raises DatasetError that names it."""
    place = table.at(table.table, name)
    written = _section(name, given, place)
    kind = written.get("kind", REQUIRED)
    if not isinstance(kind, str) or kind not in KINDS:
        message = "The option 'kind' is missing." if kind is REQUIRED else f"Unknown kind {quoted(kind)}."
        raise place.error(message, listed(KINDS), nearest(kind, KINDS))
    rest = {option: value for option, value in written.items() if option != "kind"}
    settings = checked(rest, {**KINDS[kind].options, **EVERY}, place)
    every = {option: settings.pop(option) for option in EVERY}
    return ColumnSpec(name, kind, settings, **every)


def _section(name: str, given: object, place: Place) -> dict[str, Any]:
    if not IDENTIFIER.fullmatch(name):
        raise place.error(f"{quoted(name)} can't be a name.", NAME_RULE)
    if not isinstance(given, dict):
        raise place.error(f"{quoted(name)} must be a section.", f"{name} = {{ ... }} or [... .{name}]")
    return given
