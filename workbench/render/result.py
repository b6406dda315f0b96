"""A query's result as an escaped table, and as text. The first rows only; the value holds them all."""

from __future__ import annotations

import datetime as dt
import numbers as abstract

from markupsafe import Markup

from workbench.render.html import block, cell, element, row, small, table
from workbench.render.numbers import duration, rows
from workbench.render.options import options
from workbench.sql import Column, Result

SHOWN_CHARACTERS = 200


def result_html(result: Result) -> str:
    """The first rows (`options.rows`), the type below each column's name, and how many rows there are."""
    notices = [small(notice) for notice in result.notices]
    if not result.columns:
        return block(element("div", summary(result)), *notices)
    shown = result.rows[: options.rows]  # a million rows are not looked at to show twenty
    numeric = [all(_is_number(line[i]) for line in shown) for i in range(len(result.columns))]
    body = [row(*(_cell(value, right) for value, right in zip(line, numeric, strict=True))) for line in shown]
    return block(table(summary(result), _head(result.columns, numeric), *body), *notices)


def result_text(result: Result) -> str:
    """The same rows, aligned."""
    lines = [summary(result), *result.notices]
    if result.columns:
        cells = [[c.name for c in result.columns], *([_text(v) for v in line] for line in result.rows[: options.rows])]
        widths = [max(len(line[i]) for line in cells) for i in range(len(result.columns))]
        lines += [" | ".join(t.ljust(w) for t, w in zip(line, widths, strict=True)).rstrip() for line in cells]
    return "\n".join(lines)


def summary(result: Result) -> str:
    """`1,517 rows, the first 20 shown, in 52.3 ms`; for a command its own word, such as `UPDATE 3`."""
    facts = [rows(len(result)) if result.columns else result.command]
    if len(result) > options.rows:
        facts.append(f"the first {options.rows} shown")
    if not options.reproducible:
        facts.append(f"in {duration(result.elapsed_ms)}")
    return ", ".join(facts)


def _head(columns: tuple[Column, ...], numeric: list[bool]) -> Markup:
    names = (
        cell(c.name, small(c.type), align="right" if right else "left", tag="th", scope="col")
        for c, right in zip(columns, numeric, strict=True)
    )
    return element("thead", row(*names, line=False))


def _cell(value: object, right: bool) -> Markup:
    if value is None:
        return cell(element("em", "null"), align="right" if right else "left")
    return cell(_text(value), align="right" if right else "left")


def _is_number(value: object) -> bool:
    return value is None or (isinstance(value, abstract.Number) and not isinstance(value, bool))


def _text(value: object) -> str:
    if value is None:
        return "null"
    text = (
        value.isoformat(sep=" ")
        if isinstance(value, dt.datetime)
        else "\\x" + bytes(value).hex()
        if isinstance(value, bytes | memoryview)
        else str(value)
    )
    return text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 1] + "…"
