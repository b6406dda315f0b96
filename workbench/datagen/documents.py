"""Columns with an inside: arrays, JSON documents, ranges, network addresses, text around other columns."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from workbench.datagen.columns import Column
from workbench.datagen.draws import Draw
from workbench.datagen.expressions import Source
from workbench.datagen.philox import Rows, Stream
from workbench.datagen.text_form import as_text


class Ready(Column):
    """A column whose values are arrow arrays already."""

    def array(self, values: pa.Array) -> pa.Array:
        """As they are."""
        return values


@dataclass(frozen=True)
class Array(Ready):
    """From `low` to `high` elements, each drawn on its own."""

    stream: Stream
    element: Source
    low: int
    high: int

    def values(self, rows: Rows) -> pa.Array:
        """Lists of the element's type."""
        counts = self.low + np.floor(self.stream.uniform(rows) * (self.high - self.low + 1)).astype(np.int64)
        ends = np.cumsum(counts)
        place = np.arange(counts.sum()) - np.repeat(ends - counts, counts)
        # The elements are rows of a table that has room for `high` of them for each row of this one.
        elements = self.element.array(np.repeat(rows * self.high, counts) + place)
        return pa.ListArray.from_arrays(np.concatenate(([0], ends)).astype(np.int32), elements)


@dataclass(frozen=True)
class Document(Ready):
    """A JSON object; a field that is null is left out. `documents` are the fields that are objects themselves."""

    fields: Mapping[str, Source]
    documents: frozenset[str]

    def values(self, rows: Rows) -> pa.Array:
        """Texts such as {"plan": "pro", "seats": 5}."""
        parts = []
        for name, source in self.fields.items():
            value = source.array(rows) if name in self.documents else _json(source.array(rows))
            parts.append(pc.fill_null(pc.binary_join_element_wise(f", {json.dumps(name)}: ", value, ""), ""))
        joined = pc.binary_join_element_wise(*parts, "")
        return pc.binary_join_element_wise("{", pc.utf8_slice_codeunits(joined, 2), "}", "")


def _json(array: pa.Array) -> pa.Array:
    """Each value as JSON, null where it is null."""
    if pa.types.is_list(array.type):
        elements = pa.ListArray.from_arrays(array.offsets, _json(array.values))
        return pc.binary_join_element_wise("[", pc.binary_join(elements, ", "), "]", "")
    if pa.types.is_integer(array.type) or pa.types.is_decimal(array.type) or pa.types.is_floating(array.type):
        return array.cast(pa.string())
    if pa.types.is_boolean(array.type):
        return pc.if_else(array, "true", "false")
    text = as_text(array)
    for plain, escaped in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t")):
        text = pc.replace_substring(text, plain, escaped)
    return pc.binary_join_element_wise('"', text, '"', "")


@dataclass(frozen=True)
class Range(Ready):
    """From the value of one column of the row to that of another: `[a,b)`."""

    start: Source
    end: Source

    def values(self, rows: Rows) -> pa.Array:
        """Texts that PostgreSQL reads as a range of the column's type."""
        return pc.binary_join_element_wise("[", as_text(self.start.array(rows)), ",", as_text(self.end.array(rows)), ")", "")


@dataclass(frozen=True)
class Address(Ready):
    """Addresses of an IPv4 network, `first` to `first + count - 1`."""

    draw: Draw
    first: int
    count: int

    def values(self, rows: Rows) -> pa.Array:
        """Texts such as 10.0.3.17."""
        number = self.first + np.floor(self.draw.uniform(rows) * self.count).astype(np.int64)
        octets = [as_text(pa.array(number >> shift & 255)) for shift in (24, 16, 8, 0)]
        return pc.binary_join_element_wise(*octets, ".")


@dataclass(frozen=True)
class Template(Ready):
    """Text around other columns of the row and its number, counted from 1: `user{row}@example.com`, `{street} {number:03}`."""

    parts: tuple[tuple[str, str, int], ...]
    after: str
    sources: Mapping[str, Source]

    def values(self, rows: Rows) -> pa.Array:
        """The texts; null where one of the columns is."""
        number = pa.array(rows + 1)
        pieces = []
        for before, name, width in self.parts:
            text = as_text(number if name == "row" else self.sources[name].array(rows))
            pieces += [before, pc.utf8_lpad(text, width, "0") if width else text]
        return pc.binary_join_element_wise(*pieces, self.after, "")


_SLOT = re.compile(r"([^{}]*)\{([a-z_][a-z0-9_]*)(?::0?(\d{1,2}))?\}")


def slots(pattern: str) -> tuple[tuple[tuple[str, str, int], ...], str] | None:
    """The slots of a pattern, each with the text before it and its width, and the text behind the last; None if it has none.

    >>> slots("SKU-{row:06}")
    ((('SKU-', 'row', 6),), '')
    """
    found = tuple(_SLOT.finditer(pattern))
    end = found[-1].end() if found else 0
    after = pattern[end:]
    if not found or re.search("[{}]", after) or "".join(match[0] for match in found) != pattern[:end]:
        return None
    return tuple((match[1], match[2], int(match[3] or 0)) for match in found), after


@dataclass(frozen=True)
class Email(Ready):
    """Mail addresses that fit a phrase: ada.moreau17@example.com; the row's number makes each the only one."""

    codes: Column
    parts: tuple[tuple[str, ...], ...]
    domains: tuple[str, ...]
    stream: Stream

    def values(self, rows: Rows) -> pa.Array:
        """The addresses."""
        code, pieces = self.codes.values(rows), []
        for part in self.parts:
            code, place = np.divmod(code, len(part))
            pieces.append(pa.array(part, pa.string()).take(pa.array(place)))
        domain = np.floor(self.stream.uniform(rows) * len(self.domains)).astype(np.int64)
        number = pa.array(rows + 1).cast(pa.string())
        name = reduce(lambda left, right: pc.binary_join_element_wise(left, right, "."), pieces)
        return pc.binary_join_element_wise(name, number, "@", pa.array(self.domains).take(pa.array(domain)), "")
