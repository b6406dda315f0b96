"""PostgreSQL's types as arrow's, and PostgreSQL's text of a value as arrow's value. pyarrow alone; nothing is sent or asked.

A type either has an exact counterpart or stays PostgreSQL's own text; nothing is rounded. Whether a counterpart can hold a
value (infinity, BC, NaN, arrays of several dimensions) shows when it is read: else pyarrow raises ArrowInvalid, and the column
stays text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

# https://arrow.apache.org/docs/format/Columnar.html; a timestamptz is an instant, and PostgreSQL's own unit is the microsecond.
_PLAIN: dict[str, pa.DataType] = {
    "bool": pa.bool_(),
    "int2": pa.int16(),
    "int4": pa.int32(),
    "int8": pa.int64(),
    "oid": pa.uint32(),
    "float4": pa.float32(),
    "float8": pa.float64(),
    "date": pa.date32(),
    "time": pa.time64("us"),
    "timestamp": pa.timestamp("us"),
    "timestamptz": pa.timestamp("us", "UTC"),
}
# Those whose counterpart lacks some of PostgreSQL's values.
_FRAGILE = ("date", "time", "timestamp", "timestamptz", "numeric")
_MOST_DIGITS = 76  # of decimal256
_NUMERIC = re.compile(r"numeric\((\d+), ?(\d+)\)")
_MONTH_DAY_NANO = np.dtype([("months", "<i4"), ("days", "<i4"), ("nanoseconds", "<i8")])
# IntervalStyle postgres: 1 year 2 mons -3 days +04:05:06.789
_INTERVAL = re.compile(
    r"(?:([+-]?\d+) years? ?)?(?:([+-]?\d+) mons? ?)?(?:([+-]?\d+) days? ?)?(?:([+-]?)(\d+):(\d\d):(\d\d)(?:\.(\d{1,6}))?)?"
)
_ELEMENT = re.compile(r'"((?:[^"\\]|\\.)*)"|([^,{}"]+)', re.DOTALL)
_BOUNDS = re.compile(r"(?:\[-?\d+:-?\d+\])+=")


def plain_type(name: str) -> pa.DataType | None:
    """What pyarrow's CSV reader itself can make of a type's text; None where the text is read first, or stays."""
    decimal = _NUMERIC.fullmatch(name)
    if decimal and 0 < int(decimal[1]) <= 38 and int(decimal[2]) <= int(decimal[1]):
        return pa.decimal128(int(decimal[1]), int(decimal[2]))
    return _PLAIN.get(_bare(name))


def fragile(name: str) -> bool:
    """Whether PostgreSQL has values of the type that arrow hasn't."""
    return _bare(name) in _FRAGILE


def text_of(values: pa.Array) -> pa.Array:
    """What was read as arrow's values, as PostgreSQL writes them (a timestamptz in UTC)."""
    text = values.cast(pa.string()) if not _zoned(values.type) else values.cast(pa.timestamp("us")).cast(pa.string())
    if pa.types.is_timestamp(values.type) or pa.types.is_time(values.type):
        text = pc.replace_substring_regex(text, r"\.?0+$", "")  # always six digits behind the point
    return pc.binary_join_element_wise(text, "+00", "") if _zoned(values.type) else text


def from_text(chunks: Sequence[pa.Array], name: str) -> list[pa.Array]:
    """A column of PostgreSQL's texts as values of the type; as they are where text is the best form.

    Raises:
        pa.ArrowInvalid: a value has no counterpart.
    """
    if name.endswith("[]"):
        return _arrays(chunks, name.removesuffix("[]"))
    convert = _CONVERTED.get(_bare(name))
    if convert is not None:
        return convert(chunks)
    kind = _PLAIN.get(_bare(name))
    if kind is None:
        return list(chunks)
    if kind == pa.bool_():
        return [pc.equal(chunk, "t") for chunk in chunks]
    return [cast_text(chunk, kind) for chunk in chunks]


def cast_text(text: Any, kind: pa.DataType) -> Any:
    """Texts as values of a plain type, by pyarrow's own parser. Raises pa.ArrowInvalid where one can't be."""
    if pa.types.is_time(kind):
        return pc.binary_join_element_wise("1970-01-01", text, " ").cast(pa.timestamp("us")).cast(kind)
    return text.cast(kind)


def _bare(name: str) -> str:
    """timestamptz(3) is a timestamptz."""
    return name.partition("(")[0]


def _zoned(kind: pa.DataType) -> bool:
    return pa.types.is_timestamp(kind) and kind.tz is not None


def _numerics(chunks: Sequence[pa.Array]) -> list[pa.Array]:
    """The narrowest decimal that holds each digit of all of them."""
    whole = fraction = 1
    for text in chunks:
        if len(text) == text.null_count:
            continue
        point = pc.find_substring(text, ".")
        length = pc.binary_length(text)
        places = pc.if_else(pc.less(point, 0), 0, pc.subtract(pc.subtract(length, point), 1))
        before = pc.if_else(pc.less(point, 0), length, point)
        whole, fraction = max(whole, pc.max(before).as_py()), max(fraction, pc.max(places).as_py())
    if whole + fraction > _MOST_DIGITS:
        raise pa.ArrowInvalid("more digits than a decimal has")
    make = pa.decimal128 if whole + fraction <= 38 else pa.decimal256
    return [text.cast(make(whole + fraction, fraction)) for text in chunks]


def _bytes(chunks: Sequence[pa.Array]) -> list[pa.Array]:
    return [pa.array([None if text is None else _unhex(text) for text in chunk.to_pylist()], pa.binary()) for chunk in chunks]


def _unhex(text: str) -> bytes:
    if not text.startswith("\\x"):
        raise pa.ArrowInvalid("bytea_output is not hex")
    return bytes.fromhex(text[2:])


def _intervals(chunks: Sequence[pa.Array]) -> list[pa.Array]:
    return [_interval_array(chunk.to_pylist()) for chunk in chunks]


def _interval_array(texts: list[str | None]) -> pa.Array:
    values = np.array([(0, 0, 0) if text is None else _interval(text) for text in texts], _MONTH_DAY_NANO)
    there = np.packbits([text is not None for text in texts], bitorder="little")
    buffers = [pa.py_buffer(there.tobytes()), pa.py_buffer(values.tobytes())]
    return pa.Array.from_buffers(pa.month_day_nano_interval(), len(texts), buffers)


def _interval(text: str) -> tuple[int, int, int]:
    match = _INTERVAL.fullmatch(text)
    if match is None or not text:
        raise pa.ArrowInvalid("no interval of months, days and nanoseconds")
    years, months, days, sign, hours, minutes, seconds, fraction = (part or "" for part in match.groups())
    time = (int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds or 0)
    nanoseconds = (time * 1_000_000 + int(fraction.ljust(6, "0"))) * 1000 * (-1 if sign == "-" else 1)
    if abs(nanoseconds) >= 2**63:
        raise pa.ArrowInvalid("more than 292 years in hours")
    return int(years or 0) * 12 + int(months or 0), int(days or 0), nanoseconds


def _arrays(chunks: Sequence[pa.Array], element: str) -> list[pa.Array]:
    """Lists of one dimension. The elements of all chunks are read as one column, so that they are of one type."""
    if element == "box":
        return list(chunks)  # the one type whose arrays are divided by semicolons
    parsed = [[None if text is None else _elements(text) for text in chunk.to_pylist()] for chunk in chunks]
    flat = [pa.array([one for row in rows for one in row or ()], pa.string()) for rows in parsed]
    return [_lists(rows, values) for rows, values in zip(parsed, from_text(flat, element), strict=True)]


def _lists(rows: list[list[str | None] | None], values: pa.Array) -> pa.Array:
    ends = np.cumsum([0, *(len(row or ()) for row in rows)])
    absent = pa.array([row is None for row in rows], pa.bool_())
    return pa.ListArray.from_arrays(pa.array(ends, pa.int32()), values, mask=absent)


def _elements(text: str) -> list[str | None]:
    """The elements of an array's text; https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO"""
    body = _BOUNDS.sub("", text, count=1)[1:-1]
    if '"' not in body and "{" not in body and "\\" not in body:
        return [None if one == "NULL" else one for one in body.split(",")] if body else []
    if "{" in re.sub(r'"(?:[^"\\]|\\.)*"', "", body, flags=re.DOTALL):
        raise pa.ArrowInvalid("an array of several dimensions")
    return [_element(*match.groups()) for match in _ELEMENT.finditer(body)]


def _element(quoted: str | None, bare: str | None) -> str | None:
    if quoted is not None:
        return re.sub(r"\\(.)", r"\1", quoted, flags=re.DOTALL)
    return None if bare == "NULL" else bare


_CONVERTED: dict[str, Callable[[Sequence[pa.Array]], list[Any]]] = {
    "numeric": _numerics,
    "bytea": _bytes,
    "interval": _intervals,
}
