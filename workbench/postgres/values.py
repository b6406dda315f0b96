"""Python's values on their way to the server and back, where psycopg needs help. No SQL here.

Out: what notebooks hold (numpy, pandas) becomes what psycopg adapts; what has no counterpart is refused by name.
In: dates that Python can't hold (infinity, BC, 24:00) come as PostgreSQL's own text instead of an error.
"""

from __future__ import annotations

import sys
from decimal import Decimal
from typing import Any

import numpy as np
import psycopg
from psycopg.adapt import Buffer, Loader
from psycopg.types.datetime import DateLoader, IntervalLoader, TimeLoader, TimestampLoader, TimestamptzLoader
from psycopg.types.json import Jsonb

from workbench.errors import ParameterError
from workbench.sql import Bound


def outgoing(bound: Bound) -> tuple[Any, ...]:
    """The values of a statement's parameters as psycopg takes them.

    Raises:
        ParameterError: a value has no counterpart in PostgreSQL; the message names the parameter, not the value.
    """
    return tuple(_outgoing(name, value) for name, value in zip(bound.statement.parameters, bound.values, strict=True))


def _outgoing(name: str, value: Any) -> Any:
    if _is_missing(value):
        return None
    if isinstance(value, str):
        return _text(name, value)
    if isinstance(value, dict):
        return Jsonb(value)
    if isinstance(value, list | tuple | set | frozenset | range):
        return _of_one_type(name, [_outgoing(name, item) for item in value])
    if isinstance(value, np.datetime64 | np.timedelta64) or hasattr(value, "__array__"):
        return _array(name, value)
    if hasattr(value, "to_pydatetime"):
        return value.to_pydatetime(warn=False)  # PostgreSQL has no nanoseconds
    return value


def _text(name: str, value: str) -> str:
    if "\0" in value:
        raise ParameterError(
            f"The value of :{name} holds a NUL character, which PostgreSQL's text can't.",
            hint="send it as bytes, or take it out.",
        )
    if not value.isascii() and any("\ud800" <= sign <= "\udfff" for sign in value):
        raise ParameterError(
            f"The value of :{name} holds half of a surrogate pair, which is no text.",
            hint="send it as bytes, or decode it anew.",
        )
    return value


def _array(name: str, value: Any) -> Any:
    """numpy's scalars and arrays, pandas' columns, and whatever else numpy can read."""
    if hasattr(value, "columns"):
        raise ParameterError(f"The value of :{name} is a table.", hint="bind one of its columns: frame['column'].")
    if not isinstance(value, np.ndarray | np.generic) and hasattr(value, "tolist"):
        floats = getattr(getattr(value, "dtype", None), "kind", "") == "f"  # there NaN is a number; elsewhere it means: missing
        return _outgoing(name, [None if item != item and not floats else item for item in map(_unless_missing, value.tolist())])
    array = np.asarray(value)
    if array.dtype.kind in "mM":
        array = array.astype(f"{'datetime' if array.dtype.kind == 'M' else 'timedelta'}64[us]")
    if array.ndim == 0 and array.dtype.kind not in "mMO":
        return value if isinstance(value, np.generic) else array[()]  # psycopg knows how wide they are
    return _outgoing(name, array.tolist())


def _unless_missing(value: Any) -> Any:
    return None if _is_missing(value) else value


def _of_one_type(name: str, items: list[Any]) -> list[Any]:
    """An array's elements have one type; whole numbers among others are such numbers."""
    kinds = {type(item) for item in items if item is not None} - {list}
    if len(kinds) < 2:
        return items
    for wide in (float, Decimal):
        if kinds == {int, wide}:
            return [wide(item) if type(item) is int else item for item in items]
    told = ", ".join(sorted(kind.__name__ for kind in kinds))
    raise ParameterError(f"The value of :{name} holds several types: {told}.", hint="an array has elements of one type.")


def _is_missing(value: Any) -> bool:
    """NaT and pandas' NA; psycopg would write NaT as a date in the year 48113."""
    if isinstance(value, np.datetime64 | np.timedelta64):
        return bool(np.isnat(value))
    pandas = sys.modules.get("pandas")
    return pandas is not None and (value is pandas.NaT or value is pandas.NA)


def _or_text(loader: type[Loader]) -> type[Loader]:
    """The loader, but with the server's own text for what Python's type can't hold."""

    class OrText(loader):  # type: ignore[valid-type,misc]
        def load(self, data: Buffer) -> Any:
            try:
                return super().load(data)
            except (psycopg.DataError, OverflowError):
                return bytes(data).decode()

    return OrText


_LOADERS = {
    "date": _or_text(DateLoader),
    "time": _or_text(TimeLoader),
    "timestamp": _or_text(TimestampLoader),
    "timestamptz": _or_text(TimestamptzLoader),
    "interval": _or_text(IntervalLoader),
}


def register(raw: psycopg.Connection[Any]) -> None:
    """Lets the session's dates come in one way or the other."""
    for name, loader in _LOADERS.items():
        raw.adapters.register_loader(name, loader)
