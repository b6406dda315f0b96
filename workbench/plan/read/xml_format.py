"""Reads EXPLAIN's XML through expat's callbacks: no recursion, no tree in between, no document type, no entities of its own.

XML has neither types nor blanks in names. Both come back here: names by `_JSON_NAMES`, numbers and booleans by their form,
except in the fields that JSON has as text (a Filter `1`, an alias `7`).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any
from xml.parsers import expat

from workbench.errors import PlanError
from workbench.plan.read.fields import LISTS, WHAT_IS_READ, cut_off, excerpt, merged

_NUMBER = re.compile(r"-?\d{1,300}(?:\.\d+)?$")
_WORDS = {"true": True, "false": False}
# ExplainXMLTag puts a dash in place of what a tag can't hold; most dashes were blanks.
_JSON_NAMES = {
    "One Time Filter": "One-Time Filter",
    "Full sort Groups": "Full-sort Groups",
    "Pre sorted Groups": "Pre-sorted Groups",
}
_TEXTS = frozenset(
    {"Node Type", "Parent Relationship", "Subplan Name", "Schema", "Relation Name", "Alias", "Index Name", "CTE Name",
     "Function Name", "Table Function Name", "Tuplestore Name", "Join Type", "Operation", "Strategy", "Partial Mode",
     "Scan Direction", "Command", "Storage", "Custom Plan Provider", "Sort Method", "Sort Space Type", "Cache Mode",
     "Cache Key", "Filter", "Join Filter", "One-Time Filter", "Index Cond", "Recheck Cond", "TID Cond", "Hash Cond",
     "Merge Cond", "Order By", "Run Condition", "Window", "Conflict Filter", "Conflict Resolution", "Function Call",
     "Table Function Call", "Sampling Method", "Repeatable Seed", "Remote SQL", "Foreign File", "Foreign Program",
     "Relations", "Trigger Name", "Constraint Name", "Relation", "Query Text", "Query Parameters", "Format", "Item",
     "Vectorized Filter", "Custom Scan", "Node", "Sort Method Used", "Append RTIs", "Child Append RTIs", "Scan RTIs",
     "Unprunable RTIs", "Result RTIs", "Subplans Needing Rewind", "Relation OIDs", "Executor Parameter Types"}
)  # fmt: skip
_ITEMS = {"Plans": "Plan", "Range Table": "Range Table Entry", "Tasks": "Task", "Job": "Tasks", "explain": "Query"}


class _Done(Exception):
    """Not an error: the way out of expat when the outermost element has ended."""


class _Element:
    __slots__ = ("found", "name", "pieces")

    def __init__(self, name: str) -> None:
        self.name = name
        self.found: list[tuple[str, Any]] = []
        self.pieces: list[str] = []

    def value(self, around: str) -> Any:
        text = "".join(self.pieces)
        if not self.found:
            if self.name in LISTS and not text.strip():
                return []
            return {} if "\n" in text and not text.strip() else _typed(self.name, around, text)
        names = {name for name, _ in self.found}
        if len(names) == 1 and _is_item(names.pop(), self.name, len(self.found)):
            return [value for _, value in self.found]
        return merged(_sort_groups(self.found))


def _sort_groups(found: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """XML names both groups of an incremental sort alike; JSON tells them apart, and so does their order."""
    if not any(name == _SORT_GROUPS for name, _ in found):
        return found
    names = iter(("Full-sort Groups", "Pre-sorted Groups"))
    return [
        (next(names, name), _sort_spaces(value)) if name == _SORT_GROUPS and isinstance(value, dict) else (name, value)
        for name, value in found
    ]


def _sort_spaces(group: dict[str, Any]) -> dict[str, Any]:
    """Memory comes before disk; where there is but one, the methods tell which (`merged` has numbered the earlier twin)."""
    methods = group.get("Sort Methods Used", ())
    is_disk = "Sort Space (2)" in group or all("external" in str(method) for method in methods)
    spaces = {"Sort Space (2)": "Sort Space Memory", "Sort Space": "Sort Space Disk" if is_disk else "Sort Space Memory"}
    return {spaces.get(name, name): value for name, value in group.items()}


_SORT_GROUPS = "Incremental Sort Groups"


def read_xml(text: str) -> tuple[list[Any], list[str]]:
    """The statements of the text as JSON would have them, and the lines around the XML.

    Raises:
        PlanError: it is not well-formed, it is cut off, or it declares a document type.
    """
    source = text.rstrip().encode(errors="replace")
    documents: list[Any] = []
    outside: list[bytes] = []
    at = 0
    while (start := _START_BYTES.search(source, at)) is not None:
        outside.append(source[at : start.start()])
        value, end = _element(source, start.start())
        documents += _statements(start[1].decode(), value)
        at = end
    outside.append(source[at:])
    lines = [line.strip() for part in outside for line in part.decode(errors="replace").split("\n")]
    return documents, [line for line in lines if line and not line.startswith("<?xml")]


_PIECE = 1 << 16
_START_BYTES = re.compile(rb"<(explain|Query|Plan)(?:\s[^<>]*)?>|<!(DOCTYPE|ENTITY)")


def _element(source: bytes, start: int) -> tuple[Any, int]:
    """The value of the element that begins there, and the offset behind it."""
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    stack: list[_Element] = []
    result: list[tuple[Any, int]] = []

    def opened(tag: str, _: dict[str, str]) -> None:
        stack.append(_Element(_json_name(tag)))

    def closed(_: str) -> None:
        element = stack.pop()
        value = element.value(stack[-1].name if stack else "")
        if not stack:
            result.append((value, parser.CurrentByteIndex))
            raise _Done
        stack[-1].found.append((element.name, value))

    def refused(*_: object) -> None:
        raise _refusal()

    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    parser.CharacterDataHandler = lambda piece: stack[-1].pieces.append(piece)
    parser.StartDoctypeDeclHandler = refused
    parser.EntityDeclHandler = refused
    try:
        for at in range(start, len(source), _PIECE):  # in pieces, or many small documents would each copy the rest
            parser.Parse(source[at : at + _PIECE], at + _PIECE >= len(source))
    except _Done:
        value, last = result[0]
        return value, source.index(b">", start + last) + 1
    except expat.ExpatError as error:
        raise _explained(source, start, error, stack) from None
    raise cut_off("XML", "It has no end.")  # pragma: no cover - expat complains first


def _statements(tag: str, value: Any) -> list[Any]:
    if tag == "Plan":
        return [{"Plan": value}]
    if tag == "explain" and isinstance(value, list):
        return value
    return [value]


def _explained(source: bytes, start: int, error: expat.ExpatError, stack: list[_Element]) -> PlanError:
    line = source.count(b"\n", 0, start) + error.lineno
    node = next((value for element in reversed(stack) for name, value in element.found if name == "Node Type"), None)
    inside = f' inside the node "{node}"' if node else ""
    reason = expat.errors.messages.get(error.code, "not well-formed")
    if error.code in _ENDED:
        return cut_off("XML", f"It ends in line {line}{inside}.")
    there = source.split(b"\n", line)[line - 1 : line]
    return PlanError(
        f"This XML can't be read: {reason} in line {line}{inside}.",
        f"There it reads: {excerpt((there or [b''])[0].decode(errors='replace'))}",
        hint=f"paste {WHAT_IS_READ}, unchanged.",
    )


_ENDED = frozenset(
    expat.errors.codes[message]
    for message in (expat.errors.XML_ERROR_NO_ELEMENTS, expat.errors.XML_ERROR_UNCLOSED_TOKEN,
                    expat.errors.XML_ERROR_PARTIAL_CHAR, expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION)
)  # fmt: skip


def _refusal() -> PlanError:
    return PlanError(
        "This XML declares a document type or entities; EXPLAIN's never does.",
        "It was not read any further.",
        hint=f"paste {WHAT_IS_READ}.",
    )


@lru_cache(maxsize=1024)
def _json_name(tag: str) -> str:
    name = tag.rpartition(":")[2].replace("-", " ")
    return _JSON_NAMES.get(name, name.replace("I O ", "I/O "))


def _is_item(name: str, around: str, count: int) -> bool:
    return name in ("Item", around, around.removesuffix("s"), _ITEMS.get(around)) or (count > 1 and name != "Plan")


def _typed(name: str, around: str, text: str) -> Any:
    if name in _TEXTS or around == "Settings":
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _NUMBER.match(text):
        return float(text) if "." in text else int(text)
    return text
