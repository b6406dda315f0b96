"""IndexLabWidget: the index lab by mouse and keys. It calls `verbs/lab.py` and shows what comes back; no logic of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets

from workbench.errors import Cancelled, WorkbenchError
from workbench.indexes import Candidate
from workbench.render.html import block, code, element, small
from workbench.render.lab import lab_html, lab_text
from workbench.render.promise import offer_text, promise_html
from workbench.render.trial import trial_html
from workbench.verbs.lab import IndexLab

_WIDE = {"width": "auto"}
_CELL = "Paste this into a cell of its own"


class IndexLabWidget(ipywidgets.VBox):  # type: ignore[misc]
    """Pick a statement, tick candidates or type one, read the promise, press Prove. Made by `lab.widget()`.

    The parts, to press and to set from Python as well: `statement` (its `.value`), `ticks`, `typed`, `add`, `prove`, `as_cell`.
    """

    def __init__(self, lab: IndexLab) -> None:
        self.lab = lab
        self._typed: dict[str, list[Candidate]] = {}
        self._candidates: list[Candidate] = []
        self.statement = ipywidgets.Dropdown(options=lab.statements, description="Statement", layout=_WIDE)
        self._text, self._promise, self._proof = ipywidgets.HTML(), ipywidgets.HTML(), ipywidgets.HTML()
        self.ticks: list[Any] = []
        self._ticked = ipywidgets.VBox()
        self.typed = ipywidgets.Text(placeholder="create index on ...", description="Your own", layout=_WIDE)
        self.add = ipywidgets.Button(description="Add", tooltip="Adds the typed index to the candidates")
        self.prove = ipywidgets.Button(description="Prove", button_style="primary", tooltip="Builds, measures, rolls back")
        self.as_cell = ipywidgets.Button(description="As a cell", tooltip="The %%trial cell that does the same")
        self._cell = ipywidgets.Textarea(description=_CELL, layout={"width": "auto", "height": "9em", "display": "none"})
        self._cell.style.description_width = "initial"
        self.statement.observe(lambda _: self._picked(), names="value")
        for button, act in ((self.add, self._add), (self.prove, self._prove), (self.as_cell, self._write)):
            button.on_click(self._guarded(act))
        own = ipywidgets.HBox([self.typed, self.add], layout={"flex": "0 0 auto"})
        self.typed.layout.flex, self.add.layout.width = "1", "5em"
        buttons = ipywidgets.HBox([self.prove, self.as_cell])
        left = ipywidgets.VBox([self._ticked, own], layout=_side("1 1 340px"))
        right = ipywidgets.VBox([self._promise, buttons], layout=_side("1 1 420px"))
        both = ipywidgets.Box([left, right], layout={"display": "flex", "flex_flow": "row wrap"})
        super().__init__([self.statement, self._text, both, self._cell, self._proof])
        self._picked()

    @property
    def ticked(self) -> tuple[Candidate, ...]:
        """The candidates that are ticked."""
        return tuple(one for one, box in zip(self._candidates, self.ticks, strict=True) if box.value)

    def _guarded(self, act: Callable[[], None]) -> Callable[..., None]:
        """Jupyter shows nowhere what a callback raises, so it is shown in the widget."""

        def called(*_: object) -> None:
            try:
                act()
            except (WorkbenchError, Cancelled) as error:
                self._promise.value = _error(error)

        return called

    def _picked(self) -> None:
        self._cell.layout.display, self._proof.value = "none", ""
        self._text.value = block(code(self.lab.text(self.statement.value)))
        self._guarded(self._offer)()

    def _offer(self, tick: Candidate | None = None) -> None:
        name = self.statement.value
        was = set(self.ticked) if tick is not None else set[Candidate]()
        offers = {
            offer.candidate: offer_text(offer.before, offer.after, offer.size.size_bytes) for offer in self.lab.offered(name)
        }
        labels = dict.fromkeys(self._typed.get(name, []), "") | offers
        self._candidates = list(labels)
        self.ticks = [
            ipywidgets.Checkbox(value=one in was or one == tick, description=one.ddl, indent=False, layout=_WIDE)
            for one in self._candidates
        ]
        for box in self.ticks:
            box.observe(lambda _: self._guarded(self._show)(), names="value")
        nothing = ipywidgets.HTML(block("No index would serve this statement; type one to see for yourself."))
        told = [ipywidgets.HTML(block(small(label)), layout={"margin": "-6px 0 0 22px"}) for label in labels.values()]
        self._ticked.children = [part for pair in zip(self.ticks, told, strict=True) for part in pair] or [nothing]
        self._show()

    def _show(self) -> None:
        self._proof.value, self._cell.layout.display = "", "none"
        self.prove.disabled = self.as_cell.disabled = not self.ticked
        self._promise.value = promise_html(self.lab.promise(self.statement.value, *self.ticked))

    def _add(self) -> None:
        name, candidate = self.statement.value, Candidate.of(self.typed.value)
        self.lab.promise(name, candidate)  # refuses what the server doesn't take
        if candidate not in self._candidates:
            self._typed.setdefault(name, []).append(candidate)
        self.typed.value = ""
        self._offer(candidate)

    def _prove(self) -> None:
        self.prove.disabled, self.prove.description = True, "Proving …"
        try:
            self._proof.value = trial_html(self.lab.prove(self.statement.value, *self.ticked))
        finally:
            self.prove.disabled, self.prove.description = False, "Prove"

    def _write(self) -> None:
        self._cell.value = self.lab.cell(self.statement.value, *self.ticked)
        self._cell.layout.display = None

    def _repr_mimebundle_(self, **given: Any) -> Any:
        """The widget; for readers without a kernel, the statements and what was offered."""
        bundle = super()._repr_mimebundle_(**given)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        texts = {name: self.lab.text(name) for name in self.lab.statements}
        return {**(data or {}), "text/html": lab_html(texts), "text/plain": lab_text(texts)}, metadata

    def __repr__(self) -> str:
        return f"<IndexLabWidget of {self.lab!r}>"


def _side(flex: str) -> dict[str, str]:
    """One of two that stand side by side, or below one another where there is no room."""
    return {"flex": flex, "min_width": "0", "max_width": "100%"}


def _error(error: WorkbenchError | Cancelled) -> str:
    first, *rest = error.lines()
    lines = [element("strong", f"✖ {first}"), *(element("div", line) for line in rest)]
    return block(element("div", *lines, style="border-left:6px solid #c0504d;padding:4px 12px", role="alert"))
