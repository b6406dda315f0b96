"""Cuts a text into its logical lines and these into plans. Only the beginnings of lines are looked at; no node is built.

A condition's literal may hold newlines, and lines that look like nodes: a line that ends inside quotes goes on until they
close. Indentation is counted, never matched: a plan 5,000 levels deep has 30,000 blanks in front of its last line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from workbench.plan.read.text_header import has_figures, is_known
from workbench.plan.read.text_values import open_quote


class LogicalLine(NamedTuple):
    """One line: its number in the source, from 1, the column it begins at, and its text without blanks around."""

    number: int
    column: int
    text: str


@dataclass
class Sheet:
    """The lines of one plan.

    Attributes:
        above: what stands above its first node: query text, prose.
        lines: from its first node to the last line before the next plan; none where the text ends before a node came.
        in_query: a query's text stands above.
        is_deep: a line stands deeper than the first node; so a bare `Update on t` beside that node is no target of its.
    """

    above: list[LogicalLine] = field(default_factory=list)
    lines: list[LogicalLine] = field(default_factory=list)
    in_query: bool = False
    is_deep: bool = False


# What auto_explain prints above a plan; quotes in it are a query's, and comments may hold an odd one.
ABOVE = ("Query Text:", "Query Parameters:")
_DURATION = re.compile(r"(?:.*\s)?duration: \d+\.\d+ ms  plan:")
# Literals have no limit, and a paste cut in mid-line has a quote that never closes: so many of those are searched for.
_MOST_SEARCHES = 32


def split_plans(text: str) -> list[Sheet]:
    """The plans of a text, in order, each with the lines above it; the last may have no node."""
    raw = text.split("\n")
    sheets, sheet = [], Sheet()
    at, patience = 0, _MOST_SEARCHES
    while at < len(raw):
        at += 1
        line = _line(at, raw[at - 1])
        if line is None:
            continue
        if sheet.lines:
            if _begins_next(line, sheet):
                sheets.append(sheet)
                sheet = Sheet()
            elif patience and ("'" in line.text or '"' in line.text):
                line, at, patience = _whole(line, raw, at, sheet.lines[0].column, patience)
        _place(sheet, line)
    return [*sheets, sheet]


def is_above(text: str) -> bool:
    """True for a line that begins an auto_explain entry."""
    return text.startswith(ABOVE) or ("duration: " in text and _DURATION.fullmatch(text) is not None)


def _place(sheet: Sheet, line: LogicalLine) -> None:
    if sheet.lines or _is_root(line.text, in_query=sheet.in_query):
        sheet.lines.append(line)
    else:
        sheet.above.append(line)
        sheet.in_query = sheet.in_query or line.text.startswith(ABOVE)


def _is_root(text: str, *, in_query: bool) -> bool:
    """auto_explain always prints costs, so a query of the bare word LIMIT is none."""
    name = text[2:].lstrip() if text.startswith("->") else text
    return has_figures(name) or _is_damaged(name) or (not in_query and is_known(name))


def _is_damaged(text: str) -> bool:
    """A first line that is cut off within its figures."""
    return "  (cost=" in text and ": " not in text.partition("  (cost=")[0]


def _begins_next(line: LogicalLine, sheet: Sheet) -> bool:
    text = line.text
    if line.column > sheet.lines[0].column:
        sheet.is_deep = True
        return False
    if text.startswith("->"):
        return False
    return is_above(text) or has_figures(text) or (is_known(text) and (sheet.is_deep or not text.startswith(_TARGETS)))


_TARGETS = ("Insert on ", "Update on ", "Delete on ", "Merge on ", "Foreign ")


def _line(number: int, raw: str) -> LogicalLine | None:
    text = raw.strip()
    if not text:
        return None
    column = len(raw) - len(raw.lstrip())
    if "\t" in raw[: min(column, 200)]:
        column = len(raw[:column].expandtabs(8))
    return LogicalLine(number, column, text)


def _whole(line: LogicalLine, raw: Sequence[str], at: int, column: int, patience: int) -> tuple[LogicalLine, int, int]:
    """The line with those that its open quote swallows, the index behind them, and the patience that is left."""
    quote = open_quote(line.text)
    if not quote or ": " not in line.text.partition(quote)[0]:
        return line, at, patience
    for end in range(at, len(raw)):
        quote = open_quote(raw[end], quote)
        if not quote:
            rest = [_dedented(part, column) for part in raw[at : end + 1]]
            rest[-1] = rest[-1].rstrip()
            return line._replace(text="\n".join([line.text, *rest])), end + 1, patience
    return line, at, patience - 1


def _dedented(raw: str, column: int) -> str:
    return (raw[column:] if not raw[:column].strip() else raw).removesuffix("\r")
