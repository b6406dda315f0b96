"""Rows of Python's values as an arrow table, in the types that fetch gives. Values in, a table out."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from workbench.sql.arrow_types import plain_type
from workbench.sql.result import Column

_OWN: dict[str, pa.DataType] = {"bytea": pa.binary(), "interval": pa.month_day_nano_interval()}


def arrow_table(columns: Sequence[Column], rows: Sequence[tuple[Any, ...]]) -> pa.Table:
    """A column each; one with a value that arrow's type lacks (infinity, BC, NaN) is text."""
    arrays = [_array(column, [row[i] for row in rows]) for i, column in enumerate(columns)]
    fields = [
        pa.field(column.name, values.type, metadata={"postgresql": column.type})
        for column, values in zip(columns, arrays, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields))


def _array(column: Column, values: list[Any]) -> pa.Array:
    try:
        return pa.array(_elements(column, values), _wanted(column.type))
    except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):
        return pa.array([None if value is None else value_text(value) for value in values], pa.string())


def _wanted(name: str) -> pa.DataType | None:
    """None leaves it to pyarrow: the narrowest decimal, strings."""
    bare = name.removesuffix("[]")
    kind = plain_type(bare) or _OWN.get(bare) or (None if bare.startswith("numeric") else pa.string())
    return pa.list_(kind) if name.endswith("[]") and kind is not None else kind


def _elements(column: Column, values: list[Any]) -> list[Any]:
    kind = _wanted(column.type)
    if kind == pa.string():
        return [None if value is None else value_text(value) for value in values]
    if kind == pa.list_(pa.string()):
        return [
            [None if one is None else value_text(one) for one in value] if isinstance(value, list) else value
            for value in values
        ]
    return values


def value_text(value: Any) -> str:
    """A value as text, for types that arrow has no other form for."""
    if isinstance(value, dict | list | bool):
        return json.dumps(value, default=str)
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ")
    return str(value)
