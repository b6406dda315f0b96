"""What a plan spent, per table, index and node type, as text. The sums are made in plan/frame.py."""

from __future__ import annotations

from workbench.plan import Plan
from workbench.render.columns import aligned
from workbench.render.folding import times_shown
from workbench.render.numbers import count, duration, percent


def totals_text(plan: Plan, width: int | None = None) -> str:
    """One table for all three, the most time first; the nodes' own figures, so that within one part none counts twice."""
    sums = plan.totals()
    timed = times_shown(plan)
    lines = [("Totals", "nodes", *(("time", "share") if timed else ()), *(("rows", "pages touched") if plan.analyzed else ()))]
    for per, group in sums.groupby("per", sort=False):
        lines.append((f"per {per}", *("" for _ in lines[0][1:])))
        for line in group.to_dict("records"):
            times = (duration(line["exclusive_ms"]), percent(line["share"])) if timed else ()
            ran = (count(line["rows"]), count(line["pages_touched"])) if plan.analyzed else ()
            lines.append((f"  {line['name']}", count(line["nodes"]), *times, *ran))
    return "\n".join(aligned(lines, width))
