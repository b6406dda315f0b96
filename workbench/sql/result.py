"""Result: what a statement gave back, as values. No connection, no formatting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


@dataclass(frozen=True)
class Column:
    """A result column: its name and PostgreSQL's name of its type."""

    name: str
    type: str


@dataclass(frozen=True)
class Result:
    """The rows of a query, or the row count of a command.

    Attributes:
        columns: empty where the statement returns no rows (an UPDATE without RETURNING).
        rows: tuples in the order of `columns`, values as psycopg adapts them.
        command: the server's completion tag, such as "SELECT 20" or "UPDATE 3".
        notices: what the server said beside it (NOTICE and WARNING), in order.
        elapsed_ms: client wall clock from sending the statement until all rows had arrived, in milliseconds.
        footer: the state of the transaction afterwards, in words; empty without one.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]
    command: str
    notices: tuple[str, ...]
    elapsed_ms: float
    footer: str = ""

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return iter(self.rows)

    def head(self, count: int) -> tuple[tuple[Any, ...], ...]:
        """The first rows."""
        return self.rows[:count]

    @cached_property
    def df(self) -> pd.DataFrame:
        """The rows as a pandas DataFrame, one column each, names as the server gave them."""
        import pandas as pd

        frame = pd.DataFrame.from_records(list(self.rows), columns=range(len(self.columns)))
        return frame.set_axis([column.name for column in self.columns], axis="columns")

    @cached_property
    def arrow(self) -> pa.Table:
        """The rows as a pyarrow Table; for millions of them `fetch` is the way."""
        from workbench.sql.rows import arrow_table

        return arrow_table(self.columns, self.rows)

    @cached_property
    def polars(self) -> Any:
        """The rows as a polars DataFrame, if polars is installed: see `Fetched.polars`."""
        from workbench.sql.frames import polars_frame

        return polars_frame(self.arrow)
