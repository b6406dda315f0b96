"""Arrow batches as the bytes that COPY reads: PostgreSQL's binary format where every column has one, CSV elsewhere.

Binary, since the server takes it 1.6 times as fast (1.3 M rows/s of shop's orders against 0.75 M), and pgpq encodes it three
times as fast as pyarrow writes CSV; bench/load.py measures both. https://github.com/adriangb/pgpq
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import pyarrow as pa
from pgpq import ArrowToPostgresBinaryEncoder
from pgpq.encoders import StringEncoderBuilder
from pgpq.schema import Jsonb

from workbench.datagen.text_form import UUID, csv
from workbench.errors import DatasetError

_Fits = Callable[[pa.DataType], bool]
_TEXTS = ("text", "varchar", "bpchar", "enum", "json", "jsonb")
_Numbers: _Fits = lambda given: pa.types.is_integer(given) or pa.types.is_floating(given)  # noqa: E731

# PostgreSQL's type -> what arrow may bring for it, and what that is cast to; pgpq then writes what the type's `recv` reads.
_BINARY: dict[str, tuple[_Fits, pa.DataType]] = {
    "int2": (pa.types.is_integer, pa.int16()),
    "int4": (pa.types.is_integer, pa.int32()),
    "int8": (pa.types.is_integer, pa.int64()),
    "float4": (_Numbers, pa.float32()),
    "float8": (_Numbers, pa.float64()),
    "bool": (pa.types.is_boolean, pa.bool_()),
    "date": (pa.types.is_date32, pa.date32()),
    "timestamp": (pa.types.is_timestamp, pa.timestamp("us")),
    "timestamptz": (pa.types.is_timestamp, pa.timestamp("us", "UTC")),
    "uuid": (lambda given: given == UUID, UUID),
    **dict.fromkeys(_TEXTS, (pa.types.is_string, pa.string())),
}
# array_recv insists on the element's very type, and pgpq says text for every string.
_ARRAYS = ("int2[]", "int4[]", "int8[]", "float4[]", "float8[]", "text[]")


@dataclass(frozen=True)
class Encoding:
    """How one table's batches become bytes.

    Attributes:
        format: COPY's word for it.
        schema: what a batch is cast to before; None for CSV.
        jsonb: the columns of that type, whose text needs a version number before it.
    """

    format: Literal["binary", "csv"]
    schema: pa.Schema | None
    jsonb: frozenset[str]

    @property
    def header(self) -> bytes:
        """What comes before the first chunk."""
        return b"" if self.schema is None else b"PGCOPY\n\xff\r\n\0" + bytes(8)

    @property
    def trailer(self) -> bytes:
        """What comes behind the last chunk."""
        return b"" if self.schema is None else b"\xff\xff"

    def encoded(self, batch: pa.RecordBatch) -> bytes:
        """The bytes of one chunk. Raises DatasetError where a value doesn't fit the column's type."""
        if self.schema is None:
            return csv(batch)
        try:
            batch = batch.cast(self.schema)
        except pa.ArrowInvalid as error:
            raise DatasetError(
                "The values don't fit the types of the table's columns.", str(error), hint="widen the type in schema.sql."
            ) from error
        builders = {field.name: ArrowToPostgresBinaryEncoder.infer_encoder(field) for field in self.schema}
        for name in self.jsonb:
            builders[name] = StringEncoderBuilder.new_with_output(self.schema.field(name), Jsonb())
        encoder = ArrowToPostgresBinaryEncoder.new_with_encoders(self.schema, builders)
        encoder.write_header()
        first = encoder.write_batch(batch)
        rest = encoder.finish()[: -len(self.trailer)]
        return first + rest if rest else first


def encoding(given: pa.Schema, wanted: Mapping[str, str]) -> Encoding:
    """The fastest encoding of batches of this schema for columns of these types, by name."""
    fields = [_binary(field.type, wanted[field.name]) for field in given]
    if None in fields:
        return Encoding("csv", None, frozenset())
    schema = pa.schema(list(zip(given.names, fields, strict=True)))
    return Encoding("binary", schema, frozenset(name for name in given.names if wanted[name] == "jsonb"))


def _binary(given: pa.DataType, wanted: str) -> pa.DataType | None:
    """The arrow type to cast to, None where there is no binary way."""
    if wanted == "numeric":
        return given if pa.types.is_decimal(given) else pa.decimal128(19, 0) if pa.types.is_integer(given) else None
    if pa.types.is_list(given):
        element = _binary(given.value_type, wanted.removesuffix("[]")) if wanted in _ARRAYS else None
        return None if element is None else pa.list_(element)
    fits, target = _BINARY.get(wanted, (None, None))
    return target if fits is not None and fits(given) else None
