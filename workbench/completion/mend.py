"""Closes parentheses that are open still, so that what stands behind the cursor is outlined as its author means it.

select sum(| from orders          is read as          select sum(|) from orders
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.sql.lexer import Token
from workbench.sql.outline import solid

_QUERIES = frozenset({"select", "with", "values", "table"})
_DEEP = 50  # parentheses that stand directly within one another


def closed(text: str, cursor: int) -> str:
    """The text with each parenthesis that nothing closes, and that holds no query, closed behind the word at the cursor; one
    that a FROM follows before the cursor, or that opens after it, becomes a space. Nothing before the cursor moves."""
    found = solid(text)
    missing = 0
    letters = list(text)
    for place, ended in _open(found, cursor):
        if _inside(found, place) in _QUERIES:
            continue
        if found[place].start >= cursor or ended:
            letters[found[place].start] = " "
        else:
            missing += 1
    if not missing:
        return "".join(letters)
    end = next(token.start + len(token.text) for token in found if token.start + len(token.text) > cursor)
    return "".join(letters[:end]) + " " + ")" * missing + "".join(letters[end:])


def _open(found: list[Token], cursor: int) -> Iterator[tuple[int, bool]]:
    """The parentheses that nothing closes, and whether a FROM stands in them before the cursor."""
    opened: list[int] = []
    ended: set[int] = set()
    for place, token in enumerate(found):
        if token.text == "(":
            opened.append(place)
        elif token.text == ")" and opened:
            opened.pop()
        elif opened and token.start < cursor and token.text.lower() == "from":
            ended.add(opened[-1])
    inside = False
    for place in reversed(opened):  # `((from`: what ends the inner one ends those around it
        inside = (inside or place in ended) and _inside(found, place) not in _QUERIES
        yield place, inside


def _inside(found: list[Token], place: int) -> str:
    """The first word in the parenthesis, however many stand before it."""
    return next((token.text.lower() for token in found[place : place + _DEEP] if token.text != "("), "")
