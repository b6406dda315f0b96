"""Cuts auto_explain's entries out of a server log: stderr, csvlog, jsonlog or syslog. What is in the entry, others read.

An entry begins with `duration: 3.4 ms  plan:`, in the words of lc_messages. Where it ends depends on the kind of log: with
the quotes in csvlog and jsonlog, with the last line that begins with a tab in stderr, with the counter in syslog. Viewers
and mail programs lose tabs; then an entry ends where the next line looks like the beginning of another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workbench.plan.read.decode import Undecodable, decode
from workbench.plan.read.fields import cut_off, excerpt
from workbench.plan.read.json_format import explained


@dataclass(frozen=True)
class Entry:
    """One plan of the log: how long the statement took in milliseconds, and the plan as text in whatever format."""

    duration_ms: float
    body: str


@dataclass(frozen=True)
class _Mark:
    """`duration: 3.4 ms  plan:` and where it stands."""

    start: int
    end: int
    duration_ms: float


# Plain words come first in these patterns: C finds them at memory speed in logs of any size.
_BEHIND = r",? {1,2}(?P<plan>[^\W\d]{1,20}) ?:(?P<rest>[ \t]*$)?"
_UNITS = tuple(
    (unit, re.compile(unit + _BEHIND, re.MULTILINE)) for unit in ("ms", "мс", "ミリ秒", "毫秒", "밀리초", "milisaniye")
)
_BEFORE = re.compile(r"\b[^\W\d]{1,20} ?: (\d{1,15}[.,]\d{1,9}) ?$")
_WORDS = frozenset({"plan", "plán", "piano", "plano", "план", "计划", "執行計劃", "実行計画", "実行プラン", "계획", "실행계획"})
_PLAN = re.compile(r"\(cost=|\(actual |[\"']Plan[\"']\s*:|<explain\b|^[ \t]*- Plan:", re.MULTILINE)
_LITERAL = re.compile(r"\s*[\[(]\s*[\[({'\"]")
_QUOTED = re.compile(r'"((?:[^"]|"")*+)"')
_COUNTER = re.compile(r"[^\n]{0,200}?(\S+\[\d+\]:? \[\d+)-\d+\] ?")
_TAB = "#011"  # a tab as syslog writes it
_HEADER = re.compile(r"(?:[^\n]{0,200}?\W)?[^\W\d_a-z]{3,20}\d? ?:  |\[?\d{4}-\d\d-\d\d[ T]\d\d:\d\d")


def entries(text: str) -> list[Entry]:
    """The entries with a plan, in order; empty where the text is no log.

    Raises:
        PlanError: an entry is cut off.
    """
    found: list[Entry] = []
    at = 0
    for mark in _marks(text):
        if not found and (_PLAN.search(text, 0, mark.start) or _LITERAL.match(text)):
            break  # the words are quoted by a plan, or it is a Python or JSON literal that holds the log
        if mark.start >= at:
            body, at = _body(text, mark)
            found.append(Entry(mark.duration_ms, body))
    return found


def _marks(text: str) -> Iterator[_Mark]:
    unit = next((pattern for word, pattern in _UNITS if word in text and _is_log(text, pattern)), None)
    for behind in unit.finditer(text) if unit else ():
        before = _BEFORE.search(text[max(0, behind.start() - 60) : behind.start()])
        if before and (behind["plan"].casefold() in _WORDS or behind["rest"] is not None):
            start = max(0, behind.start() - 60) + before.start()
            yield _Mark(start, behind.end(), float(before[1].replace(",", ".")))


def _is_log(text: str, unit: re.Pattern[str]) -> bool:
    return any(_BEFORE.search(text[max(0, behind.start() - 60) : behind.start()]) for behind in unit.finditer(text))


def _body(text: str, mark: _Mark) -> tuple[str, int]:
    """What stands behind the mark, freed of the log's own signs, and the offset behind the entry."""
    start = text.rfind("\n", 0, mark.start) + 1
    brace = text.find("{", start, mark.start)
    if brace >= 0 and text[brace : mark.start].count('"') % 2:
        return _of_json(text, brace, mark)
    if text[mark.start - 1 : mark.start] == '"':
        quoted = _QUOTED.match(text, mark.start - 1)
        if quoted is None:
            raise cut_off("entry of the log", f"Its quotes are not closed: {excerpt(text[mark.start :])}")
        return text[mark.end : quoted.end() - 1].replace('""', '"'), quoted.end()
    end = text.find("\n", mark.end)
    end = len(text) if end < 0 else end
    lines, at = _continued(text, text[start:end], end + 1)
    return "\n".join([text[mark.end : end], *lines]), at


def _of_json(text: str, brace: int, mark: _Mark) -> tuple[str, int]:
    try:
        value, end = decode(text, brace)
    except Undecodable as error:
        raise explained(text, error) from None
    messages = value.values() if isinstance(value, Mapping) else ()
    for message in messages:
        inner = next(_marks(message), None) if isinstance(message, str) else None
        if inner is not None:
            return message[inner.end :], max(end, mark.end)
    return "", max(end, mark.end)


def _continued(text: str, header: str, at: int) -> tuple[list[str], int]:
    """The lines of the entry that begins with `header`, and the offset behind the last."""
    first = text[at : _end(text, at)]
    counter = _COUNTER.match(header)
    if counter and (_TAB in first or counter[1] in first):
        return _syslog(text, counter[1], at)
    tab = first.find("\t")
    if tab >= 0 and first[:tab] == header[:tab]:  # docker writes its own prefix before each line
        return _while_prefixed(text, first[: tab + 1], at)
    lines = []
    for line, end in _lines(text, at):
        if _HEADER.match(line):
            break
        lines.append(line)
        at = end
    return lines, at


def _while_prefixed(text: str, prefix: str, at: int) -> tuple[list[str], int]:
    lines: list[str] = []
    for line, end in _lines(text, at):
        if not line.startswith(prefix) and (line.strip() or not text.startswith(prefix, end)):
            break
        lines.append(line[len(prefix) :])
        at = end
    return lines, at


def _syslog(text: str, counter: str, at: int) -> tuple[list[str], int]:
    """Lines of the same counter. A line without a tab goes on with the one before: syslog cuts long ones."""
    lines: list[list[str]] = []
    for line, end in _lines(text, at):
        there = line.find(f"{counter}-", 0, 400)
        if there < 0:
            break
        rest = line[line.index("]", there + len(counter)) + 1 :].removeprefix(" ")
        tabs = len(rest)
        while rest.startswith(_TAB):
            rest = rest[len(_TAB) :]
        tabs = (tabs - len(rest)) // len(_TAB)
        if tabs or not lines:
            lines.append(["\t" * (tabs - 1) + rest])
        else:
            lines[-1].append(rest)
        at = end
    return ["".join(pieces) for pieces in lines], at


def _lines(text: str, at: int) -> Iterator[tuple[str, int]]:
    """The lines from an offset on, each with the offset of the next."""
    while at < len(text):
        end = _end(text, at)
        yield text[at:end], end + 1
        at = end + 1


def _end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end
