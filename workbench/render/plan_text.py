"""A plan as text: the same facts as the HTML, aligned. For terminals, diffs, screen readers and nbval."""

from __future__ import annotations

from workbench.plan import Plan
from workbench.render.columns import aligned, cut
from workbench.render.findings import findings_text
from workbench.render.folding import Line, heaviest, lines, nodes_missing, seen, times_shown
from workbench.render.numbers import count, duration, rows
from workbench.render.options import options
from workbench.render.plan_html import headline
from workbench.render.plan_table import DEEPEST, LONG, MOST, folded, left_out, legend, place, title


def plan_text(plan: Plan, width: int | None = None) -> str:
    """Headline, findings, and a line a node, those closed that hardly count; with a width, labels are cut to fit a terminal."""
    drawn = seen(lines(plan))
    kept = heaviest(plan, drawn, MOST)
    missing = sum(nodes_missing(drawn, kept).values())
    table = aligned((_line(plan, line) for line in kept), width)
    unread = [f"not understood: {cut(line, LONG)}" for line in plan.unread]
    notes = filter(None, [legend(plan), left_out(missing)])
    return "\n".join([f"Plan: {headline(plan)}", *findings_text(plan.findings), *table, *notes, *unread])


def _line(plan: Plan, line: Line) -> tuple[str, str, str, str]:
    node = line.node
    label = f"{'  ' * min(line.depth, DEEPEST)}{place(line)}{title(line)}" + (f" ({folded(line)})" if line.closed else "")
    if not plan.analyzed:
        return label, "" if options.reproducible else f"planned {rows(line.rows_planned)}", "", ""
    if node.never_executed:
        return label, "never executed", "", ""
    came = rows(line.rows) + (f", threw {count(line.rows_removed)} away" if line.rows_removed else "")
    touched = line.shown_pages
    time = f"{'≈' if node.approximate and not line.closed else ''}{duration(line.shown_ms)}" if times_shown(plan) else ""
    return label, came, f"{count(touched)} pages" if touched else "", time
