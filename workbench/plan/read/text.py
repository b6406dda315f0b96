"""Reads EXPLAIN's text format: cleaned text in, Documents in JSON's names out. The order of the steps lives here, no more."""

from __future__ import annotations

import re

from workbench.errors import PlanError
from workbench.plan.document import Document
from workbench.plan.read.text_flat import is_flat, with_columns
from workbench.plan.read.text_lines import LogicalLine, Sheet, split_plans
from workbench.plan.read.text_refuse import refuse_others
from workbench.plan.read.text_tree import grow

_DURATION = re.compile(r"(?:.*\s)?duration: (\d{1,30}\.\d{1,30}) ms  plan:")
_ABOVE = ("Query Text", "Query Parameters")


def read_text(text: str) -> tuple[Document, ...]:
    """The plans of a text, in order: one Document each, in the names and types of EXPLAIN (FORMAT JSON).

    Raises:
        PlanError: there is no plan in it, it is another product's, or it is cut off or damaged; the line is named.
    """
    *sheets, rest = split_plans(text)
    if rest.lines:
        sheets, rest = [*sheets, rest], Sheet()
    first = next((line for sheet in (*sheets, rest) for line in (*sheet.above, *sheet.lines)), None)
    refuse_others(text, sheets[0].lines[0].text if sheets else "")
    if not sheets:
        raise _no_plan(first)
    documents = [_document(sheet) for sheet in sheets]
    if rest.above:
        last = documents[-1]
        documents[-1] = Document(last.fields, (*last.unread, *(line.text for line in rest.above)), last.format)
    return tuple(documents)


def _document(sheet: Sheet) -> Document:
    above, unread = _read_above(sheet.above)
    lines = with_columns(sheet.lines) if is_flat(sheet.lines) else sheet.lines
    fields, rest = grow(lines)
    return Document({**above, **fields}, (*unread, *rest), "text")


def _read_above(lines: list[LogicalLine]) -> tuple[dict[str, str | float], list[str]]:
    """auto_explain's lines: a query's own line breaks and indentation are kept."""
    fields: dict[str, str | float] = {}
    unread: list[str] = []
    texts: dict[str, list[str]] = {}
    column, previous, into = 0, 0, unread
    for line in lines:
        key, colon, value = line.text.partition(":")
        duration = _DURATION.fullmatch(line.text)
        if duration:
            fields["Duration"] = float(duration[1])
            continue
        if colon and key in _ABOVE:
            column, into = line.column, texts.setdefault(key, [])
            into.append(value.strip())
        elif into is unread:
            unread.append(line.text)
        else:
            into.extend([""] * (line.number - previous - 1))
            into.append(" " * (line.column - column) + line.text)
        previous = line.number
    return {**{key: "\n".join(parts) for key, parts in texts.items()}, **fields}, unread


def _no_plan(first: LogicalLine | None) -> PlanError:
    failed = f"Line {first.number}: {' '.join(first.text[:300].split())[:80]}" if first else "The text is empty."
    return PlanError(
        "This is not a plan: expected is a first line such as `Seq Scan on orders  (cost=0.00..1.00 rows=1 width=4)`.",
        failed,
        hint="paste the whole output of EXPLAIN (ANALYZE, BUFFERS), from its first line on.",
    )
