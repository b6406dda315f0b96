"""Text and JSON of the same statements, as real servers printed them: equal in all that both carry, and written back alike."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from workbench.plan.read.text import read_text
from workbench.plan.write import write_text

GOLDEN = Path(__file__).parents[1] / "golden" / "plans"
PAIRS = sorted(path for path in GOLDEN.glob("*/*.txt") if path.parent.name.isdigit() and path.with_suffix(".json").exists())
# The two were run one after the other: of these only presence is compared, and that text has a number where JSON has one.
_VOLATILE = re.compile(
    r"Actual (Rows|Loops|.* Time)|.* (Time|Blocks|Memory Usage|Sort Space Used)|Sort (Space .*|Methods? ?.*)"
    r"|Memory (Used|Allocated)|WAL .*|Heap Fetches|Index Searches|Disk Usage|Group Count|Workers Launched|Rows Removed by .*"
    r"|(Original )?Hash(Agg)? (Batches|Buckets)|Cache (Hits|Misses|Evictions|Overflows)|Maximum Storage|Storage|Time|Calls"
    r"|Output Volume|Functions|Generation|Inlining|Optimization|Emission|Total|Deform|Conflicting Tuples|Trigger Name|Duration"
    r"|Subplans Removed|Plan Rows|(Startup|Total) Cost"  # tables grow by what is rolled back
)
# JSON prints them whatever happens; text only where they say something, under VERBOSE, or for one of several tables.
_JSON_ONLY = frozenset(("Inner Unique", "Trigger Name", "Relation", "Async Capable", "Triggers", "Planning", "JIT", "Workers"))
_BARE_FUNCTION = "Function Name"  # ROWS FROM (...) has none, and text without VERBOSE doesn't tell its alias from one


def differences(text: Any, other: Any, *, exact: bool) -> Iterator[str]:
    """One line for each field that differs, is lost, or is made up."""
    waiting = [(text, other, "")]
    while waiting:
        left, right, place = waiting.pop()
        if isinstance(left, Mapping) and isinstance(right, Mapping):
            yield from _fields(left, right, place, waiting, exact=exact)
        elif isinstance(left, list) and isinstance(right, list):
            if len(left) != len(right) and not place.endswith("/Workers"):
                yield f"{place}: {len(left)} items in text, {len(right)} in JSON"
            waiting.extend((one, two, f"{place}[{n}]") for n, (one, two) in enumerate(zip(left, right, strict=False)))
        elif left != right and not place.endswith("Worker Number"):
            yield f"{place}: {left!r} in text, {right!r} in JSON"


def _fields(left: Any, right: Any, place: str, waiting: list[Any], *, exact: bool) -> Iterator[str]:
    for name in left.keys() | right.keys():
        is_compared = exact or not _VOLATILE.fullmatch(name)
        if name not in left:
            if name not in _JSON_ONLY and is_compared and not _says_nothing(right[name]):
                yield f"{place}/{name}: only in JSON, {right[name]!r}"
        elif name not in right:
            if name != _BARE_FUNCTION and is_compared:
                yield f"{place}/{name}: only in text, {left[name]!r}"
        elif is_compared or isinstance(left[name], dict | list):
            waiting.append((left[name], right[name], f"{place}/{name}"))
        elif type(left[name]) is not type(right[name]) and not {type(left[name]), type(right[name])} <= {int, float}:
            yield f"{place}/{name}: {left[name]!r} in text, {right[name]!r} in JSON"


def _says_nothing(value: Any) -> bool:
    if isinstance(value, Mapping):
        return all(map(_says_nothing, value.values()))
    return value in (0, False, [], None, "none")


def _is_measured(fields: Mapping[str, Any]) -> bool:
    return "Actual Loops" in fields["Plan"] or "Execution Time" in fields


def _stored(path: Path) -> list[dict[str, Any]]:
    """The JSON. Up to PostgreSQL 13 the one input of a ModifyTable is called a Member in it; text can't tell, and has Outer."""
    found: list[dict[str, Any]] = json.loads(path.with_suffix(".json").read_text())
    waiting = [fields["Plan"] for fields in found]
    while waiting:
        node = waiting.pop()
        below = node.get("Plans", [])
        members = [child for child in below if child["Parent Relationship"] == "Member"]
        if node["Node Type"] == "ModifyTable" and len(members) == 1:
            members[0]["Parent Relationship"] = "Outer"
        waiting += below
    return found


@pytest.mark.parametrize("path", PAIRS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_text_and_json_of_a_statement_give_equal_trees(path: Path) -> None:
    text, stored = path.read_text(), _stored(path)
    documents = read_text(text)
    assert [document.unread for document in documents] == [()] * len(stored)
    for document, fields in zip(documents, stored, strict=True):
        assert list(differences(document.fields, fields, exact=not _is_measured(fields))) == []


# Text alone knows that it printed a count that rounds to nothing.
_ROUNDED = re.compile(r" *Rows Removed by [\w ]+: 0")


@pytest.mark.parametrize("path", [path for path in PAIRS if path.parent.name == "18"], ids=lambda path: path.stem)
def test_what_was_read_is_written_as_the_server_printed_it(path: Path) -> None:
    lines = [line for line in path.read_text().split("\n") if line and not _ROUNDED.fullmatch(line)]
    documents = read_text(path.read_text())
    assert "\n".join(write_text(document.fields) for document in documents).split("\n") == lines


@pytest.mark.parametrize("path", PAIRS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_json_survives_being_written_as_text(path: Path) -> None:
    for fields in _stored(path):
        (document,) = read_text(write_text(fields))
        assert document.unread == ()
        assert [line for line in differences(document.fields, fields, exact=True) if "/Trigger" not in line] == []
