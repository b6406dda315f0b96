"""Charts by matplotlib, as SVG text. The same values give the same bytes: a fixed hash salt
for the ids, no date, text as text (so that installed fonts don't matter).
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from workbench.render.options import options
from workbench.timing import MATTERS, Verdict
from workbench.trials import Trial

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Two tones that stay apart for colour-blind readers and on light and dark ground; the shapes differ, too (after Okabe-Ito).
BEFORE, AFTER = "#d55e00", "#1f8ecd"
# No ground of its own, and a grey that has a contrast of 4.5 on white and on black alike: the page may be either.
INK = "#777777"
STYLE: Any = {  # matplotlib's stubs list every key as a literal; a plain dict is none of them
    "svg.hashsalt": "workbench",
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": 9,
    "text.color": INK,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "axes.spines.top": False,
    "axes.spines.right": False,
}


# So many pairs are drawn at most; of more, every second, third, ... one: the picture is the same, and a tenth of the bytes.
_DRAWN = 200


def trial_figure(trial: Trial) -> Figure:
    """The timed runs in pairs, the ratio with its interval, and the pages that each side touched.

    In reproducible mode only the pages: they are the same on every machine, times are not.
    """
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context(STYLE):
        if options.reproducible:
            figure = Figure(figsize=(7.2, 1.4))
            _pages(figure.subplots(), trial)
        else:
            figure = Figure(figsize=(7.2, 3.9))
            runs, ratio, pages = figure.subplots(3, 1, height_ratios=(1.7, 0.55, 1))
            _runs(runs, trial)
            _ratio(ratio, trial.verdict)
            _pages(pages, trial)
        bottom = 0.22 if options.reproducible else 0.08
        figure.subplots_adjust(left=0.08, right=0.9, top=0.83 if options.reproducible else 0.94, bottom=bottom, hspace=0.95)
    return figure


def drawn_pairs(trial: Trial) -> str:
    """What a reader should know if not every pair is drawn; else ""."""
    step = _step(trial.verdict.pairs)
    return "" if step == 1 or options.reproducible else f"One pair in {step} is drawn; trial.to_frame() has all runs."


def trial_svg(trial: Trial) -> str:
    """`trial_figure` as SVG text."""
    import matplotlib as mpl

    sink = io.StringIO()
    with mpl.rc_context(STYLE):
        trial_figure(trial).savefig(sink, format="svg", metadata={"Date": None, "Creator": None})
    return sink.getvalue()


def _step(pairs: int) -> int:
    return -(-pairs // _DRAWN)


def _runs(axes: Axes, trial: Trial) -> None:
    """A dot a run, joined with the other run of its pair; a bar at the median. A logarithmic axis, since an index changes times
    by orders of magnitude."""
    from matplotlib.collections import LineCollection

    step = _step(trial.verdict.pairs)
    before, after = (side.runs.wall for side in (trial.before, trial.after))
    left, right = before.times_ms[::step], after.times_ms[::step]
    # Pairs drift upwards within the row in the order in which they were measured.
    rise = [-0.14 + 0.28 * i / max(len(left) - 1, 1) for i in range(len(left))]
    lines = [[(was, 1 + up), (now, up)] for was, now, up in zip(left, right, rise, strict=True)]
    axes.add_collection(LineCollection(lines, colors=INK, linewidths=0.5, alpha=0.25))
    for height, sample, shown, colour, shape in ((1, before, left, BEFORE, "o"), (0, after, right, AFTER, "D")):
        axes.scatter(shown, [height + up for up in rise], s=14, color=colour, marker=shape, alpha=0.6, linewidths=0)
        axes.plot([sample.median_ms] * 2, [height - 0.3, height + 0.3], color=colour, linewidth=2)
        axes.annotate(f"{sample.median_ms:.3g} ms", (sample.median_ms, height + 0.34), ha="center", va="bottom", color=INK)
    axes.set_xscale("log")
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
    axes.xaxis.set_minor_formatter(_few_minor(min(left + right), max(left + right), "{:g}"))
    axes.set_ylim(-0.5, 1.75)
    _rows(axes, "runs in pairs: milliseconds, logarithmic; the bar is the median")


def _few_minor(low: float, high: float, form: str) -> Any:
    """Labels between the powers of ten where there is hardly one of these on the axis."""
    from matplotlib.ticker import FuncFormatter, NullFormatter

    return FuncFormatter(lambda value, _: form.format(value)) if high < 4 * low else NullFormatter()


def _ratio(axes: Axes, verdict: Verdict) -> None:
    """The 95 % interval of the ratio as a line, its centre as a dot; the band is what doesn't matter."""
    axes.axvline(1, color=INK, linewidth=1)
    axes.axvspan(1 / MATTERS, MATTERS, color=INK, alpha=0.2, linewidth=0)
    interval = _ends(verdict)
    if interval:
        axes.plot(interval, [0, 0], color=INK, linewidth=3, solid_capstyle="butt")
    axes.plot([verdict.ratio], [0], "s", color=INK, markersize=6)
    axes.set_xscale("log")
    ends = [1 / 1.25, 1.25, verdict.ratio, *interval]
    axes.set_xlim(min(ends) / 1.08, max(ends) * 1.08)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}x")
    axes.xaxis.set_minor_formatter(_few_minor(min(ends), max(ends), "{:g}x"))
    axes.set_ylim(-1, 1)
    axes.set_yticks([])
    axes.set_title(
        f"before ÷ after: centre and 95 % interval; right of 1 is faster; the band ({MATTERS - 1:.0%}) doesn't matter",
        loc="left", fontsize=9, color=INK,
    )  # fmt: skip


def _ends(verdict: Verdict) -> list[float]:
    """The interval's; where runs were cut off it is open, and is drawn to the edge of the picture."""
    if verdict.low is None or verdict.high is None:
        return []
    return [verdict.low or verdict.ratio / 2, min(verdict.high, verdict.ratio * 2) if verdict.bound else verdict.high]


def _pages(axes: Axes, trial: Trial) -> None:
    for height, side, colour in ((1, trial.before, BEFORE), (0, trial.after, AFTER)):
        pages = side.plan.root.buffers.touched
        axes.barh(height, pages, color=colour, height=0.55)
        axes.annotate(f" {pages:,}", (pages, height), va="center", color=INK)
    axes.set_ylim(-0.6, 1.6)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    axes.xaxis.set_major_locator(_few_ticks())
    _rows(axes, "pages touched by one run (8 kB each)")


def _rows(axes: Axes, title: str) -> None:
    axes.set_yticks([1, 0], ["before", "after"])
    axes.tick_params(axis="y", length=0)
    axes.set_title(title, loc="left", fontsize=9, color=INK)


def _few_ticks() -> Any:
    from matplotlib.ticker import MaxNLocator

    return MaxNLocator(nbins=5, integer=True)
