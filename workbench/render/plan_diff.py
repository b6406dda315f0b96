"""What changed between two plans, as HTML and as text: the sentence first, then both plans as one tree."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

from workbench.plan import Change, Node, PlanDiff
from workbench.plan.align import role, target
from workbench.render.columns import aligned
from workbench.render.html import block, cell, element, head, row, small, table
from workbench.render.numbers import count, duration
from workbench.render.options import options
from workbench.render.plan_table import DEEPEST

_STEP_PX = 18
_WORDS = {"same": "", "changed": "~ changed", "appeared": "+ new", "vanished": "− gone"}
_COLOURS = {"same": "", "changed": "#e0a030", "appeared": "#4a90d9", "vanished": "#888888"}

# Heading, the figure of a node as text, and whether there is one in these plans.
_Column = tuple[str, Callable[[Node], str], Callable[[PlanDiff], bool]]
_COLUMNS: tuple[_Column, ...] = (
    ("Time in the node itself", lambda node: duration(node.exclusive_ms), lambda diff: _timed(diff)),
    ("Rows that came out", lambda node: count(node.rows), lambda diff: _analyzed(diff)),
    ("Rows thrown away", lambda node: count(node.rows_removed), lambda diff: _analyzed(diff)),
    ("Pages touched", lambda node: count(node.exclusive_buffers.touched), lambda diff: _analyzed(diff)),
    ("Rows planned", lambda node: count(node.rows_planned), lambda diff: _promised(diff)),
    ("Planner's cost (an estimate)", lambda node: f"{node.total_cost:,.2f}", lambda diff: _promised(diff)),
)


def diff_html(diff: PlanDiff) -> str:
    """The diff as one HTML element, escaped and without script."""
    title = element("div", element("strong", headline(diff)), style="padding:2px 4px;font-size:14px")
    return block(title, small(executions(diff)), diff_table(diff))


def diff_table(diff: PlanDiff) -> Markup:
    """Both plans as one tree, a row a node."""
    columns = _shown(diff)
    rows = [_row(change, columns) for change in diff.changes]
    return table("What changed, before → after", head("Node", *(name for name, _ in columns), right=len(columns)), *rows)


def diff_text(diff: PlanDiff, width: int | None = None) -> str:
    """The sentence, and a line a node: the node, what happened, its figures before -> after."""
    columns = _shown(diff)
    heading = ("Node", "", *(name for name, _ in columns))
    drawn = aligned([heading, *(_line(change, columns) for change in diff.changes)], width)
    return "\n".join([f"Diff: {headline(diff)}", *filter(None, [executions(diff)]), *drawn])


def _shown(diff: PlanDiff) -> list[tuple[str, Callable[[Node], str]]]:
    return [(name, figure) for name, figure, there in _COLUMNS if there(diff)]


def _timed(diff: PlanDiff) -> bool:
    return diff.before.timed and diff.after.timed and not options.reproducible


def _promised(diff: PlanDiff) -> bool:
    """Only planned; the planner's figures come from a random sample."""
    return not _analyzed(diff) and not options.reproducible


def headline(diff: PlanDiff) -> str:
    """The sentence; in reproducible mode without the planner's cost."""
    parts = diff.summary.split("; ")
    kept = [part for part in parts if not (options.reproducible and part.startswith("estimated cost "))]
    return "; ".join(kept) or "the same plan"


def _analyzed(diff: PlanDiff) -> bool:
    return diff.before.analyzed and diff.after.analyzed


def executions(diff: PlanDiff) -> str:
    """The statement's times: single runs, which prove nothing by themselves."""
    was, now = diff.before.execution_ms, diff.after.execution_ms
    if was is None or now is None or options.reproducible:
        return ""
    return f"executed in {duration(was)} → {duration(now)}, one run each; a trial measures whether that is more than noise"


def _pair(change: Change, figure: Callable[[Node], str]) -> str:
    was = figure(change.before) if change.before else "–"
    now = figure(change.after) if change.after else "–"
    return was if was == now else f"{was} → {now}"


def _name(change: Change) -> str:
    """The node as plans name it; where it changed, how it works before and after."""
    node = change.node
    name = f"{node.subplan_name}: " if node.subplan_name else ""
    if change.what != "changed":
        return f"{name}{node.label}"
    on = f" on {target(node)}" if target(node) and role(node) == "scan" else ""
    return f"{name}{change.words}{on}"


def _row(change: Change, columns: list[tuple[str, Callable[[Node], str]]]) -> Markup:
    word, colour = _WORDS[change.what], _COLOURS[change.what]
    indent = min(change.depth, DEEPEST) * _STEP_PX
    edge = f"border-left:4px solid {colour or 'transparent'};padding-left:{indent + 6}px"
    sign = small(element("em", word)) if word else ""
    label = element("s" if change.what == "vanished" else "span", _name(change))
    cells = [cell(element("div", "└ " if change.depth else "", label, sign, style=edge))]
    return row(*cells, *(cell(_pair(change, figure), align="right", nowrap=True) for _, figure in columns))


def _line(change: Change, columns: list[tuple[str, Callable[[Node], str]]]) -> tuple[str, ...]:
    indent = "  " * min(change.depth, DEEPEST) + ("└ " if change.depth else "")
    return (f"{indent}{_name(change)}", _WORDS[change.what], *(_pair(change, figure) for _, figure in columns))
