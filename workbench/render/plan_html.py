"""A plan as static HTML: headline, findings, and the tree as a table. No script; readable wherever HTML is.

In reproducible mode only what the data determines is shown: shape, conditions, actual rows, pages touched.
"""

from __future__ import annotations

from markupsafe import Markup

from workbench.plan import Node, Plan
from workbench.render import options
from workbench.render.findings import findings_html
from workbench.render.html import bar, block, cell, code, element, fold, head, row, small, table
from workbench.render.numbers import count, duration, lines, pages, percent, size, times

# Deeper levels would leave no room for the text; their depth is then told in figures.
DEEPEST = 14
_STEP_PX = 18
# An error or a skew below a tenth of the figure changes no decision.
_TELLING = 0.1
# Nor does an error below a hundredth of the whole.
_WORTH = 0.01


def plan_html(plan: Plan) -> str:
    """The plan as one HTML element, escaped and without script."""
    title = element("div", headline(plan), style="padding:2px 4px")
    return block(title, findings_html(plan.findings), tree(plan), _unread(plan))


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


def tree(plan: Plan) -> Markup:
    """The nodes as a table, a row each, indented by depth."""
    columns = ["Node", "Time in the node itself", "Rows that came out", "Pages touched"]
    if not _times_shown(plan):
        columns.pop(1)
    rows = [_row(plan, node) for node in plan.nodes]
    drawn = table("Plan", head(*columns), *rows, *_outside(plan))
    return drawn + (small(legend(plan)) if legend(plan) else "")


def legend(plan: Plan) -> str:
    """What the sign ≈ means, where it is on screen."""
    shown = _times_shown(plan) and any(node.approximate for node in plan.nodes)
    return "≈ an estimate: several processes or readers share this time, and the plan holds their mean." if shown else ""


def _times_shown(plan: Plan) -> bool:
    return plan.timed and not options.reproducible


def place(node: Node) -> str:
    """What stands before a node's name: the branch, and the level where the indentation no longer tells it."""
    return ("└ " if node.depth else "") + (f"[level {node.depth}] " if node.depth > DEEPEST else "")


def _row(plan: Plan, node: Node) -> Markup:
    cells = [_node_cell(node)]
    if _times_shown(plan):
        cells.append(_time_cell(plan, node))
    return row(*cells, _rows_cell(plan, node), _pages_cell(node))


def _node_cell(node: Node) -> Markup:
    indent = min(node.depth, DEEPEST) * _STEP_PX
    disabled = small("disabled by a setting, and there was no other way") if node.disabled else ""
    name = f"{node.subplan_name}: " if node.subplan_name else ""
    details = [small(f"{key}: {value}") for key, value in node.conditions.items() if key != "CTE Name"]
    method = _sort_method(node)
    inner = element(
        "div", place(node), name, element("strong", node.label), disabled, *details, method, style=f"padding-left:{indent}px"
    )
    return cell(inner)


def _sort_method(node: Node) -> Markup | str:
    """How a sort went; the space it took is memory, which differs between machines, unless it went to disk."""
    if "Sort Method" not in node.other:
        return ""
    used = "" if options.reproducible else f", {size(node.other.get('Sort Space Used', 0) * 1024)}"
    return small(f"{node.other['Sort Method']}, {str(node.other.get('Sort Space Type', '')).lower()}{used}")


def _time_cell(plan: Plan, node: Node) -> Markup:
    if node.never_executed:
        return cell("never executed")
    share = node.exclusive_ms / plan.total_ms if plan.total_ms else 0.0
    about = "≈ " if node.approximate else ""
    notes = [f"{count(node.loops)} loops"] if node.loops > 1 else []
    # A figure of three digits says that they hold; where rounding over many loops leaves one open, that is said.
    if node.error_ms >= node.exclusive_ms * _TELLING and (node.approximate or node.error_ms >= _WORTH * plan.total_ms):
        notes.append(f"± {duration(node.error_ms)}")
    if node.skew >= 1 + _TELLING:
        notes.append(f"slowest process {times(node.skew)} the mean")
    details = [small(", ".join(notes))] if notes else []
    return cell(f"{about}{duration(node.exclusive_ms)} ({percent(share)})", bar(share), *details, nowrap=True)


def _rows_cell(plan: Plan, node: Node) -> Markup:
    planned = "" if options.reproducible else f"planned {count(node.rows_planned)}"
    if not plan.analyzed:
        return cell(planned, nowrap=True)
    if node.never_executed:
        return cell("never executed", nowrap=True)
    removed = small(f"threw {count(node.rows_removed)} away") if node.rows_removed else ""
    return cell(element("strong", count(node.rows)), removed, small(planned, _off(plan, node)), nowrap=True)


def _off(plan: Plan, node: Node) -> str:
    """Marked where the rule blames the node: one that a LIMIT stopped has not given all that it was planned for."""
    if not any(f.at == node.number and f.rule == "row-estimate-off" for f in plan.findings):
        return ""
    if options.reproducible:
        return "estimate 10x or more off"
    return f" ({times(node.estimate_factor)} {'fewer' if node.estimate_direction == 'over' else 'more'} came)"


def _pages_cell(node: Node) -> Markup:
    own, temp = node.exclusive_buffers, node.exclusive_buffers.temp_written
    lines = [pages(own.touched) if own.touched else "–"]
    read = own.shared_read + own.local_read
    if read and not options.reproducible:
        lines.append(f"{count(read)} of them read from disk or the system's cache")
    if temp:
        lines.append(f"{pages(temp)} written to temporary files")
    return cell(element("div", lines[0], style="white-space:nowrap"), *(small(line) for line in lines[1:]))


def _outside(plan: Plan) -> list[Markup]:
    """Time that no node explains is on lines of its own, not spread over others."""
    if not _times_shown(plan) or not plan.execution_ms:
        return []
    shares = [(part, part.time_ms / plan.execution_ms) for part in plan.outside]
    return [
        row(
            cell(element("em", f"outside of the nodes: {part.name}")),
            cell(f"{duration(part.time_ms)} ({percent(share)})", bar(share), nowrap=True),
            cell(),
            cell(),
        )
        for part, share in shares
    ]


def _unread(plan: Plan) -> Markup:
    """What the reader could not make sense of is in no figure; it is shown rather than lost."""
    if not plan.unread:
        return Markup("")
    return fold(f"{lines(len(plan.unread))} not understood", code("\n".join(plan.unread)))
