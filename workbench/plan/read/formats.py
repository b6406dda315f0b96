"""Tells the formats apart and calls their readers. A text may hold plans in several formats; no format is parsed here.

Which format comes first is told by marks that only plans have; the reader whose mark stands first is asked first, because
a condition or a query may quote the marks of any other format.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from workbench.errors import PlanError
from workbench.plan.document import Document
from workbench.plan.read import json_format, log, xml_format, yaml_format
from workbench.plan.read.fields import WHAT_IS_READ, excerpt
from workbench.plan.read.marks import is_planlike, json_mark, text_mark, xml_mark, yaml_mark
from workbench.plan.read.paste import characters, cleaned, is_decoration

_JSON_LINE = re.compile(r"^[ \t]*[\[{][ \t]*(?:$|[{\"])", re.MULTILINE)


@dataclass(frozen=True)
class Wrapped:
    """A Python value that a text held and that is to be unwrapped, with the lines around it."""

    value: object
    unread: tuple[str, ...] = ()


Read = Sequence[Document | Wrapped]


def read_format(text: str) -> Read:
    """The plans of a text, whatever is wrapped around them.

    Raises:
        PlanError: there is none, or one is damaged or cut off.
    """
    text = characters(text)
    literal = json_format.whole_text(text)
    if literal is not None:
        return [Wrapped(literal)]
    entries = log.entries(text)
    if entries:
        return [part for entry in entries for part in _entry(entry)]
    clean = cleaned(text)
    if not clean.strip():
        raise PlanError(
            "There is nothing to read: the text is empty.",
            f"Expected is {WHAT_IS_READ}.",
            hint="copy the plan again, from its first line to its last.",
        )
    return _read(clean)


def _entry(entry: log.Entry) -> Read:
    return [
        replace(part, fields={**part.fields, "Duration": entry.duration_ms}) if isinstance(part, Document) else part
        for part in _read(cleaned(entry.body))
    ]


def _read(text: str) -> Read:
    """Asks the readers in the order in which their marks appear; the first complaint is the one that counts."""
    complaint: PlanError | None = None
    for reader in _readers(text):
        try:
            found = reader(text)
        except PlanError as error:
            complaint = complaint or error
        else:
            if found:
                return found
    raise complaint or _no_plan(text)


def _readers(text: str) -> Iterator[Callable[[str], Read]]:
    """The readers in the order of their marks; those whose marks stand behind a text plan's come last, if it comes to that."""
    literal = text.lstrip()[:1] in ("[", "{", "(")
    if literal:
        yield _json
    first = text_mark(text)
    before = text[:first] if first >= 0 else text
    marks = [(at, reader) for mark, reader in _READERS if (at := mark(before)) >= 0]
    ordered = [reader for _, reader in sorted(marks, key=lambda pair: pair[0])] + [_text] * (first >= 0)
    yield from (reader for reader in ordered if reader is not _json or not literal)
    if first >= 0:
        yield from (reader for mark, reader in _READERS if reader not in ordered and mark(text) >= 0)
    if not literal and _json not in ordered:
        yield _json if ordered else _text


def _text(text: str) -> Read:
    if json_mark(text) >= 0 and _JSON_LINE.search(text):
        values, _ = json_format.find_values(text)
        below = [
            value for value in values if _may_hold(value[0]) and not text[text.rfind("\n", 0, value[1]) + 1 : value[1]].strip()
        ]
        if below:
            return _parted(text, below)
    return _text_only(text)


def _text_only(text: str) -> Read:
    from workbench.plan.read.text import read_text

    return read_text(text)


def _xml(text: str) -> Read:
    return _documents(*xml_format.read_xml(text), "xml")


def _yaml(text: str) -> Read:
    return _documents(*yaml_format.read_yaml(text), "yaml")


def _documents(values: list[Any], unread: list[str], name: str) -> Read:
    statements = [value for value in map(_statement, values) if value is not None]
    kept = tuple(line for line in unread if not is_decoration(line))
    return [Document(fields, kept if number == 0 else (), name) for number, fields in enumerate(statements)]


def _statement(value: object) -> Mapping[str, Any] | None:
    if isinstance(value, Mapping):
        plan = value.get("Plan")
        if isinstance(plan, Mapping) and plan:
            return value
        if "Node Type" in value:
            return {"Plan": value}
    return None


def _json(text: str) -> Read:
    """The values that hold plans, and the text plans between them; all other lines are unread."""
    values, wrong = json_format.find_values(text)
    if wrong is not None:
        raise wrong
    return _parted(text, [value for value in values if _may_hold(value[0])])


def _parted(text: str, values: Sequence[tuple[Any, int, int]]) -> Read:
    found: list[Document | Wrapped] = []
    unread: list[str] = []
    at = 0
    for value, start, end in values:
        found += [*_between(text[at:start], unread), *_decoded(value)]
        at = end
    if found:
        found += _between(text[at:], unread)
    if found and unread:
        found[0] = replace(found[0], unread=(*unread, *found[0].unread))
    return found


def _between(text: str, unread: list[str]) -> Read:
    if text_mark(text) >= 0:
        try:
            return _text_only(text)
        except PlanError:
            pass  # not a plan of its own: lines around the JSON
    unread.extend(line.strip() for line in text.split("\n") if line.strip(" \t\r,;") and not is_decoration(line))
    return ()


def _decoded(value: object) -> Read:
    statements = [value] if isinstance(value, Mapping) else value
    if isinstance(statements, list) and statements:
        fields = [_statement(item) for item in statements]
        if all(item is not None for item in fields):
            return [Document(item) for item in fields if item is not None]
    return [Wrapped(value)]


def _may_hold(value: object) -> bool:
    """Whether a value may be a plan: brackets in the prose around one are not."""
    return isinstance(value, Mapping | list) and len(value) > 0 and _holds_plan(value)


def _holds_plan(value: object) -> bool:
    waiting = [value]
    while waiting:
        member = waiting.pop()
        if isinstance(member, Mapping):
            if "Node Type" in member or "Plan" in member:
                return True
            waiting.extend(member.values())
        elif isinstance(member, list):
            waiting.extend(member)
        elif isinstance(member, str) and is_planlike(member):
            return True
    return False


def _no_plan(text: str) -> PlanError:
    lines = text.split("\n")
    number, line = next(((n, line) for n, line in enumerate(lines, 1) if line.strip()), (1, ""))
    return PlanError(
        f"This is not a plan: expected is {WHAT_IS_READ}.",
        f"Line {number} is not the beginning of one: {excerpt(line)}",
        hint="run EXPLAIN (ANALYZE, BUFFERS) and pass all of its output.",
    )


_READERS = ((json_mark, _json), (xml_mark, _xml), (yaml_mark, _yaml))
