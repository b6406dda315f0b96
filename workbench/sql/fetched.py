"""Fetched: the rows of a large result as an arrow table. A value; no connection, no formatting."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from workbench.sql.frames import pandas_frame, polars_frame
from workbench.sql.result import Column

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


@dataclass(frozen=True)
class Fetched:
    """What `fetch` brought.

    Attributes:
        columns: names as the server gave them, and PostgreSQL's types.
        arrow: the pyarrow.Table. A field's metadata holds PostgreSQL's type.
        count: how many rows.
        notes: columns that came as text because arrow's type can't hold one of their values.
        notices: what the server said beside it, in order.
        elapsed_ms: client wall clock until the table was made, in milliseconds.
        footer: the state of the transaction afterwards, in words; empty without one.
    """

    columns: tuple[Column, ...]
    arrow: pa.Table
    count: int
    notes: tuple[str, ...]
    notices: tuple[str, ...]
    elapsed_ms: float
    footer: str = ""

    def __len__(self) -> int:
        return self.count

    @property
    def command(self) -> str:
        """As a command's tag."""
        return f"COPY {self.count}"

    def head(self, count: int) -> tuple[tuple[Any, ...], ...]:
        """The first rows as Python's values."""
        if not self.columns:
            return ((),) * min(count, self.count)
        return tuple(zip(*(column.slice(0, count).to_pylist() for column in self.arrow.columns), strict=True))

    @cached_property
    def df(self) -> pd.DataFrame:
        """A pandas DataFrame; integers and booleans with nulls in pandas' nullable types, so that no digit is lost."""
        return pandas_frame(self.arrow, self.count)

    @cached_property
    def polars(self) -> Any:
        """A polars DataFrame.

        Raises:
            MissingCapability: polars is not installed.
            BadInput: two columns of one name, or a type that polars lacks.
        """
        return polars_frame(self.arrow)
