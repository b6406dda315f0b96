"""An arrow table as a DataFrame of pandas or polars. Nothing is rounded; what a library can't hold is refused."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from workbench.errors import BadInput, MissingCapability

if TYPE_CHECKING:
    import pandas as pd


def pandas_frame(table: pa.Table, count: int) -> pd.DataFrame:
    """Column by column, names as they are, even twice."""
    import pandas as pd

    nullable = {
        pa.int16(): pd.Int16Dtype(), pa.int32(): pd.Int32Dtype(), pa.int64(): pd.Int64Dtype(), pa.uint32(): pd.UInt32Dtype(),
        pa.bool_(): pd.BooleanDtype(),
    }  # fmt: skip
    columns = [_pandas_column(column, nullable) for column in table.columns]
    frame = pd.DataFrame(dict(enumerate(columns)), index=pd.RangeIndex(count))
    return frame.set_axis(pd.Index(table.column_names, dtype=object), axis="columns")


def _pandas_column(column: pa.ChunkedArray, nullable: dict[pa.DataType, Any]) -> pd.Series[Any]:
    """Decimals stay arrow's own in pandas: a million Python objects of them take longer than the query."""
    import pandas as pd

    if pa.types.is_decimal(column.type):
        return pd.Series(pd.arrays.ArrowExtensionArray(column))
    series: pd.Series[Any] = column.to_pandas(types_mapper=nullable.get if column.null_count else None)
    return series


def polars_frame(table: pa.Table) -> Any:
    """Without copying, where polars can."""
    try:
        polars = import_module("polars")
    except ImportError:
        raise MissingCapability("polars is not installed here.", hint="pip install polars, or use .df or .arrow.") from None
    twice = {name for name in table.column_names if table.column_names.count(name) > 1}
    if twice:
        raise BadInput(
            f"polars has no two columns of one name: {', '.join(sorted(twice))}.",
            hint="name them apart in the query: select a as b.",
        )
    odd = [field for field in table.schema if pa.types.is_interval(field.type)]
    if odd:
        raise BadInput(
            f"polars has no type for intervals: {', '.join(field.name for field in odd)}.",
            hint="write extract(epoch from x), or x::text in the query.",
        )
    return polars.from_arrow(table)
