"""What the schema view is given: texts in lists, so that it has nothing to compute. Without figures in reproducible mode."""

from __future__ import annotations

from typing import Any

from workbench.catalog import Table
from workbench.catalog.schema import Schema
from workbench.render import schema_words as words
from workbench.render.histogram import bars
from workbench.render.numbers import percent
from workbench.render.options import options
from workbench.render.schema_picture import described, schema_svg
from workbench.sql import Result

VERSION = 1
_LONGEST = 200  # characters of a value in a sample


def schema_data(schema: Schema) -> dict[str, Any]:
    """All tables, and the diagram where there is something to connect."""
    keys = len(schema) > 1 and any(table.foreign for table in schema)
    return {
        "version": VERSION,
        "headline": words.headline(schema),
        "svg": schema_svg(schema) if keys else "",
        "described": described(schema) if keys else "",
        "tables": [_table(schema, table) for table in schema],
    }


def detail_data(table: Table, sample: Result | None, message: str) -> dict[str, Any]:
    """Rows of a table, or why there are none, and how its columns' values are spread."""
    known = [(c.name, c.statistics) for c in table.columns if c.statistics is not None and not options.reproducible]
    return {
        "message": message,
        "columns": [[column.name, column.type] for column in sample.columns] if sample else [],
        "rows": [[_value(value) for value in line] for line in sample.rows] if sample else [],
        "spread": [
            [name, words.statistics(one, table), [[bar.label, bar.share, percent(bar.share)] for bar in bars(one)]]
            for name, one in known
        ],
    }


def _table(schema: Schema, table: Table) -> dict[str, Any]:
    columns = [[c.name, c.type, ", ".join(t for t in (c.key, c.null) if t), c.default, c.figures, c.about]
               for c in words.columns(schema, table)]  # fmt: skip
    indexes = [[i.name, i.covers, i.kind, i.size, i.used] for i in words.indexes(table)]
    looked_for = [table.name, table.schema, table.comment or "", *(text for c in columns for text in (c[0], c[5])),
                  *(index[0] for index in indexes)]  # fmt: skip
    return {
        "name": words.name(table),
        "facts": words.facts(schema, table),
        "about": table.comment or "",
        "columns": columns,
        "indexes": indexes,
        "pointing": words.pointing(schema, table),
        "words": "\n".join(looked_for).lower(),
    }


def _value(value: object) -> str | None:
    if value is None:
        return None
    text = "\\x" + bytes(value).hex() if isinstance(value, bytes | memoryview) else str(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
