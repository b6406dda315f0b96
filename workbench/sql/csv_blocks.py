"""Rows that arrive as CSV, block by block, as one arrow table. Blocks in, a table out; where they come from is not known here.

pyarrow's reader makes values of each block as it comes. A value that arrow's type lacks (infinity, BC, NaN) turns its column
into PostgreSQL's text, from the first row on; the reader says so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pyarrow as pa
import pyarrow.csv as csv

from workbench.sql.arrow_types import cast_text, fragile, from_text, plain_type, text_of
from workbench.sql.result import Column

# Rows keep their line ends, empty lines are rows (of one null), and only an empty field without quotes is null.
_PARSE = csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False)


class CsvBlocks:
    """Takes blocks of whole rows; `table()` gives what they hold."""

    def __init__(self, columns: Sequence[Column], encoding: str = "utf8") -> None:
        self._columns = tuple(columns)
        self._encoding = encoding
        self._text = pa.binary() if encoding == "ascii" else pa.string()  # of SQL_ASCII nobody knows what its bytes say
        self._names = [str(number) for number in range(len(columns))]  # names may be there twice, or empty
        self._types = {n: plain_type(c.type) or self._text for n, c in zip(self._names, columns, strict=True)}
        self._chunks: dict[str, list[pa.Array]] = {name: [] for name in self._names}

    def add(self, block: bytes) -> None:
        """Reads a block.

        Raises:
            pa.ArrowInvalid: bytes that aren't text in the session's encoding.
        """
        if not self._columns:
            return
        try:
            batch = self._read(block, self._types)
        except pa.ArrowInvalid:
            batch = self._read_again(block)
        for name, column in zip(self._names, batch.columns, strict=True):
            self._chunks[name] += column.chunks

    def table(self, check: Callable[[], None] = lambda: None) -> tuple[pa.Table, tuple[str, ...]]:
        """The table, and a note for each column that had to stay text. `check` is called before each column, and may raise."""
        columns, notes = [], []
        for name, column in zip(self._names, self._columns, strict=True):
            check()
            values, note = self._column(self._chunks[name], column)
            columns.append(values)
            notes += [note] if note else []
        fields = [
            pa.field(column.name, values.type, metadata={"postgresql": column.type})
            for column, values in zip(self._columns, columns, strict=True)
        ]
        return pa.Table.from_arrays(columns, schema=pa.schema(fields)), tuple(notes)

    def _column(self, chunks: list[pa.Array], column: Column) -> tuple[pa.ChunkedArray, str | None]:
        wanted = plain_type(column.type)
        if wanted is not None and all(chunk.type == wanted for chunk in chunks):
            return pa.chunked_array(chunks, wanted), None
        if wanted is not None:
            text = [chunk if chunk.type == self._text else text_of(chunk) for chunk in chunks]
            return pa.chunked_array(text, self._text), _note(column, str(wanted))
        try:
            made = from_text(chunks or [pa.array([], self._text)], column.type)
            return pa.chunked_array(made), None
        except pa.ArrowInvalid:
            return pa.chunked_array(chunks, self._text), _note(column, "of its kind")

    def _read_again(self, block: bytes) -> pa.Table:
        """The columns that may have failed as text, and each as values if it can be; those that can't are text from now on."""
        doubtful = [
            n for n, c in zip(self._names, self._columns, strict=True) if self._types[n] != self._text and fragile(c.type)
        ]
        batch = self._read(block, {**self._types, **dict.fromkeys(doubtful, self._text)})
        for name in doubtful:
            place = int(name)
            try:
                values = cast_text(batch.column(place), self._types[name])
                batch = batch.set_column(place, name, values)
            except pa.ArrowInvalid:
                self._types[name] = self._text
        return batch

    def _read(self, block: bytes, types: dict[str, pa.DataType]) -> pa.Table:
        convert = csv.ConvertOptions(
            column_types=types, null_values=[""], strings_can_be_null=True, quoted_strings_can_be_null=False,
            true_values=["t"], false_values=["f"], check_utf8=self._encoding != "ascii",
        )  # fmt: skip
        encoding = "utf8" if self._encoding == "ascii" else self._encoding
        read = csv.ReadOptions(column_names=self._names, use_threads=False, block_size=len(block) + 1, encoding=encoding)
        return csv.read_csv(pa.BufferReader(block), read_options=read, parse_options=_PARSE, convert_options=convert)


def _note(column: Column, kind: str) -> str:
    return f"{column.name} ({column.type}) came as text: it holds a value that arrow's {kind} can't."
