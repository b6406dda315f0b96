"""A plan's tree as a drawing for reports and slides: SVG text or a PNG picture, by matplotlib, on light ground.

What is folded stays folded, and of a very large plan the heaviest lines are drawn; the drawing says what it left out. The same
plan gives the same bytes.
"""

from __future__ import annotations

import io
import math
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workbench.plan import Plan
from workbench.render.columns import cut
from workbench.render.findings import SIGNS, ranked
from workbench.render.folding import Line, heaviest, lines, nodes_missing, seen, times_shown, weight
from workbench.render.numbers import count, duration, percent, rows
from workbench.render.plan_html import headline
from workbench.render.plan_table import left_out

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# More boxes can't be read on any slide. Three findings are what a glance takes in.
MOST, FINDINGS = 120, 3
# Points, of which SVG has 72 to the inch: a box, and the room between boxes. A character at most so wide, so that texts fit in
# whatever font the reader's machine draws them.
_WIDE, _HIGH, _GAP, _STEP, _EDGE, _LINE, _CHAR = 216.0, 74.0, 14.0, 38.0, 16.0, 15.0, 5.9
_INK, _DIM, _RULE, _GROUND, _WARM, _WAY = "#1b1f24", "#57606a", "#c4cad1", "#ffffff", "#de6314", "#9aa4b0"
_STYLE: Any = {
    "svg.hashsalt": "workbench",
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": 9.5,
    "text.color": _INK,
    "text.parse_math": False,  # a name may hold dollars
}


@dataclass(frozen=True)
class _Says:
    """What a box says: name, object, its own figure, rows, the finding's sign, what is hidden below, the share of the whole."""

    first: str
    second: str
    figure: str
    came: str
    sign: str
    hidden: str
    share: float


@dataclass(frozen=True)
class _Box:
    """A line, what it says, and the middle of its upper edge, in points, downwards from the root."""

    line: Line
    says: _Says
    x: float
    y: float


def plan_svg(plan: Plan) -> str:
    """The drawing as a standalone SVG document: text as text, no script, names escaped."""
    sink = io.StringIO()
    described = {"Title": _clean(f"Plan of {plan.root.label}"), "Date": None, "Creator": None}
    with _styled():
        _figure(plan).savefig(sink, format="svg", metadata=described)
    return sink.getvalue().replace("<svg ", '<svg role="img" ', 1)


def plan_png(plan: Plan, scale: float = 2) -> bytes:
    """The drawing as a PNG picture, `scale` pixels for a point of the SVG. Letters that matplotlib's font lacks are boxes."""
    sink = io.BytesIO()
    with _styled():
        _figure(plan).savefig(sink, format="png", dpi=72 * scale, metadata={"Software": None})
    return sink.getvalue()


@contextmanager
def _styled() -> Iterator[None]:
    import matplotlib as mpl

    with mpl.rc_context(_STYLE), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing", UserWarning)
        yield


def _figure(plan: Plan) -> Figure:
    from matplotlib.figure import Figure

    drawn = lines(plan)
    kept = heaviest(plan, seen(drawn), MOST)
    missing, whole, signs = nodes_missing(seen(drawn), kept), weight(plan)(drawn[0]), _signs(plan)
    says = {
        line.place: _says(plan, line, whole, signs.get(line.node.number, "") * (not line.group), missing.get(line.place, 0))
        for line in kept
    }
    boxes = _placed(kept, says)
    above, below = [headline(plan)], _below(plan, sum(missing.values()))
    width = max(max(box.x for box in boxes.values()) + _WIDE / 2, *(len(text) * _CHAR for text in above + below))
    top = max(box.y for box in boxes.values()) + _HIGH + 20
    figure = Figure(figsize=((width + 2 * _EDGE) / 72, (top + (len(below) + 1.5) * _LINE + 2 * _EDGE) / 72), facecolor=_GROUND)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(-_EDGE, width + _EDGE)
    axes.set_ylim(top + len(below) * _LINE + _EDGE, -1.5 * _LINE - _EDGE)
    _texts(axes, above, -1.2 * _LINE)
    for box in boxes.values():
        if box.line.parent is not None:
            _way(axes, boxes[box.line.parent], box)
    for box in boxes.values():
        _box(axes, box)
    _texts(axes, below, top)
    return figure


def _placed(kept: Sequence[Line], says: Mapping[int, _Says]) -> dict[int, _Box]:
    """Leaves side by side, each parent in the middle over its first and last child; by place."""
    below: dict[int, list[int]] = {line.place: [] for line in kept}
    for line in kept:
        if line.parent is not None:
            below[line.parent].append(line.place)
    leaves = [line.place for line in kept if not below[line.place]]
    x = {place: _WIDE / 2 + i * (_WIDE + _GAP) for i, place in enumerate(leaves)}
    for line in reversed(kept):
        if below[line.place]:
            x[line.place] = (x[below[line.place][0]] + x[below[line.place][-1]]) / 2
    return {line.place: _Box(line, says[line.place], x[line.place], line.depth * (_HIGH + _STEP)) for line in kept}


def _below(plan: Plan, missing: int) -> list[str]:
    """The findings that matter most, and what the drawing lacks."""
    found = [f"{SIGNS[finding.severity][0]}: {cut(finding.title, 110)}" for finding in ranked(plan.findings)[:FINDINGS]]
    return [_clean(text) for text in [*found, left_out(missing)] if text]


def _texts(axes: Axes, texts: Sequence[str], y: float) -> None:
    for i, text in enumerate(texts):
        axes.text(0, y + i * _LINE, text, va="top")


def _way(axes: Axes, up: _Box, down: _Box) -> None:
    """From a child to its parent, as wide as the rows that flow (logarithmic)."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    y1, y2 = up.y + _HIGH, down.y
    middle = (y1 + y2) / 2
    path = Path([(up.x, y1), (up.x, middle), (down.x, middle), (down.x, y2)], [Path.MOVETO, *[Path.CURVE4] * 3])
    flow = down.line.rows or down.line.rows_planned
    axes.add_patch(PathPatch(path, facecolor="none", edgecolor=_WAY, linewidth=min(1 + 1.5 * math.log10(1 + flow), 12)))


def _box(axes: Axes, box: _Box) -> None:
    from matplotlib.patches import FancyBboxPatch

    left, right, says, room = box.x - _WIDE / 2 + 8, box.x + _WIDE / 2 - 8, box.says, int((_WIDE - 16) / _CHAR)
    round_ = "round,pad=0,rounding_size=5"
    warm = (0.87, 0.388, 0.078, 0.06 + 0.44 * says.share**0.7) if says.share else _GROUND
    for face, edge in ((_GROUND, _GROUND), (warm, _RULE)):
        axes.add_patch(FancyBboxPatch((left - 8, box.y), _WIDE, _HIGH, boxstyle=round_, facecolor=face, edgecolor=edge))
    axes.text(left, box.y + 9, cut(says.first, room - 4), va="top", weight="bold")
    axes.text(right, box.y + 9, says.sign, va="top", ha="right", weight="bold")
    axes.text(left, box.y + 27, cut(says.second, room), va="top", color=_DIM)
    axes.text(left, box.y + 45, cut(says.figure, room - len(says.came) - 1), va="top")
    axes.text(right, box.y + 45, cut(says.came, room), va="top", ha="right", color=_DIM)
    axes.text(box.x, box.y + _HIGH + 5, says.hidden, va="top", ha="center", color=_DIM, fontsize=8.5)
    if says.share:
        axes.plot([left, left + (_WIDE - 16) * says.share], [box.y + _HIGH - 7] * 2, color=_WARM, linewidth=3)


def _says(plan: Plan, line: Line, whole: float, sign: str, missing: int) -> _Says:
    """A line's texts. Its figure is its own, or, where it is closed, the sum with all below."""
    share, figure = _weighed(plan, line, whole)
    first, second = _halves(line)
    came = rows(line.rows) if plan.analyzed else f"planned {count(line.rows_planned)}"
    inside = line.size - (0 if line.group else 1) if line.closed else 0
    notes = [f"+ {count(inside)} {line.closed}" if inside else "", f"+ {count(missing)} left out" if missing else ""]
    hidden = " · ".join(note for note in notes if note)
    return _Says(first, second, figure, "" if line.node.never_executed else came, sign, hidden, share)


def _weighed(plan: Plan, line: Line, whole: float) -> tuple[float, str]:
    """The share of the whole, and the figure in words."""
    if plan.analyzed and line.node.never_executed:
        return 0.0, "never executed"
    if times_shown(plan):
        share = min(line.shown_ms / max(plan.total_ms, whole), 1.0) if whole else 0.0
        about = "≈ " if line.node.approximate and not line.closed else ""
        return share, f"{about}{duration(line.shown_ms)} ({percent(share)})"
    if plan.analyzed:
        touched = line.shown_pages
        return min(touched / whole, 1.0) if whole else 0.0, f"{count(touched)} page{'' if touched == 1 else 's'}"
    cost = line.shown_cost
    return min(cost / whole, 1.0) if whole else 0.0, f"cost {cost:,.0f}" if cost >= 100 else f"cost {cost:,.2f}"


def _signs(plan: Plan) -> dict[int | None, str]:
    """By node, the sign of its first finding."""
    return {finding.at: SIGNS[finding.severity][0].split()[0] for finding in reversed(ranked(plan.findings))}


def _halves(line: Line) -> tuple[str, str]:
    """`Seq Scan on orders o` in two: what it does, and with what; where there is nothing else, under which condition."""
    first, preposition, rest = re.fullmatch(r"(.*?)(?: (on |using )(.*))?", _clean(line.label), re.DOTALL).groups("")  # type: ignore[union-attr]
    node, rest = line.node, preposition + rest
    if line.group:
        return first, rest
    condition = next((f"{name}: {text}" for name, text in node.conditions.items()), "")
    return first, _clean(": ".join(text for text in (node.subplan_name, rest or condition) if text))


def _clean(text: str) -> str:
    """On one line, without characters that XML forbids or that turn a line's direction."""
    return "".join(char if char.isprintable() else " " for char in text)
