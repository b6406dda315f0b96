"""A named column as a row has it: its values, its nulls, and values that have strayed in from other rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from workbench.datagen.columns import Column, Mask
from workbench.datagen.expressions import Expression
from workbench.datagen.philox import Rows
from workbench.datagen.planted import Chance, Elsewhere


@dataclass(frozen=True)
class Cell:
    """What a row has in one column.

    Attributes:
        name: the column's name.
        column: makes the values.
        null: which rows have none, by chance or by a condition on their other columns; None for no row.
        stray: which rows have another row's value; None for no row.
    """

    name: str
    column: Column
    null: Chance | Expression | None = None
    stray: Elsewhere | None = None

    def array(self, rows: Rows) -> pa.Array:
        """The values of these rows, nulls included."""
        missing = self._missing(rows)
        source = rows if self.stray is None else self.stray.rows(rows)
        if missing is None or not missing.any():
            return self.column.array(self.column.values(source))
        # Only what will be seen is made: a column that is null in nine of ten rows costs a tenth.
        present = self.column.array(self.column.values(source[~missing]))
        return present.take(pa.array(np.cumsum(~missing) - 1, mask=missing))

    def _missing(self, rows: Rows) -> Mask | None:
        missing = self.column.missing(rows)
        if self.null is None:
            return missing
        drawn = self.null.hit(rows) if isinstance(self.null, Chance) else self.null.true(rows)
        return drawn if missing is None else drawn | missing
