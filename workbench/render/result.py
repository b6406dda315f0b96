"""A query's result as an escaped table, and as text. The first rows only; the value holds them all."""

from __future__ import annotations

import datetime as dt
import numbers as abstract

from markupsafe import Markup

from workbench.render.html import block, cell, element, row, small, table
from workbench.render.numbers import duration, rows
from workbench.render.options import options
from workbench.sql import Column, Fetched, Result

SHOWN_CHARACTERS = 200
# More columns than anyone reads, and few enough for a notebook's file.
SHOWN_COLUMNS = 100
# Twenty plain rows fit in; what is longer scrolls inside of its output.
_SCROLLED = "max-height:640px;overflow:auto"


def result_html(result: Result | Fetched) -> str:
    """The first rows (`options.rows`), types below the names of columns, how many rows there are, and what the server said."""
    said = [small(line) for line in (*_notes(result), *result.notices)]
    end = [_footer(result.footer)] if result.footer else []
    if not result.columns and not isinstance(result, Fetched):
        return block(*said, element("div", summary(result)), *end)
    columns, shown = _shown(result)
    numeric = [all(_is_number(line[i]) for line in shown) for i in range(len(columns))]
    body = [row(*(_cell(value, right) for value, right in zip(line, numeric, strict=True))) for line in shown]
    grid = element("div", table(summary(result), _head(columns, numeric), *body), style=_SCROLLED)
    return block(*said, grid, *end)


def result_text(result: Result | Fetched) -> str:
    """The same rows, aligned."""
    lines = [summary(result), *_notes(result), *result.notices]
    if result.columns:
        columns, shown = _shown(result)
        numeric = [all(_is_number(line[i]) for line in shown) for i in range(len(columns))]
        cells = [[_line(c.name) for c in columns], *([_line(_text(v)) for v in line] for line in shown)]
        widths = [max(len(line[i]) for line in cells) for i in range(len(columns))]
        lines += [" | ".join(_aligned(line, widths, numeric)).rstrip() for line in cells]
    return "\n".join([*lines, *([f"({result.footer})"] if result.footer else [])])


def summary(result: Result | Fetched) -> str:
    """`1,517 rows, the first 20 shown, in 52.3 ms`; for a command its own word, such as `UPDATE 3`."""
    facts = [rows(len(result)) if result.columns or isinstance(result, Fetched) else result.command]
    if len(result) > options.rows:
        facts.append(f"the first {options.rows} shown")
    if len(result.columns) > SHOWN_COLUMNS:
        facts.append(f"{len(result.columns):,} columns, the first {SHOWN_COLUMNS} shown")
    if not options.reproducible:
        facts.append(f"in {duration(result.elapsed_ms)}")
    return ", ".join(facts)


def _shown(result: Result | Fetched) -> tuple[tuple[Column, ...], list[tuple[object, ...]]]:
    """A million rows are not looked at to show twenty."""
    return result.columns[:SHOWN_COLUMNS], [line[:SHOWN_COLUMNS] for line in result.head(options.rows)]


def _notes(result: Result | Fetched) -> tuple[str, ...]:
    return result.notes if isinstance(result, Fetched) else ()


def _footer(text: str) -> Markup:
    return small(element("em", text))


def _head(columns: tuple[Column, ...], numeric: list[bool]) -> Markup:
    names = (
        cell(_cut(c.name), small(c.type), align="right" if right else "left", tag="th", scope="col")
        for c, right in zip(columns, numeric, strict=True)
    )
    return element("thead", row(*names, line=False))


def _cell(value: object, right: bool) -> Markup:
    if value is None:
        return cell(element("em", "null"), align="right" if right else "left")
    return cell(_cut(_text(value)), align="right" if right else "left")


def _aligned(line: list[str], widths: list[int], numeric: list[bool]) -> list[str]:
    return [t.rjust(w) if right else t.ljust(w) for t, w, right in zip(line, widths, numeric, strict=True)]


def _is_number(value: object) -> bool:
    return value is None or (isinstance(value, abstract.Number) and not isinstance(value, bool))


def _line(text: str) -> str:
    """In a table of text a value is one line, and no sign of it moves a terminal's cursor."""
    return _cut("".join(sign if sign.isprintable() else "↵" if sign == "\n" else " " for sign in _cut(text)))


def _text(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, bytes | memoryview):
        return "\\x" + bytes(value[:SHOWN_CHARACTERS]).hex()
    return value if isinstance(value, str) else str(value)


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 1] + "…"
