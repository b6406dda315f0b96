"""JSON Schema of data.toml, from the very options that check it, so that an editor completes and checks as one types.

The file `data.schema.json` beside this module is what comes out; a data.toml whose first line is

    #:schema https://.../data.schema.json    (or a path)

gets it in editors with Taplo (Even Better TOML). https://taplo.tamasfe.dev/configuration/directives.html
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from workbench.datagen.kinds import KINDS
from workbench.datagen.options import object_schema, text
from workbench.datagen.spec import DATASET, EVERY, RATIO, TABLE

FILE = Path(__file__).with_name("data.schema.json")


def json_schema() -> dict[str, Any]:
    """The schema, as JSON's types."""
    table = object_schema(TABLE)
    table["properties"]["rows"] = {
        "description": TABLE["rows"].allowed,
        "anyOf": [{"type": "integer", "minimum": 1}, object_schema(RATIO)],
    }
    table["properties"]["columns"] = {"type": "object", "additionalProperties": {"$ref": "#/$defs/column"}, "minProperties": 1}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A workbench dataset's data.toml",
        "type": "object",
        "properties": {
            "dataset": object_schema(DATASET),
            "tables": {"type": "object", "additionalProperties": table, "minProperties": 1},
        },
        "required": ["dataset"],
        "additionalProperties": False,
        "$defs": {"column": {"type": "object", "required": ["kind"], "oneOf": [_column(name) for name in KINDS]}},
    }


def _column(kind: str) -> dict[str, Any]:
    schema = object_schema({"kind": text("the kind"), **KINDS[kind].options, **EVERY})
    schema["title"] = kind
    schema["properties"]["kind"] = {"const": kind}
    return schema
