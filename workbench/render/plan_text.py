"""A plan as text: the same facts as the HTML, aligned. For terminals, diffs, screen readers and nbval."""

from __future__ import annotations

from workbench.plan import Node, Plan
from workbench.render import options
from workbench.render.columns import aligned
from workbench.render.findings import findings_text
from workbench.render.numbers import count, duration, rows
from workbench.render.plan_html import DEEPEST, headline, legend, place


def plan_text(plan: Plan, width: int | None = None) -> str:
    """Headline, findings, and a line a node; with a width, labels are cut to fit a terminal."""
    table = aligned((_line(plan, node) for node in plan.nodes), width)
    unread = [f"not understood: {line}" for line in plan.unread]
    return "\n".join([f"Plan: {headline(plan)}", *findings_text(plan.findings), *table, *filter(None, [legend(plan)]), *unread])


def _line(plan: Plan, node: Node) -> tuple[str, str, str, str]:
    name = f"{node.subplan_name}: " if node.subplan_name else ""
    label = f"{'  ' * min(node.depth, DEEPEST)}{place(node)}{name}{node.label}"
    if not plan.analyzed:
        return label, "" if options.reproducible else f"planned {rows(node.rows_planned)}", "", ""
    if node.never_executed:
        return label, "never executed", "", ""
    came = rows(node.rows) + (f", threw {count(node.rows_removed)} away" if node.rows_removed else "")
    time = "" if options.reproducible or not plan.timed else f"{'≈' if node.approximate else ''}{duration(node.exclusive_ms)}"
    touched = f"{count(node.exclusive_buffers.touched)} pages" if node.exclusive_buffers.touched else ""
    return label, came, touched, time
