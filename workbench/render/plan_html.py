"""A plan as static HTML: headline, findings, and the tree as a table. No script; readable wherever HTML is."""

from __future__ import annotations

from markupsafe import Markup

from workbench.plan import Plan
from workbench.render.columns import cut
from workbench.render.findings import findings_html
from workbench.render.html import block, code, element, fold
from workbench.render.numbers import duration, lines
from workbench.render.options import options
from workbench.render.plan_table import LONG, MOST, tree

# A notebook with some dozens of plans stays one that can be mailed and put into git.
MOST_BYTES = 300_000
_UNREAD = 100


def plan_html(plan: Plan) -> str:
    """The plan as one HTML element, escaped and without script; of a large plan the lines that count, under 300 kB."""
    title = element("div", headline(plan), style="padding:2px 4px")
    found, unread = findings_html(plan.findings), _unread(plan)
    rows = MOST
    while True:
        drawn = block(title, found, tree(plan, rows), unread)
        if rows == 1 or len(drawn.encode(errors="replace")) < MOST_BYTES:
            return drawn
        rows //= 2


def headline(plan: Plan) -> str:
    """One line: what ran how long, and that nothing was changed."""
    facts = []
    if not plan.analyzed:
        facts.append("planned, not executed")
    elif options.reproducible:
        facts.append("times left out (reproducible mode)")
    else:
        facts += [f"executed in {duration(plan.execution_ms)}" if plan.execution_ms is not None else ""]
        facts += [f"planned in {duration(plan.planning_ms)}" if plan.planning_ms is not None else ""]
    if plan.rolled_back:
        facts.append("ran in a transaction that was rolled back")
    if plan.unread:
        facts.append(f"{lines(len(plan.unread))} not understood")
    return " · ".join(fact for fact in facts if fact)


def _unread(plan: Plan) -> Markup:
    """What the reader could not make sense of is in no figure; it is shown rather than lost."""
    if not plan.unread:
        return Markup("")
    shown = [cut(line, LONG) for line in plan.unread[:_UNREAD]]
    return fold(f"{lines(len(plan.unread))} not understood", code("\n".join(shown)))
