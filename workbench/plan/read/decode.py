"""Decodes one JSON value or one Python literal inside a text, wherever it starts. Knows nothing of plans.

Python's own decoder is tried first because it is fast. It recurses, and it knows JSON only; ours does not recurse and also
reads what `print(rows)` and `pprint(rows)` leave behind: single quotes, tuples, True and None, Decimal('1.0').
"""

from __future__ import annotations

import ast
import json
import re
from typing import Any

from workbench.plan.read.fields import merged


class Undecodable(ValueError):
    """Not a value: what was expected, and the offset where it should have stood."""

    def __init__(self, expected: str, at: int) -> None:
        super().__init__(expected)
        self.expected = expected
        self.at = at


def decode(text: str, start: int, *, fast: bool = True) -> tuple[Any, int]:
    """The value that starts at an offset, and the offset behind it.

    `fast`: ask Python's decoder first. Its errors count the lines of all the text before them, so don't ask it too often.

    Raises:
        Undecodable: it is neither JSON nor a Python literal, or it is cut off.
    """
    if fast:
        try:
            return _DECODER.raw_decode(text, start)
        except (ValueError, RecursionError):
            pass
    return _literal(text, start)


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no number")


# strict=False: a newline inside a string is what a mail program makes of a long line; the rest is still readable.
_DECODER = json.JSONDecoder(object_pairs_hook=merged, parse_constant=_no_constant, strict=False)

_DOUBLE = r'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_SINGLE = r"'[^'\\]*+(?:\\.[^'\\]*+)*+'"
_TOKEN = re.compile(
    rf"""\s*+(?:
      (?P<open>[\[{{(]|[A-Za-z_][\w.]*+\()
    | (?P<close>[\]}})])
    | (?P<comma>,)
    | (?P<colon>:)
    | (?P<string>[bu]?(?:{_DOUBLE}|{_SINGLE}))
    | (?P<number>-?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?)(?![\w.])
    | (?P<word>(?:true|false|null|True|False|None)\b)
    | (?P<skipped>dtype=\w+|[A-Za-z_]\w*=)
    )""",
    re.VERBOSE | re.DOTALL,
)
_MORE = re.compile(rf"[ \t]*+\n\s*+(?P<string>[bu]?(?:{_DOUBLE}|{_SINGLE}))", re.DOTALL)
_BEHIND = frozenset(",:]})")
_BLANKS = re.compile(r"\s*")
_WORDS = {"true": True, "false": False, "null": None, "True": True, "False": False, "None": None}
_CLOSES = {"]": "[", "}": "{", ")": "("}
_NOTHING = object()


class _Open:
    """A list, tuple or object that is not closed yet."""

    __slots__ = ("bracket", "call", "items", "key", "keys", "separated")

    def __init__(self, opening: str) -> None:
        self.bracket = opening[-1]
        self.call = opening[:-1]
        self.items: list[Any] = []
        self.keys: list[Any] = []
        self.key: Any = _NOTHING
        self.separated = True

    def value(self) -> Any:
        if self.keys:
            return merged(zip(self.keys, self.items, strict=True))
        if self.bracket == "{":
            return {}
        one = len(self.items) == 1 and self.bracket == "("
        if self.call == "Decimal" and one and isinstance(self.items[0], str):
            return _number(self.items[0], 0)
        return self.items


def _literal(text: str, start: int) -> tuple[Any, int]:
    stack: list[_Open] = []
    at = start
    while True:
        token = _TOKEN.match(text, at)
        if token is None:
            raise _complaint(text, at)
        kind, at = str(token.lastgroup), token.end()
        if kind == "open":
            stack.append(_Open(token["open"]))
            continue
        if kind in ("comma", "colon", "skipped"):
            _separate(stack, kind, token.start(kind))
            continue
        if kind == "string":
            value, at = _strings(text, token)
        else:
            value = _closed(stack, token) if kind == "close" else _scalar(token)
        if not stack:
            return value, at
        _put(stack[-1], value, token.start(kind))


def _complaint(text: str, at: int) -> Undecodable:
    at = _BLANKS.match(text, at).end()  # type: ignore[union-attr]
    # An opening quote that no token begins with has no closing one: the text ends inside the string.
    return Undecodable("a value", at if text[at : at + 1] not in ("'", '"') else len(text))


def _separate(stack: list[_Open], kind: str, at: int) -> None:
    top = stack[-1] if stack else None
    if top is None:
        raise Undecodable("a value", at)
    if kind == "comma":
        if top.key is not _NOTHING or top.separated:
            raise Undecodable("a value", at)
        top.separated = True
    elif kind == "colon":
        if top.bracket != "{" or len(top.items) != len(top.keys) + 1 or not isinstance(top.items[-1], str):
            raise Undecodable("a name", at)
        top.key = top.items.pop()


def _put(top: _Open, value: Any, at: int) -> None:
    if top.key is not _NOTHING:
        top.keys.append(top.key)
        top.key = _NOTHING
    elif not top.separated:
        raise Undecodable("a comma", at)
    top.items.append(value)
    top.separated = False


def _closed(stack: list[_Open], token: re.Match[str]) -> Any:
    top = stack.pop() if stack else None
    if top is None or top.bracket != _CLOSES[token["close"]]:
        raise Undecodable("another bracket", token.start("close"))
    if top.key is not _NOTHING or (top.bracket == "{" and len(top.items) != len(top.keys)):
        raise Undecodable("a value", token.start("close"))
    return top.value()


def _scalar(token: re.Match[str]) -> Any:
    if token.lastgroup == "word":
        return _WORDS[token["word"]]
    return _number(token["number"], token.start("number"))


def _strings(text: str, token: re.Match[str]) -> tuple[str, int]:
    """A string and those on the following lines with no comma between: pprint breaks a long one into several."""
    first, at = _string(token["string"], token.start("string")), token.end()
    if text[at : at + 1] in _BEHIND:
        return first, at
    pieces = [first]
    while more := _MORE.match(text, at):
        pieces.append(_string(more["string"], more.start("string")))
        at = more.end()
    return "".join(pieces), at


def _number(text: str, at: int) -> int | float:
    try:
        return int(text) if text.lstrip("-").isdecimal() else float(text)
    except ValueError:
        raise Undecodable("a number of fewer digits", at) from None


def _string(text: str, at: int) -> str:
    if "\\" not in text and text[0] != "b":
        return text[text.index(text[-1]) + 1 : -1]
    try:
        if text[0] == '"':
            return str(json.loads(text, strict=False))
    except ValueError:
        pass  # Python escapes more than JSON does
    try:
        value = ast.literal_eval(text.replace("\r", "\\r").replace("\n", "\\n").replace("\0", "\\0"))
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        raise Undecodable("a string", at) from None
    return value.decode(errors="replace") if isinstance(value, bytes) else str(value)
