"""Writes a plan's fields as EXPLAIN (FORMAT JSON) prints them. No recursion: a plan may be thousands of levels deep."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from math import isfinite
from typing import Any

from workbench.plan.model import Plan
from workbench.plan.write.document import document

# Indentation grows with the depth and stands on each line: beyond this it would be most of a deep plan's text.
_DEEPEST = 100


def to_json(plan: Plan) -> str:
    """EXPLAIN's JSON text: an array of one object, indented as PostgreSQL does it. `read_plan` makes an equal plan of it.

    Lines that were not understood, and what was found in the plan, are not in it.
    """
    return write_json(document(plan))


def write_json(fields: Mapping[str, Any]) -> str:
    """The same for the fields of a Document."""
    return "".join(_pieces([fields]))


def _pieces(value: Any) -> Iterator[str]:
    """What waits is a container's items, how they begin (a comma, a line, indentation), and its closing bracket."""
    waiting: list[tuple[Iterator[tuple[str, Any]], str]] = []
    prefix, is_first = "", True
    while True:
        container = _opened(value)
        yield prefix
        if container is None:
            yield _flat(value)
            is_first = False
        else:
            bracket, items, closing = container
            yield bracket
            waiting.append((items, closing))
            is_first = True
        while waiting:
            items, closing = waiting[-1]
            following = next(items, None)
            if following is not None:
                name, value = following
                prefix = f"{'' if is_first else ','}{_line(len(waiting))}{name}"
                break
            waiting.pop()
            yield f"{_line(len(waiting))}{closing}"
            is_first = False
        if not waiting:
            return


def _line(depth: int) -> str:
    return "\n" + "  " * min(depth, _DEEPEST)


def _opened(value: Any) -> tuple[str, Iterator[tuple[str, Any]], str] | None:
    """How a value that takes several lines begins, its items and how it ends; None for what fits on one."""
    if isinstance(value, Mapping):
        return "{", ((f"{_scalar(str(name))}: ", inner) for name, inner in value.items()), "}"
    if isinstance(value, list | tuple) and (not value or any(_is_nested(item) for item in value)):
        return "[", (("", item) for item in value), "]"
    return None


def _is_nested(value: object) -> bool:
    return isinstance(value, Mapping | list | tuple)


def _flat(value: Any) -> str:
    if isinstance(value, list | tuple):
        return f"[{', '.join(_scalar(item) for item in value)}]"
    return _scalar(value)


def _scalar(value: Any) -> str:
    """JSON has no NaN, and UTF-8 no half of a character: such text is escaped."""
    if isinstance(value, float) and not isfinite(value):
        return json.dumps(str(value))
    text = json.dumps(value, ensure_ascii=False, default=str)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value)
    return text
