"""Shift-Tab on a name in an SQL cell shows its table. IPython has no hook for that: it looks names up, and sees no cell.

So the kernel's own `do_inspect`, which has the cell, is stood in for on this one kernel, and stands again after %unload_ext.
https://jupyter-client.readthedocs.io/en/stable/messaging.html#introspection
"""

from __future__ import annotations

from typing import Any

from workbench.catalog import Catalog
from workbench.catalog.schema import Schema
from workbench.completion.named import table_at
from workbench.notebook.cells import sql_at, typed
from workbench.notebook.completion import Completer
from workbench.render.schema_html import table_html, table_text

_NOTHING: dict[str, Any] = {"status": "ok", "found": False, "data": {}, "metadata": {}}


class Hover:
    """The answer to Shift-Tab in one kernel; in a shell without a kernel it does nothing: there, `%schema orders`."""

    def __init__(self, shell: Any, completer: Completer) -> None:
        self._kernel: Any = getattr(shell, "kernel", None)
        self._completer = completer

    def install(self) -> None:
        """Begins to answer."""
        if self._kernel is not None:
            self._kernel.do_inspect = self.inspect

    def remove(self) -> None:
        """The kernel's own method is found again."""
        if self._kernel is not None:
            self._kernel.__dict__.pop("do_inspect", None)

    def inspect(self, code: str, cursor_pos: int, *more: Any, **options: Any) -> Any:
        """What stands at the cursor: in our cells a table, in others what the kernel has always said."""
        if typed(code, cursor_pos) is None:
            return type(self._kernel).do_inspect(self._kernel, code, cursor_pos, *more, **options)
        found = sql_at(code, cursor_pos)
        data = self._shown(*found) if found else {}
        return {**_NOTHING, "found": bool(data), "data": data}

    def _shown(self, text: str, cursor: int) -> dict[str, str]:
        active = self._completer.active
        known = table_at(text, cursor, self._completer.catalog())
        if active is None or known is None:
            return {}
        catalog: Catalog = active.catalog(fresh=True)  # for today's sizes
        table = catalog.table(known.name, known.schema)
        if table is None:
            return {}
        schema = Schema(catalog, (table,))
        return {"text/html": table_html(schema, table), "text/plain": table_text(schema, table)}
