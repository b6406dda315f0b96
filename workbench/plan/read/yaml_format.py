"""Reads EXPLAIN's YAML, line by line. Not YAML at large: anchors, tags, block texts and comments never occur in it.

PostgreSQL writes a rigid subset: two columns a level, one field a line, every text in quotes with JSON's escapes. PyYAML
would recurse over the depth of the plan, takes seconds for what this reads in milliseconds, and would keep only the last
of two fields of the same name. Plain and single-quoted texts are read too: other programs write them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from workbench.plan.read.decode import Undecodable, decode
from workbench.plan.read.fields import LISTS, cut_off, excerpt, merged

START = re.compile(r"^[ \t]*(?:- )?(?:Plan:[ \t]*$|(?:Query Text|Query Parameters|Node Type): )", re.MULTILINE)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?$")
_NAME = re.compile(r'"(?:[^"\\]|\\.)*"|[^\W\d][^"\'\[\]{}]*')
_CLOSED = re.compile(r'(?<!\\)(?:\\\\)*"$')
_WORDS = {"true": True, "false": False, "null": None}


class _Group:
    """A list, an object or one item of a list that may still grow; which of them, its first line tells."""

    __slots__ = ("at", "found", "kind", "name")

    def __init__(self, at: int, name: str | None) -> None:
        self.at = at  # the column of the name or dash that opened it
        self.name = name
        self.kind = ""
        self.found: list[Any] = []

    def value(self) -> Any:
        if self.kind == "object":
            return merged(self.found)
        if self.kind == "scalar":
            return self.found[0]
        return self.found if self.kind == "list" or self.name in LISTS else {}


def read_yaml(text: str) -> tuple[list[Any], list[str]]:
    """The statements of the text as JSON would have them, and the lines that are no YAML of a plan.

    Raises:
        PlanError: the plan is cut off.
    """
    reading = _Reading()
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        line, at = _whole(lines, at)
        bare = line.strip()
        if bare and not reading.take(len(line) - len(line.lstrip()), bare):
            if reading.stack and not any(map(str.strip, lines[at:])):
                raise cut_off("YAML", f"It ends in line {at}: {excerpt(bare)}")
            reading.unread.append(bare)
    if reading.stack and reading.stack[-1].name == "Plans":
        raise cut_off("YAML", f'It ends in line {len(lines)} with "Plans:" and none follow.')
    reading.close(-2)
    return reading.documents, reading.unread


def _whole(lines: list[str], at: int) -> tuple[str, int]:
    """The line, and those after it that its text in double quotes runs into; the number of the next."""
    line = lines[at]
    opened = line.find(': "')
    if opened < 0 or line[-1] == '"' or line.rstrip()[-1] == '"':
        return line, at + 1
    pieces = [line.rstrip()]
    for number in range(at + 1, len(lines)):
        pieces.append(lines[number].strip())
        if _CLOSED.search(pieces[-1]):
            return " ".join(pieces), number + 1
    raise cut_off("YAML", f"The text that begins in line {at + 1} has no end: {excerpt(line)}")


class _Reading:
    """The groups that are open at the present line, outermost first."""

    def __init__(self) -> None:
        self.stack: list[_Group] = []
        self.documents: list[Any] = []
        self.unread: list[str] = []
        self.column = -1  # of the last field, if the next at this column is one more of the same object

    def take(self, column: int, bare: str) -> bool:
        """Whether the line belongs to a plan; if so it is taken in."""
        if column == self.column and bare[0] != "-":
            name, _, value = bare.partition(": ")
            if value and _is_name(name) and name[0] != '"':
                self.stack[-1].found.append((name, _value(value.strip())))
                return True
        self.column = -1
        while bare.startswith("- "):
            self.close(column, dash=True)
            if not (self._is("list") if self.stack else START.match(bare)):
                return False
            self.stack.append(_Group(column, None))
            rest = bare[2:].lstrip()
            column, bare = column + len(bare) - len(rest), rest
            if not _field(bare):
                return self._scalar(bare)
        field = _field(bare)
        if field is None:
            return False
        self.close(column)
        if not self.stack:
            if not START.match(bare):
                return False
            self.stack.append(_Group(column - 1, None))
        return self._put(column, *field)

    def close(self, column: int, *, dash: bool = False) -> None:
        """Ends the groups that a line at this column is not inside. A list may stand as deep as the name above it."""
        while self.stack and self.stack[-1].at >= column:
            top = self.stack[-1]
            if dash and top.at == column and top.name is not None and top.kind != "object":
                return
            self.stack.pop()
            if not self.stack:
                self.documents.append(top.value())
            elif top.name is None:
                self.stack[-1].found.append(top.value())
            else:
                self.stack[-1].found.append((top.name, top.value()))

    def _is(self, kind: str) -> bool:
        top = self.stack[-1]
        top.kind = top.kind or kind
        return top.kind == kind

    def _scalar(self, bare: str) -> bool:
        self.stack[-1].kind = "scalar"
        self.stack[-1].found.append(_value(bare))
        return True

    def _put(self, column: int, name: str, value: str) -> bool:
        if not self._is("object"):
            return False
        if value:
            self.stack[-1].found.append((name, _value(value)))
            self.column = column
        else:
            self.stack.append(_Group(column, name))
        return True


def _field(bare: str) -> tuple[str, str] | None:
    """Name and value of `Name: value`, the value empty where a group follows."""
    if bare[0] == '"':
        quoted = _NAME.match(bare)
        end = quoted.end() if quoted else -1
        if bare[end : end + 1] != ":":
            return None
    else:
        end = bare.find(": ")
        end = len(bare) - 1 if end < 0 and bare[-1] == ":" else end
    if end <= 0 or not _is_name(bare[:end]):
        return None
    name = bare[:end]
    return (str(_value(name)) if name[0] == '"' else name), bare[end + 1 :].strip()


@lru_cache(maxsize=1024)
def _is_name(text: str) -> bool:
    return _NAME.fullmatch(text) is not None


def _value(text: str) -> Any:
    if text[0] == '"' and "\\" not in text and text.find('"', 1) == len(text) - 1:
        return text[1:-1]
    if text in _WORDS:
        return _WORDS[text]
    if text[0] == "'" and text[-1] == "'" and len(text) > 1:
        return text[1:-1].replace("''", "'")
    if text[0] in '"[' or _NUMBER.match(text):
        try:
            value, end = decode(text, 0)
        except Undecodable:  # 1.2.3, or a bracket that opens an expression
            return text
        return value if end == len(text) else text
    return text
