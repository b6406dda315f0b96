"""What is left on the server: a sentence where there is nothing, else a table with the SQL that removes it."""

from __future__ import annotations

from workbench.catalog import Leftovers
from workbench.render.html import block, cell, element, head, row, table

_NOTHING = "Nothing is left on the server: no clone, no invalid index, no open transaction, no lock."


def leftovers_html(left: Leftovers) -> str:
    """The table, or the sentence."""
    if not left:
        return block(element("div", f"✔ {_NOTHING}"))
    rows = [row(cell(one.what), cell(one.name), cell(f"{one.remedy};")) for one in left.found]
    return block(table("On the server", head("What", "Name", "To remove it"), *rows))


def leftovers_text(left: Leftovers) -> str:
    """The same in lines."""
    return "\n".join(f"{one.what}: {one.name}; to remove it: {one.remedy};" for one in left.found) or _NOTHING
