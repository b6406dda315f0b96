"""What the planner promises of a statement under candidates, as HTML and text. Everything here is an estimate and says so."""

from __future__ import annotations

from workbench.indexes import Promise
from workbench.render.html import block, element, small
from workbench.render.numbers import size
from workbench.render.options import options
from workbench.render.plan_diff import diff_table, diff_text

_NOTHING = "Tick a candidate, or type one, to see what the planner would do with it."
# Below this ratio nobody would see a difference, and the planner's own figures are no better.
_MATTERS = 1.03


def offer_text(before: float, after: float, bytes_on_disk: int) -> str:
    """What the planner promises of one candidate alone."""
    if options.reproducible:
        return "the planner would use it"
    return f"alone: {_gain(before, after)}, {size(bytes_on_disk)} (estimates)"


def promise_html(promise: Promise) -> str:
    """The sentence first, then both plans as one tree."""
    if not promise.sizes:
        return block(element("div", _NOTHING, style="padding:4px"))
    title = element("strong", _sentence(promise), style="font-size:14px")
    return block(element("div", title, style="padding:4px"), small(_means(promise)), diff_table(promise.diff))


def promise_text(promise: Promise) -> str:
    """The same, a line a node."""
    return "\n".join([f"Promised: {_sentence(promise)}", _means(promise), diff_text(promise.diff)])


def _sentence(promise: Promise) -> str:
    if not promise.used:
        return "The planner wouldn't use it." if len(promise.sizes) == 1 else "The planner wouldn't use any of them."
    idle = len(promise.sizes) - len(promise.used)
    left = f"; {idle} of them unused" if idle else ""
    if options.reproducible:
        return f"The planner would use {len(promise.used)} of {len(promise.sizes)}{left}."
    before, after = promise.cost
    return f"Planned cost {before:,.0f} → {after:,.0f}: {_gain(before, after)} for {size(promise.size_bytes)}{left}."


def _gain(before: float, after: float) -> str:
    ratio = before / after if after else 1.0
    return f"{ratio:,.3g} times cheaper" if ratio > _MATTERS else "hardly any cheaper"


def _means(promise: Promise) -> str:
    figures = "" if options.reproducible else " costs are the planner's units and sizes are estimates;"
    means = f"A promise:{figures} nothing was built and nothing was run. Prove it to know."
    return " ".join([means, *promise.notes])
