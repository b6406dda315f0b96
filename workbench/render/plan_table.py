"""A plan's nodes as a static table, a row a line: figures in columns, what is closed folded below its row.

In reproducible mode only what the data determines is shown: shape, conditions, actual rows, pages touched.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from workbench.plan import Node, Plan
from workbench.render.columns import cut
from workbench.render.folding import Line, heaviest, lines, nodes_missing, seen, times_shown
from workbench.render.html import bar, cell, code, element, fold, head, row, small, table
from workbench.render.numbers import count, duration, pages, percent, size, times
from workbench.render.options import options

# Deeper levels would leave no room for the text; their depth is then told in figures.
DEEPEST = 14
# Rows of the table: more would not be read, and a row takes about a kilobyte. Rows listed below a closed line.
MOST, LISTED = 250, 20
# A longer condition is folded away, and one of this many characters was made by a program: its beginning tells which.
LONG, LONGEST = 300, 4_000
_STEP_PX = 18
# An error or a skew below a tenth of the figure changes no decision.
_TELLING = 0.1
# Nor does an error below a hundredth of the whole.
_WORTH = 0.01


def tree(plan: Plan, most: int = MOST) -> Markup:
    """The lines as a table, indented by depth, and below it what the signs mean and what was left out."""
    columns = ["Node", "Time in the node itself", "Rows that came out", "Pages touched"]
    if not times_shown(plan):
        columns.pop(1)
    drawn = lines(plan)
    open_ = seen(drawn)
    kept = heaviest(plan, open_, most)
    missing = nodes_missing(open_, kept)
    table_ = _Table(plan, len(columns))
    rows = [part for line in kept for part in table_.rows(drawn, line, missing.get(line.place, 0))]
    shown = table("Plan", head(*columns), *rows, *_outside(plan))
    notes = [legend(plan), left_out(sum(missing.values()))]
    return shown + Markup("").join(small(note) for note in notes if note)


def legend(plan: Plan) -> str:
    """What the sign ≈ means, where it is on screen."""
    shown = times_shown(plan) and any(node.approximate for node in plan.nodes)
    return "≈ an estimate: several processes or readers share this time, and the plan holds their mean." if shown else ""


def left_out(nodes: int) -> str:
    """That nodes were left out, and where they are."""
    return f"{count(nodes)} nodes, the lightest, are left out here; plan.to_frame() has all." if nodes else ""


def place(line: Line) -> str:
    """What stands before a name: the branch, and the level where the indentation no longer tells it."""
    return ("└ " if line.depth else "") + (f"[level {line.depth}] " if line.depth > DEEPEST else "")


def title(line: Line) -> str:
    """The line's name, after that of the sub-plan which it makes."""
    named = "" if line.group or not line.node.subplan_name else f"{line.node.subplan_name}: "
    return f"{named}{cut(line.label, LONG)}"


def folded(line: Line) -> str:
    """What is closed below a line, and why; "" where nothing is."""
    return f"{count(line.size)} nodes, {line.closed}" if line.closed else ""


class _Table:
    """The rows of one plan; holds what every row needs to know."""

    def __init__(self, plan: Plan, width: int) -> None:
        self.plan = plan
        self.width = width
        self.timed = times_shown(plan)
        self.off = {f.at for f in plan.findings if f.rule == "row-estimate-off"}

    def rows(self, drawn: Sequence[Line], line: Line, missing: int = 0) -> list[Markup]:
        """A line's row, and below it what it holds closed."""
        rows = [self._row(line, missing)]
        if line.closed:
            below = drawn[line.place + 1 : line.end][:LISTED]
            listed = [self._row(each) for each in below]
            rest = line.end - line.place - 1 - len(below)
            more = small(f"and {count(rest)} more; plan.to_frame() has all") if rest else ""
            inner = element("table", element("tbody", *listed), style="border-collapse:collapse;font-size:13px")
            indent = f"padding-left:{_indent(line.depth + 1)}px"
            rows.append(
                row(cell(element("div", fold("show them", inner, more), style=indent), colspan=str(self.width)), line=False)
            )
        return rows

    def _row(self, line: Line, missing: int = 0) -> Markup:
        cells = [_name_cell(line, missing)]
        if self.timed:
            cells.append(self._time_cell(line))
        return row(*cells, self._rows_cell(line), _pages_cell(line))

    def _time_cell(self, line: Line) -> Markup:
        node = line.node
        if node.never_executed:
            return cell("never executed")
        own = line.shown_ms
        share = own / self.plan.total_ms if self.plan.total_ms else 0.0
        about = "≈ " if node.approximate and not line.closed else ""
        notes = ["" if line.closed else ", ".join(self._notes(node)), "all of them together" if line.closed else ""]
        return cell(f"{about}{duration(own)} ({percent(share)})", bar(share), *(small(n) for n in notes if n), nowrap=True)

    def _notes(self, node: Node) -> list[str]:
        notes = [f"{count(node.loops)} loops"] if node.loops > 1 else []
        # A figure of three digits says that they hold; where rounding over many loops leaves one open, that is said.
        if node.error_ms >= node.exclusive_ms * _TELLING and (node.approximate or node.error_ms >= _WORTH * self.plan.total_ms):
            notes.append(f"± {duration(node.error_ms)}")
        if node.skew >= 1 + _TELLING:
            notes.append(f"slowest process {times(node.skew)} the mean")
        return notes

    def _rows_cell(self, line: Line) -> Markup:
        planned = "" if options.reproducible else f"planned {count(line.rows_planned)}"
        if not self.plan.analyzed:
            return cell(planned, nowrap=True)
        if line.node.never_executed:
            return cell("never executed", nowrap=True)
        thrown = line.rows_removed
        removed = small(f"threw {count(thrown)} away") if thrown else ""
        off = "" if line.group else self._off(line.node)
        return cell(element("strong", count(line.rows)), removed, small(planned, off), nowrap=True)

    def _off(self, node: Node) -> str:
        """Marked where the rule blames the node: one that a LIMIT stopped has not given all that it was planned for."""
        if node.number not in self.off:
            return ""
        if options.reproducible:
            return "estimate 10x or more off"
        return f" ({times(node.estimate_factor)} {'fewer' if node.estimate_direction == 'over' else 'more'} came)"


def _indent(depth: int) -> int:
    return min(depth, DEEPEST) * _STEP_PX


def _name_cell(line: Line, missing: int) -> Markup:
    node = line.node
    disabled = small("disabled by a setting, and there was no other way") if node.disabled and not line.group else ""
    details = [] if line.group else [_condition(key, text) for key, text in node.conditions.items() if key != "CTE Name"]
    method = "" if line.group else _sort_method(node)
    closed = small(folded(line)) if line.closed else ""
    below = small(f"and {count(missing)} nodes below, left out") if missing else ""
    named, _, label = title(line).rpartition(": ") if not line.group and node.subplan_name else ("", "", title(line))
    inner = element(
        "div", place(line), f"{named}: " if named else "", element("strong", label), closed, disabled, *details, method, below,
        style=f"padding-left:{_indent(line.depth)}px",
    )  # fmt: skip
    return cell(inner)


def _condition(key: str, text: str) -> Markup:
    if len(text) <= LONG:
        return small(f"{key}: {text}")
    return element("div", fold(f"{key}: {cut(text, LONG // 2)}", code(cut(text, LONGEST))), style="font-size:11px")


def _sort_method(node: Node) -> Markup | str:
    """How a sort went; the space it took is memory, which differs between machines, unless it went to disk."""
    if "Sort Method" not in node.other:
        return ""
    used = "" if options.reproducible else f", {size(node.other.get('Sort Space Used', 0) * 1024)}"
    return small(f"{node.other['Sort Method']}, {str(node.other.get('Sort Space Type', '')).lower()}{used}")


def _pages_cell(line: Line) -> Markup:
    own, temp = line.node.exclusive_buffers, line.node.exclusive_buffers.temp_written
    touched = line.shown_pages
    notes = []
    read = own.shared_read + own.local_read
    if read and not line.closed and not options.reproducible:
        notes.append(f"{count(read)} of them read from disk or the system's cache")
    if temp and not line.closed:
        notes.append(f"{pages(temp)} written to temporary files")
    first = element("div", pages(touched) if touched else "–", style="white-space:nowrap")
    return cell(first, *(small(note) for note in notes))


def _outside(plan: Plan) -> list[Markup]:
    """Time that no node explains is on lines of its own, not spread over others."""
    if not times_shown(plan) or not plan.execution_ms:
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
