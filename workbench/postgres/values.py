"""Python's values on their way to the server and back, where psycopg needs help. No SQL here.

Out: what notebooks hold (numpy, pandas) becomes what psycopg adapts; what has no counterpart is refused by name.
In: dates that Python can't hold (infinity, BC, 24:00) come as PostgreSQL's own text instead of an error.
"""

from __future__ import annotations

import sys
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
    if isinstance(value, np.datetime64):
        return value.astype("datetime64[us]").item()
    if isinstance(value, dict):
        return Jsonb(value)
    if hasattr(value, "__array__") and hasattr(value, "__len__"):  # ndarray, Series, Index; a numpy scalar has no length
        return [_outgoing(name, item) for item in np.asarray(value).tolist()]
    if isinstance(value, list):
        return [_outgoing(name, item) for item in value]
    if isinstance(value, str) and "\0" in value:
        raise ParameterError(f"The value of :{name} holds a NUL character, which PostgreSQL's text can't.")
    if isinstance(value, tuple | set | frozenset | range):
        raise ParameterError(
            f"The value of :{name} is a {type(value).__name__}; there is no such type in PostgreSQL.",
            hint=f"make it a list, and write = any(:{name}) instead of in :{name}.",
        )
    return value


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
