"""Finds JSON, or Python literals, inside a text and decodes it. What the values mean is for `shapes.py` to say.

A paste may hold several, with prose between. Each is decoded where it starts; the search goes on behind it, or behind the
place where it stopped making sense, so that the whole takes linear time.
"""

from __future__ import annotations

import re
from typing import Any

from workbench.errors import PlanError
from workbench.plan.read.decode import Undecodable, decode
from workbench.plan.read.fields import WHAT_IS_READ, cut_off, excerpt
from workbench.plan.read.marks import json_mark_within

_INSIDE = r"""(?=\s*(?:[\[{("']|[A-Za-z_][\w.]*[(=]))"""
_START = re.compile(rf"[\[{{(]{_INSIDE}|[A-Za-z_][\w.]*\({_INSIDE}")
_MOST_FAILURES = 100
_NODE = '"Node Type"'


def whole_text(text: str) -> str | None:
    """What a text in quotes says, where the quotes are a literal of JSON or Python around all of it."""
    bare = text.strip() if len(text) < 3 or text.lstrip()[:1] in ("'", '"', "b") else ""
    if len(bare) < 3 or bare[-1] not in "\"'" or "\n" in bare:
        return None
    try:
        value, end = decode(bare, 0)
    except Undecodable:
        return None
    return value if isinstance(value, str) and end == len(bare) else None


def find_values(text: str) -> tuple[list[tuple[Any, int, int]], PlanError | None]:
    """Every value in the text with its first and last offset, and what was wrong with the first that should have been one."""
    found: list[tuple[Any, int, int]] = []
    wrong: PlanError | None = None
    at = failures = 0
    while (start := _START.search(text, at)) is not None:
        try:
            value, at = decode(text, start.start(), fast=failures < _MOST_FAILURES)
            found.append((value, start.start(), at))
        except Undecodable as error:
            if json_mark_within(text, start.start(), max(error.at, start.start() + 200)):
                wrong = wrong or explained(text, error)
            at = max(error.at, start.end())
            failures += 1
    return found, wrong


def explained(text: str, error: Undecodable) -> PlanError:
    """What is wrong with this JSON, where, and in which node."""
    end = len(text.rstrip())
    at = min(error.at, end)
    line = text.count("\n", 0, at) + 1
    column = at - (text.rfind("\n", 0, at) + 1) + 1
    node = _node_before(text, at)
    if at >= end:
        where = f"It ends in line {line}, column {column}{node}: ...{excerpt(text[max(0, end - 40) : end], 40)}"
        return cut_off("JSON", where)
    return PlanError(
        f"This JSON can't be read: {error.expected} was expected in line {line}, column {column}{node}.",
        f"There it reads: {excerpt(text[at : at + 200])}",
        hint=f"paste {WHAT_IS_READ}, unchanged.",
    )


def _node_before(text: str, at: int) -> str:
    start = text.rfind(_NODE, 0, at)
    name = re.match(r'\s*:\s*"([^"\n]{1,60})"', text[start + len(_NODE) : start + 200]) if start >= 0 else None
    return f', inside the node "{name[1]}"' if name else ""
