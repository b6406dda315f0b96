"""An index lab for readers that have no kernel: its statements, and how to open it."""

from __future__ import annotations

from collections.abc import Mapping

from workbench.render.html import block, code, element, fold, small

_HOW = "Run this cell in a notebook to tick indexes, see what the planner promises, and prove it."


def lab_html(statements: Mapping[str, str]) -> str:
    """The statements by name, each to unfold."""
    title = element("strong", f"Index lab of {_counted(statements)}", style="font-size:14px")
    return block(element("div", title), small(_HOW), *(fold(name, code(text)) for name, text in statements.items()))


def lab_text(statements: Mapping[str, str]) -> str:
    """The statements' names, a line each."""
    return "\n".join([f"Index lab of {_counted(statements)}", *(f"  {name}" for name in statements)])


def _counted(statements: Mapping[str, str]) -> str:
    return f"{len(statements)} statement{'' if len(statements) == 1 else 's'}"
