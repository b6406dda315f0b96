"""The verb twin: a dataset that plans like a real database, from its statistics. Reads no row; writes a folder."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from workbench.catalog import SchemaFacts
from workbench.datagen.blur import Blur, keep
from workbench.datagen.twin import twin_spec, twin_toml
from workbench.errors import BadInput
from workbench.postgres.connect import connect
from workbench.postgres.connection import Connection
from workbench.postgres.facts import read_facts, restored

Values = Literal["synthetic", "real"]


@dataclass(frozen=True)
class Twin:
    """A twin's folder, ready for `wb.load(twin.path)`.

    Attributes:
        path: the folder, with schema.sql and data.toml.
        rows: the rows of the original's tables, by the planner's reckoning.
        notes: what is not as in the original, a sentence each.
    """

    path: Path
    rows: Mapping[str, int]
    notes: tuple[str, ...]
    _facts: SchemaFacts
    _replaced: Blur | None

    def value(self, table: str, column: str, value: str) -> str:
        """What the twin has in place of a value of the original: of a common one or a bound, or of a number or time between two
        such; a text that the statistics don't know comes back as it is.

        For the parameters of statements that are to run on the twin; the folder doesn't know it. Raises KeyError for a table or
        column that isn't there.
        """
        found = next((t for t in self._facts.tables if t.name == table), None)
        if found is None:
            raise KeyError(table)
        known = found.column(column)
        return value if self._replaced is None else self._replaced(found, known, value)

    def __repr__(self) -> str:
        told = ", ".join(f"{name} {count:,}" for name, count in self.rows.items())
        return f"<Twin in {self.path.name}: {told} rows>"


def twin(
    source: Connection | str | os.PathLike[str] | None,
    folder: str | os.PathLike[str],
    *,
    schema: str = "public",
    values: Values = "synthetic",
    seed: int | None = None,
) -> Twin:
    """Writes a dataset whose data has the statistics of a real schema: row counts, distinct values, nulls, frequencies,
    histograms, order and widths, keys and their fan-out.

    Args:
        source: a DSN, None for the embedded server, or pg_dump's output: one file with schema and statistics, or two,
            `--schema-only` and `--statistics-only`, separated as in PATH.
        folder: where to; its name becomes the twin's schema. It must not be there yet.
        schema: which schema of the source.
        values: "synthetic" replaces every common value and histogram bound by another one in the same order; "real" keeps
            them, which are values of real rows.
        seed: for tests, makes the replacement repeatable.

    Raises:
        BadInput: no such schema or no statistics, a folder that is there already, a file that isn't pg_dump's.
        DatabaseError, ServerError: the source can't be reached or read.
    """
    path = Path(folder).expanduser()
    if path.exists():
        raise BadInput(f"{path} is there already.", "Nothing was written.", hint="name another folder, or remove it.")
    if values not in ("synthetic", "real"):
        raise BadInput(f"values={values!r} is unknown.", hint="values='synthetic' or values='real'.")
    facts = _facts(source, schema)
    blur = Blur(facts, seed) if values == "synthetic" else None
    spec = twin_spec(facts, blur or keep)
    path.mkdir(parents=True)
    (path / "schema.sql").write_text(f"{facts.before}\n-- after load\n{facts.after}", encoding="utf-8")
    (path / "data.toml").write_text(twin_toml(facts, spec), encoding="utf-8")
    return Twin(path, {table.name: table.rows for table in facts.tables}, tuple(spec.notes), facts, blur)


def _facts(source: Connection | str | os.PathLike[str] | None, schema: str) -> SchemaFacts:
    if isinstance(source, Connection):
        return read_facts(source, schema)
    files = [Path(part) for part in os.fspath(source).split(os.pathsep)] if source is not None else []
    if files and all(file.is_file() for file in files):
        with restored(*files) as connection:
            return read_facts(connection, schema)
    if isinstance(source, os.PathLike):
        raise BadInput(f"{source} is no file.", hint="name pg_dump's output, or give a DSN as text.")
    connection = connect(source)
    try:
        return read_facts(connection, schema)
    finally:
        connection.close()
