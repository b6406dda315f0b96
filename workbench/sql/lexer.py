"""Cuts SQL into tokens by PostgreSQL's own lexical rules. Text in, tokens out; every character belongs to one token.

The only hard question is what a colon means. `::` and `:=` are operators; a colon in a subscript (`a[1:2]`, `a[:n]`)
divides a slice; nothing inside a string, quoted name, `$$` body or comment counts. What is left, a colon directly
before a name, is a parameter; before a quoted name (`:"table"`) it asks for an identifier from a variable. In a
subscript, parentheses make it one again: `a[(:n)]`. `array[:a, :b]` is a constructor, not a subscript.

Rules: https://www.postgresql.org/docs/current/sql-syntax-lexical.html (standard_conforming_strings is on).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto


class Kind(Enum):
    """What a token is."""

    SPACE = auto()
    COMMENT = auto()
    STRING = auto()
    NAME = auto()
    PARAMETER = auto()
    IDENTIFIER = auto()  # :"name", as in psql: a variable that holds a name
    QUOTED = auto()  # :'name', which psql has and we don't need
    END = auto()  # a semicolon between statements
    OTHER = auto()


@dataclass(frozen=True)
class Token:
    """A piece of the text: `text` stands at 0-based `start`."""

    kind: Kind
    text: str
    start: int


# Identifiers as PostgreSQL's scanner takes them: letters, any character above 127, digits and $ after the first.
_NAME = r"[A-Za-z_\u0080-\U0010ffff][A-Za-z0-9_$\u0080-\U0010ffff]*"

_ESCAPED = r"'(?:[^'\\]|\\.|'')*(?:'|\\?\Z)"

# Order matters: the first alternative that fits wins. An unclosed string or comment runs to the end of the text, so that
# the server, not we, tells the user about it, and no parameter is seen inside it.
_PATTERNS = (
    (Kind.SPACE, r"\s+"),
    (Kind.COMMENT, r"--[^\r\n]*"),
    # A string goes on where another follows after a line end, and E'...' keeps its backslashes there.
    (Kind.STRING, rf"[eE]{_ESCAPED}(?:[ \t\f\v]*[\r\n]\s*{_ESCAPED})*"),
    (Kind.STRING, r"(?:[uU]&|[bBxXnN])?'(?:[^']|'')*(?:'|\Z)"),
    (Kind.STRING, rf"\$(?P<tag>(?:{_NAME.replace('$', '')})?)\$.*?(?:\$(?P=tag)\$|\Z)"),
    (Kind.NAME, r'(?:[uU]&)?"(?:[^"]|"")*(?:"|\Z)'),
    (Kind.NAME, _NAME),
    (Kind.OTHER, r"\$\d+|[0-9][0-9A-Za-z_.]*"),
    (Kind.OTHER, r"::|:="),
    (Kind.IDENTIFIER, r':"(?:[^"]|"")+"'),
    (Kind.QUOTED, r":'(?:[^']|'')*'"),
    (Kind.PARAMETER, rf":{_NAME.replace('$', '')}"),
    (Kind.END, r";"),
    (Kind.OTHER, r"."),
)
_TOKEN = re.compile("|".join(f"({pattern})" for _, pattern in _PATTERNS), re.DOTALL)
_KIND_OF_GROUP = {
    number: _PATTERNS[index][0]
    for index, number in enumerate(number for number in range(1, _TOKEN.groups + 1) if number != _TOKEN.groupindex["tag"])
}
_COLONS = (Kind.PARAMETER, Kind.IDENTIFIER, Kind.QUOTED)
_COMMENT_EDGE = re.compile(r"/\*|\*/")


def tokens(text: str) -> Iterator[Token]:
    """The tokens of `text` in order; their texts joined give `text` back."""
    slices = _Slices()
    for token in _raw_tokens(text):
        if token.kind in _COLONS and slices.colon_divides():
            token = replace(token, kind=Kind.OTHER)
        slices.see(token)
        yield token


def _raw_tokens(text: str) -> Iterator[Token]:
    at = 0
    while at < len(text):
        if text.startswith("/*", at):
            end, kind = _comment_end(text, at), Kind.COMMENT
        else:
            match = _TOKEN.match(text, at)
            if match is None or match.lastindex is None:  # the last pattern takes any character
                raise AssertionError(f"no token at {at}")
            end, kind = match.end(), _kind(match)
        yield Token(kind, text[at:end], at)
        at = end


def _kind(match: re.Match[str]) -> Kind:
    return _KIND_OF_GROUP[match.lastindex or 0]  # the group that closed last is the outermost: the whole alternative


def _comment_end(text: str, start: int) -> int:
    """Block comments nest in PostgreSQL, which no regular expression can follow."""
    depth = 0
    for edge in _COMMENT_EDGE.finditer(text, start):
        depth += 1 if edge.group() == "/*" else -1
        if depth == 0:
            return edge.end()
    return len(text)


class _Slices:
    """Remembers the open brackets, to tell the colon of a slice from that of a parameter."""

    def __init__(self) -> None:
        self._open: list[str] = []
        self._last = Token(Kind.SPACE, "", 0)

    def colon_divides(self) -> bool:
        return bool(self._open) and self._open[-1] == "subscript"

    def see(self, token: Token) -> None:
        if token.kind in (Kind.SPACE, Kind.COMMENT):
            return
        if token.text == "[":
            self._open.append("array" if self._starts_array() else "subscript")
        elif token.text == "(":
            self._open.append("parenthesis")
        elif token.text in ("]", ")") and self._open:
            self._open.pop()
        self._last = token

    def _starts_array(self) -> bool:
        """`array[` is a constructor, and so is a bracket directly inside one: array[[1, 2], [3, 4]]."""
        nested = bool(self._open) and self._open[-1] == "array" and self._last.text in ("[", ",")
        return nested or self._last.text.lower() == "array"
