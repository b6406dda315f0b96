"""Small pieces of EXPLAIN's text: numbers, quotes, identifiers and lists. Strings in, values out; no plan is known here."""

from __future__ import annotations

import re
from typing import Any

from workbench.plan.words import FUNCTION_LIKE, RESERVED

_INTEGER = re.compile(r"-?\d{1,300}")
_FLOAT = re.compile(r"-?\d{1,300}\.\d{1,300}(?:e[+-]?\d{1,3})?")
# What ExplainPropertyFloat and ExplainPropertyInteger print behind a figure; JSON has the figure alone.
_WITH_UNIT = re.compile(r"(-?\d{1,300}(?:\.\d{1,300})?) (?:ms|kB)")
_QUOTE = re.compile(r"['\"]")
_MARK = re.compile(r"['\"()\[\]{}]|, ")
_BARE = re.compile(r"[a-z_][a-z0-9_]*")
# Digits beyond which int() is refused by Python or slow; a float tells as much.
_EXACT_DIGITS = 40

# What quote_identifier() puts in quotes: all keywords but the unreserved ones.
KEYWORDS = RESERVED | FUNCTION_LIKE


def number(text: str) -> int | float:
    """`12` as an integer, `0.11` as a float, as a JSON reader would have them.

    Raises:
        ValueError: it is no number.
    """
    return int(text) if len(text) <= _EXACT_DIGITS and "." not in text and "e" not in text else float(text)


def typed(text: str) -> Any:
    """The value of a line we have no table for: a number, a truth value, or the text itself."""
    if text in ("true", "false"):
        return text == "true"
    if _INTEGER.fullmatch(text) or _FLOAT.fullmatch(text):
        return number(text)
    figure = _WITH_UNIT.fullmatch(text)
    return number(figure[1]) if figure else text


def open_quote(text: str, quote: str = "") -> str:
    """The quote that is still open at the end of the text, or "". `quote` is the one open at its beginning.

    A doubled quote closes and opens again, which comes to the same.
    """
    at = 0
    while True:
        if quote:
            at = text.find(quote, at) + 1
            if not at:
                return quote
            quote = ""
        else:
            found = _QUOTE.search(text, at)
            if not found:
                return ""
            quote, at = found[0], found.end()


def is_cut(text: str) -> bool:
    """True where a quote or a parenthesis is left open."""
    depth, quote = 0, ""
    for found in _MARK.finditer(text):
        mark = found[0]
        if quote:
            quote = "" if mark == quote else quote
        elif mark in "'\"":
            quote = mark
        else:
            depth += (mark in "([{") - (mark in ")]}")
    return bool(quote) or depth > 0


def split_list(text: str) -> list[str]:
    """The items of `a, f(b, c), 'x, y'`: commas inside quotes and brackets don't separate."""
    items, begin, depth, quote = [], 0, 0, ""
    for found in _MARK.finditer(text):
        mark = found[0]
        if quote:
            quote = "" if mark == quote else quote
        elif mark in "'\"":
            quote = mark
        elif mark != ", ":
            depth += 1 if mark in "([{" else -1
        elif depth == 0:
            items.append(text[begin : found.start()])
            begin = found.end()
    return [*items, text[begin:]]


def unquoted(identifier: str) -> str:
    """`"My ""big"" table"` -> `My "big" table`; other identifiers as they are."""
    if len(identifier) > 1 and identifier[0] == identifier[-1] == '"':
        return identifier[1:-1].replace('""', '"')
    return identifier


def quoted(identifier: str) -> str:
    """As PostgreSQL's quote_identifier() prints it."""
    if _BARE.fullmatch(identifier) and identifier not in KEYWORDS:
        return identifier
    return '"' + identifier.replace('"', '""') + '"'


def fixed(value: Any, places: int) -> str:
    """A figure with so many decimals, as printf has it; what is no figure as it stands. Some exports quote their figures."""
    try:
        return f"{float(value):.{places}f}"
    except (TypeError, ValueError, OverflowError):
        return str(value)
