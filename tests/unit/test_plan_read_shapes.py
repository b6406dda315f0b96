"""Every Python shape that holds a plan gives the same Documents; what holds none is refused, whatever it does when touched."""

from __future__ import annotations

import io
import json
import sqlite3
from collections import OrderedDict, namedtuple
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from workbench.errors import PlanError
from workbench.plan.document import Document
from workbench.plan.read import read_documents
from workbench.sql.result import Column, Result

PLAN = [{"Plan": {"Node Type": "Seq Scan", "Alias": "t", "Total Cost": 1.05}, "Planning Time": 0.5}]
JSON = json.dumps(PLAN, indent=2)
TEXT = """\
Sort  (cost=1.09..1.10 rows=4 width=8) (actual time=0.031..0.036 rows=4 loops=1)
  Sort Key: t.a
  ->  Seq Scan on t  (cost=0.00..1.05 rows=4 width=8) (actual time=0.008..0.009 rows=4 loops=1)
Execution Time: 0.200 ms"""
LINES = TEXT.split("\n")
Row = namedtuple("Row", "query_plan")


class Record:
    """asyncpg's row: neither a mapping nor a sequence."""

    def __init__(self, value: object) -> None:
        self._value = value

    def keys(self) -> Iterator[str]:
        return iter(["QUERY PLAN"])

    def __getitem__(self, name: str) -> object:
        return self._value


class Cursor:
    def __init__(self, rows: list[Any]) -> None:
        self._rows = rows

    def fetchall(self) -> list[Any]:
        return self._rows


def _sqlite(values: list[str]) -> list[sqlite3.Row]:
    connection = sqlite3.connect(":memory:")
    connection.row_factory = sqlite3.Row
    return connection.execute("select value as 'QUERY PLAN' from json_each(?) order by key", [json.dumps(values)]).fetchall()


def _result(values: list[Any]) -> Result:
    return Result((Column("QUERY PLAN", "json"),), tuple((value,) for value in values), "EXPLAIN", (), 1.0)


def _rows(values: list[Any]) -> dict[str, object]:
    """One column of values in every wrapping that drivers and libraries have."""
    return {
        "tuples": [(value,) for value in values],
        "lists": [[value] for value in values],
        "tuple of tuples": tuple((value,) for value in values),
        "generator": ((value,) for value in values),
        "namedtuples": [Row(value) for value in values],
        "dicts": [{"QUERY PLAN": value} for value in values],
        "records": [Record(value) for value in values],
        "cursor": Cursor([(value,) for value in values]),
        "result": _result(values),
        "frame": pd.DataFrame({"QUERY PLAN": values}),
        "frame with a number": pd.DataFrame({"n": range(len(values)), "QUERY PLAN": values}),
        "frame with other names": pd.DataFrame({"n": range(len(values)), "x": values}),
        "column": pd.Series(values),
        "numbered rows": [(n, value) for n, value in enumerate(values)],
    }


ONE = {**_rows([PLAN]), **{f"text in {name}": shape for name, shape in _rows([JSON]).items()}}
MANY = {
    **_rows(LINES),
    "lines": LINES,
    "lines of a file": [f"{line}\n" for line in LINES],
    "sqlite": _sqlite(LINES),
    "array": np.array(LINES),
    "array of objects": np.array([[line] for line in LINES], dtype=object),
    "arrow": pa.table({"QUERY PLAN": LINES}),
    "open file": io.StringIO(TEXT),
    "bytes": TEXT.encode(),
    "bytearray": bytearray(TEXT.encode()),
    "utf-16": TEXT.encode("utf-16"),
    "bytes of open file": io.BytesIO(b"\xef\xbb\xbf" + TEXT.encode()),
    "repr of tuples": repr([(line,) for line in LINES]),
    "repr of dicts": repr([{"QUERY PLAN": line} for line in LINES]),
    "repr of lines": repr(LINES),
    "repr of text": repr(TEXT),
    "JSON of lines": json.dumps(LINES),
    "JSON of rows": json.dumps([{"QUERY PLAN": line} for line in LINES]),
    "JSON of text": json.dumps({"plan": TEXT}),
}


@pytest.mark.parametrize("name", ONE)
def test_every_wrapping_of_a_decoded_plan(name: str) -> None:
    assert [document.fields for document in read_documents(ONE[name])] == PLAN


@pytest.mark.parametrize(
    "source",
    [PLAN, PLAN[0], tuple(PLAN), [[PLAN]], {"QUERY PLAN": PLAN}, {"QUERY PLAN": JSON}, MappingProxyType(PLAN[0]),
     OrderedDict(PLAN[0]), {"id": 1, "query": "select 1", "plan": JSON}, [(7, "select 1", PLAN)],
     [None, PLAN], JSON, JSON.encode()],
)  # fmt: skip
def test_decoded_plans(source: object) -> None:
    assert [document.fields for document in read_documents(source)] == PLAN


@pytest.mark.parametrize("name", MANY)
def test_every_wrapping_of_a_text_plan(name: str) -> None:
    (document,) = read_documents(MANY[name])
    assert document.fields["Plan"]["Plans"][0]["Alias"] == "t"
    assert document.fields["Execution Time"] == 0.2
    assert document.unread == ()


def test_a_bare_node_is_a_plan() -> None:
    assert read_documents(PLAN[0]["Plan"])[0].fields == {"Plan": PLAN[0]["Plan"]}


def test_several_statements_in_one_array_and_several_plans_in_a_list() -> None:
    assert len(read_documents(PLAN * 3)) == 3
    assert len(read_documents([JSON, TEXT, PLAN])) == 3
    assert len(read_documents([TEXT, TEXT])) == 2
    assert len(read_documents([(JSON,), (JSON,)])) == 2
    assert len(read_documents(pd.Series([PLAN, PLAN]))) == 2


def test_a_document_is_handed_through() -> None:
    document = Document(PLAN[0], ("left over",), "text")
    assert read_documents([document, document]) == (document, document)


@pytest.mark.parametrize("content", [JSON, TEXT, "\ufeff" + JSON, repr(PLAN)])
def test_a_file_by_path_by_name_and_open(tmp_path: Path, content: str) -> None:
    path = tmp_path / "a plan.txt"
    path.write_text(content, encoding="utf-8")
    expected = read_documents(content)
    assert read_documents(path) == expected
    assert read_documents(str(path)) == expected
    with path.open(encoding="utf-8") as text, path.open("rb") as raw:
        assert read_documents(text) == read_documents(raw) == expected


def test_a_drivers_own_types_become_those_of_json() -> None:
    plan = {"Node Type": "X", "A": Decimal("1.5"), "B": np.int64(3), "C": np.float64(2.5), "D": (1, Decimal(2)), 5: {"E": b"x"}}
    (document,) = read_documents({"Plan": plan})
    assert document.fields == {"Plan": {"Node Type": "X", "A": 1.5, "B": 3, "C": 2.5, "D": [1, 2.0], "5": {"E": "x"}}}
    assert json.loads(json.dumps(document.fields)) == document.fields


class Trap:
    """Raises whatever it is asked."""

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError(name)


class Broken:
    def fetchall(self) -> None:
        raise RuntimeError("the cursor is closed")

    def __repr__(self) -> str:
        raise RuntimeError("no repr")


def _closed() -> io.StringIO:
    file = io.StringIO("x")
    file.close()
    return file


def _ring() -> list[Any]:
    ring: list[Any] = []
    ring.append(ring)
    return ring


def _snake() -> dict[str, Any]:
    node: dict[str, Any] = {"Node Type": "Limit"}
    node["Plans"] = [node]
    return node


def _deep() -> list[Any]:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    return deep


@pytest.mark.parametrize(
    "source",
    [None, 3, 2.5, object(), object, [], {}, (), set(), [None], [[]], [{}], {"a": 1, "b": 2}, [(1, 2)], b"", b"\xff\xfe",
     b"\x00" * 9, Trap(), Broken(), _closed(), _ring(), _snake(), _deep(), Path("/"), Path("/nonexistent/plan.json"),
     "plan.json", "\ud800",
     pd.DataFrame(), pd.DataFrame({"a": [1]}), pd.Series([], dtype=object), np.array(3), iter(()),
     {"Plan": None}, {"Plan": 3},
     {"Plan": "x"}, {"QUERY PLAN": None}, float("nan"), range(5), memoryview(b"abc"), lambda: 1],
    ids=lambda source: type(source).__name__,
)  # fmt: skip
def test_what_holds_no_plan_is_refused_in_three_lines(source: object) -> None:
    with pytest.raises(PlanError) as caught:
        read_documents(source)
    message, _, hint = caught.value.lines()
    assert message.endswith((".", ":")) or "expected" in message
    assert hint.startswith("Next: ")
