"""Completion in our magics, by the kernel, so that it is there in JupyterLab, Notebook and the console.

A matcher of IPython's: it is asked with the whole cell, and where the cell is ours, only it answers. The catalog is asked for
anew when a cell has run since; https://ipython.readthedocs.io/en/stable/api/generated/IPython.core.completer.html
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any

from IPython.core.completer import CompletionContext, SimpleCompletion, context_matcher

from workbench.catalog import Catalog
from workbench.completion import Completion, complete
from workbench.datagen.dataset import dataset_names
from workbench.notebook.cells import Typed, typed
from workbench.session import Workbench

_UNBOUND = (ModuleType, FunctionType, BuiltinFunctionType, type, Workbench)
_NO_CATALOG = Catalog((), (), (), 0)
_WORD = re.compile(r"[^\s=]*$")


class Completer:
    """The matcher of one shell. `active` gives the workbench of the notebook, or None."""

    def __init__(self, shell: Any, active: Callable[[], Workbench | None]) -> None:
        self._shell = shell
        self._active = active
        self._catalog = _NO_CATALOG
        self._of: Workbench | None = None
        self._stale = True

    def install(self) -> None:
        """Begins to answer."""
        self._shell.Completer.custom_matchers.append(self.match)
        self._shell.events.register("post_run_cell", self.cell_has_run)

    def remove(self) -> None:
        """Answers no more."""
        self._shell.Completer.custom_matchers.remove(self.match)
        self._shell.events.unregister("post_run_cell", self.cell_has_run)

    def cell_has_run(self, *_: object) -> None:
        """Whatever ran may have changed tables."""
        self._stale = True

    @context_matcher()  # type: ignore[untyped-decorator,unused-ignore]
    def match(self, context: CompletionContext) -> dict[str, Any]:
        """What may stand at the cursor of one of our cells; of others nothing, and others are asked."""
        lines = context.full_text.split("\n")
        cursor = sum(len(line) + 1 for line in lines[: context.cursor_line]) + context.cursor_position
        found = typed(context.full_text, cursor)
        if found is None:
            return {"completions": []}
        start, items = self._complete(found)
        shown = [SimpleCompletion(item.text, type=item.kind) for item in items]
        return {"completions": shown, "matched_fragment": found.text[start : found.cursor], "ordered": True, "suppress": True}

    @property
    def active(self) -> Workbench | None:
        """The workbench of the notebook."""
        return self._active()

    def catalog(self) -> Catalog:
        """The active workbench's; as it was, where no cell has run since."""
        active = self.active
        if active is not self._of:
            self._catalog, self._of, self._stale = _NO_CATALOG, active, True
        if active is not None and self._stale:
            self._catalog = active.catalog()
            self._stale = False
        return self._catalog

    def _complete(self, found: Typed) -> tuple[int, Iterable[Completion]]:
        line = found.magic.line
        if found.part == "body" or (found.part == "line" and line == "sql"):
            completed = complete(found.text, found.cursor, self.catalog(), self._names())
            return completed.start, completed.items
        written = _WORD.search(found.text, 0, found.cursor)
        start = written.start() if written else found.cursor
        beginning = found.text[start : found.cursor]
        if found.part == "line" and line == "table" and not beginning.startswith("-"):
            lead = "table "
            completed = complete(lead + found.text, len(lead) + found.cursor, self.catalog())
            return completed.start - len(lead), [item for item in completed.items if item.kind in ("table", "schema")]
        offered = self._words(found, beginning)
        return start, [Completion(word, kind) for word, kind in offered if word.startswith(beginning)]

    def _words(self, found: Typed, beginning: str) -> Iterator[tuple[str, str]]:
        if found.part == "value":
            return
        if found.part == "options" or beginning.startswith("-"):
            yield from ((option, "option") for option in found.magic.options)
            return
        if found.magic.line == "dataset":
            yield from ((name, "dataset") for name in dataset_names())
        elif found.magic.line == "session":
            yield from ((name, "workbench") for name, value in self._variables() if isinstance(value, Workbench))
        yield from ((word, "keyword") for word in found.magic.words)

    def _names(self) -> list[str]:
        """Variables that may be bound: not what hides, runs or is imported."""
        return [name for name, value in self._variables() if not isinstance(value, _UNBOUND)]

    def _variables(self) -> Iterator[tuple[str, Any]]:
        hidden = self._shell.user_ns_hidden
        yield from ((n, v) for n, v in list(self._shell.user_ns.items()) if not n.startswith("_") and n not in hidden)
