"""PlanWidget: the plan view as a live widget. Traits go both ways; drawing is render/view/plan-view.js's business."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anywidget
import traitlets
from traitlets import Dict, Enum, Int, List, Unicode

from workbench.plan import Change, Node, Plan, PlanDiff
from workbench.render import view
from workbench.render.options import options
from workbench.render.plan_diff import diff_html, diff_text
from workbench.render.plan_html import plan_html
from workbench.render.plan_text import plan_text
from workbench.render.view_data import MIME, MOST_LIVE_BYTES, diff_data, plan_data

COLOURS = ("time", "rows", "estimate", "pages", "cost", "change")
VIEWS = ("tree", "icicle", "table")


class PlanWidget(anywidget.AnyWidget):  # type: ignore[misc]
    """A plan, or what changed between two, to explore; made by `plan.widget()`.

    Traits, in step with what is on screen (set them, or `observe` them):
        selected: the number of the selected node (in a diff: the place of the change), or None. A group of folded siblings has
            a negative number.
        colour: "time", "rows", "estimate", "pages", "cost"; in a diff "change". view: "tree", "icicle" or "table".
        folded: numbers of the nodes that are closed.
    """

    _esm = Path(view.__file__).with_name("plan-view.js")
    plan = Dict().tag(sync=True)
    selected = Int(None, allow_none=True).tag(sync=True)
    colour = Enum(COLOURS).tag(sync=True)
    view = Enum(VIEWS, "tree").tag(sync=True)
    folded = List(Int()).tag(sync=True)
    message = Unicode().tag(sync=True)

    def __init__(self, subject: Plan | PlanDiff, **traits: Any) -> None:
        self.subject = subject
        data = plan_data(subject, MOST_LIVE_BYTES) if isinstance(subject, Plan) else diff_data(subject)
        self._ids = {node["id"] for node in data["nodes"]}
        given = {"folded": [node["id"] for node in data["nodes"] if node.get("closed")], "colour": _colour(data), **traits}
        super().__init__(plan=data, **given)

    @property
    def node(self) -> Node | Change | None:
        """The selected node of the plan, or change of the diff; None where nothing, or a group, is selected."""
        if self.selected is None or self.selected < 0:
            return None
        return self.subject.nodes[self.selected] if isinstance(self.subject, Plan) else self.subject.changes[self.selected]

    def on_select(self, callback: Callable[[Node | Change | None], object]) -> Callable[[], None]:
        """Calls back with the node (or change) each time the selection moves, by click, key or Python.

        What a callback raises is shown in the widget, since Jupyter shows it nowhere.

        Returns:
            A function that ends it.
        """

        def selected(_: object) -> None:
            try:
                callback(self.node)
                self.message = ""
            except Exception as error:  # the user's own code
                self.message = "".join(traceback.format_exception_only(error)).strip()

        self.observe(selected, names="selected")
        return lambda: self.unobserve(selected, names="selected")

    @traitlets.validate("selected")
    def _known(self, proposal: Any) -> int | None:
        if proposal["value"] is not None and proposal["value"] not in self._ids:
            raise traitlets.TraitError(f"There is no node {proposal['value']}; the numbers are those of plan.nodes.")
        return proposal["value"]  # type: ignore[no-any-return]

    def _repr_mimebundle_(self, **given: Any) -> Any:
        """The widget; for readers without a kernel the same view, HTML and text, as things were when it was shown."""
        bundle = super()._repr_mimebundle_(**given)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        return {**(data or {}), **_still(self.subject)}, metadata

    def __repr__(self) -> str:
        """Without an address, which would differ in each run."""
        return f"<PlanWidget of {self.subject!r}>"


def _still(subject: Plan | PlanDiff) -> dict[str, Any]:
    """The same for readers that have no kernel; in reproducible mode without the view's data, which have times."""
    if isinstance(subject, Plan):
        return _viewed(plan_data, subject) | {"text/html": plan_html(subject), "text/plain": plan_text(subject)}
    return _viewed(diff_data, subject) | {"text/html": diff_html(subject), "text/plain": diff_text(subject)}


def _viewed(data: Callable[[Any], dict[str, Any]], subject: Plan | PlanDiff) -> dict[str, Any]:
    return {MIME: data(subject)} if options.interactive else {}


def _colour(data: dict[str, Any]) -> str:
    """What there is a figure for, time before all."""
    if data["kind"] == "diff":
        return "change"
    return "time" if data["timed"] else "pages" if data["whole"]["pages"] else "cost"
