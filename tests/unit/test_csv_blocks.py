"""Blocks of CSV as PostgreSQL writes it become a table that holds every value as it was."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.sql import Column
from workbench.sql.arrow_types import from_text
from workbench.sql.csv_blocks import CsvBlocks

SIGNS = st.characters(exclude_characters="\0", exclude_categories=["Cs"])
TEXT = st.text(SIGNS) | st.sampled_from(["", ",", '"', "\n", "\r\n", "\\."])
ROWS = st.lists(st.tuples(st.none() | TEXT, st.none() | st.integers(-(2**63), 2**63 - 1), st.none() | TEXT), min_size=1)
unhurried = settings(deadline=None)


def _field(value: object) -> str:
    """Quoted as COPY does: what is empty or holds a sign of the format; null is nothing at all."""
    if value is None:
        return ""
    text = str(value)
    return '"' + text.replace('"', '""') + '"' if text == "" or set(text) & set(',"\r\n\\') else text


def _block(rows: list[tuple[object, ...]]) -> bytes:
    return "".join(",".join(map(_field, row)) + "\n" for row in rows).encode()


@unhurried
@given(ROWS, st.integers(1, 5))
def test_every_value_comes_through_however_it_is_cut_into_blocks(rows: list[tuple[object, ...]], size: int) -> None:
    reader = CsvBlocks([Column("a", "text"), Column("n", "int8"), Column("a", "text")])
    for start in range(0, len(rows), size):
        reader.add(_block(rows[start : start + size]))
    table, notes = reader.table()
    assert list(zip(*(column.to_pylist() for column in table.columns), strict=True)) == rows
    assert notes == ()


@unhurried
@given(st.lists(st.none() | TEXT))
def test_an_array_of_texts_comes_through(texts: list[str | None]) -> None:
    inside = ",".join("NULL" if t is None else '"' + t.replace("\\", "\\\\").replace('"', '\\"') + '"' for t in texts)
    (made,) = from_text([pa.array([f"{{{inside}}}", None])], "text[]")
    assert made.to_pylist() == [texts, None]


@unhurried
@given(st.lists(st.none() | st.decimals(allow_nan=False, allow_infinity=False, places=5, min_value=-(10**9), max_value=10**9)))
def test_numbers_without_a_declared_scale_get_the_narrowest_that_holds_them(values: list[object]) -> None:
    (made,) = from_text([pa.array([None if value is None else str(value) for value in values], pa.string())], "numeric")
    assert made.to_pylist() == values


@pytest.mark.parametrize(
    ("text", "months", "days", "nanoseconds"),
    [
        ("1 year 2 mons 3 days 04:05:06.789", 14, 3, 14706789000000),
        ("-1 years -2 mons +3 days -04:05:06.789", -14, 3, -14706789000000),
        ("00:00:00", 0, 0, 0),
        ("-00:00:00.000001", 0, 0, -1000),
        ("1 day", 0, 1, 0),
        ("178000000 years", 2136000000, 0, 0),
    ],
)
def test_an_interval_keeps_its_months_days_and_time_apart(text: str, months: int, days: int, nanoseconds: int) -> None:
    (made,) = from_text([pa.array([text])], "interval")
    assert tuple(made[0].as_py()) == (months, days, nanoseconds)


@pytest.mark.parametrize(
    ("text", "kind"), [("infinity", "interval"), ("{{1},{2}}", "int4[]"), ("9" * 77, "numeric"), ("x", "bytea")]
)
def test_what_has_no_counterpart_is_refused(text: str, kind: str) -> None:
    with pytest.raises(pa.ArrowInvalid):
        from_text([pa.array([text])], kind)


def test_a_late_infinity_turns_earlier_blocks_into_text_too() -> None:
    reader = CsvBlocks([Column("d", "date"), Column("n", "int4")])
    for block in (b"2024-02-29,1\n", b"infinity,2\n", b"2024-03-01,3\n"):
        reader.add(block)
    table, (note,) = reader.table()
    assert table.column(0).to_pylist() == ["2024-02-29", "infinity", "2024-03-01"]
    assert table.column(1).to_pylist() == [1, 2, 3]
    assert note == "d (date) came as text: it holds a value that arrow's date32[day] can't."


def test_bytes_that_are_no_text_are_told() -> None:
    reader = CsvBlocks([Column("t", "text")])
    with pytest.raises(pa.ArrowInvalid, match="UTF8"):
        reader.add(b"\xff\n")
