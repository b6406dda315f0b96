"""Where a text begins to look like a plan, format by format. Cheap: plans come with megabytes of blanks.

A mark is what only a plan has. The searches look for plain words first, which C does at memory speed, and ask a regex only
around what they found.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_JSON_WORDS = ('"Plan', "'Plan", '"plan', "'plan", '"Node Type', "'Node Type", "QUERY PLAN", "query plan", "QueryPlan")
_JSON = re.compile(r"""["'](?:Plan|Node Type|QUERY PLAN|QueryPlan)\\*["']\s*:""", re.IGNORECASE)
_XML = re.compile(r"<(?:explain|Query|Plan)(?:\s[^<>]*)?>")
_YAML = re.compile(r"^[ \t]*(?:- )?(?:Plan:[ \t]*$|Node Type: \")", re.MULTILINE)
_TEXT_WORDS = ("(cost=", "(actual ", "(never executed", "->  ")


def text_mark(text: str) -> int:
    """The offset of the first sign of a text plan, or -1."""
    return _first(text, _TEXT_WORDS)


def json_mark(text: str) -> int:
    """The offset of the first sign of a JSON plan, decoded or printed by Python, or -1."""
    first = _first(text, _JSON_WORDS) if '"' in text or "'" in text else -1
    return _start(_JSON.search(text, max(0, first - 1))) if first >= 0 else -1


def xml_mark(text: str) -> int:
    """The offset of the first sign of an XML plan, or -1."""
    return _start(_XML.search(text))


def yaml_mark(text: str) -> int:
    """The offset of the first sign of a YAML plan, or -1."""
    return _start(_YAML.search(text)) if "Plan:" in text or 'Node Type: "' in text else -1


def json_mark_within(text: str, start: int, end: int) -> bool:
    """Whether a stretch of the text has a sign of a JSON plan."""
    return _JSON.search(text, start, end) is not None


def is_planlike(text: str) -> bool:
    """Whether a text may hold a plan in any format, or an entry of a log."""
    return any(mark(text) >= 0 for mark in MARKS) or re.search(r"\d \S{2,12}  ?plan:", text) is not None


def _first(text: str, words: tuple[str, ...]) -> int:
    """The offset of the word that comes first; each is looked for only before the one found so far."""
    first = len(text)
    for word in words:
        at = text.find(word, 0, first)
        first = at if at >= 0 else first
    return first if first < len(text) else -1


def _start(match: re.Match[str] | None) -> int:
    return match.start() if match else -1


MARKS: tuple[Callable[[str], int], ...] = (json_mark, xml_mark, yaml_mark, text_mark)
