"""Charts by matplotlib, as SVG text. The same values give the same bytes: a fixed hash salt
for the ids, no date, text as text (so that installed fonts don't matter).
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from workbench.indexes import Trial
from workbench.render.options import options

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Two tones that stay apart for colour-blind readers and on light and dark ground; the shapes differ, too (after Okabe-Ito).
BEFORE, AFTER = "#d55e00", "#1f8ecd"
# No ground of its own, and a grey that has a contrast of 4.5 on white and on black alike: the page may be either.
_INK = "#777777"
_STYLE: Any = {  # matplotlib's stubs list every key as a literal; a plain dict is none of them
    "svg.hashsalt": "workbench",
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": 9,
    "text.color": _INK,
    "axes.edgecolor": _INK,
    "axes.labelcolor": _INK,
    "xtick.color": _INK,
    "ytick.color": _INK,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "axes.spines.top": False,
    "axes.spines.right": False,
}


def trial_figure(trial: Trial) -> Figure:
    """Every timed run before and after, and the pages that each side touched.

    In reproducible mode only the pages: they are the same on every machine, times are not.
    """
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context(_STYLE):
        if options.reproducible:
            figure = Figure(figsize=(7.2, 1.4))
            _pages(figure.subplots(), trial)
        else:
            figure = Figure(figsize=(7.2, 2.9))
            runs, pages = figure.subplots(2, 1, height_ratios=(1.6, 1))
            _runs(runs, trial)
            _pages(pages, trial)
        bottom = 0.22 if options.reproducible else 0.1
        figure.subplots_adjust(left=0.08, right=0.9, top=0.83 if options.reproducible else 0.92, bottom=bottom, hspace=0.75)
    return figure


def trial_svg(trial: Trial) -> str:
    """`trial_figure` as SVG text."""
    import matplotlib as mpl

    sink = io.StringIO()
    with mpl.rc_context(_STYLE):
        trial_figure(trial).savefig(sink, format="svg", metadata={"Date": None, "Creator": None})
    return sink.getvalue()


def _runs(axes: Axes, trial: Trial) -> None:
    """A dot a run, a bar at the median. A logarithmic axis, since an index changes times by orders of magnitude."""
    for height, sample, colour, shape in (
        (1, trial.before.sample, BEFORE, "o"),
        (0, trial.after.sample, AFTER, "D"),
    ):
        # Runs drift upwards within the row in the order in which they were measured.
        steps = [height - 0.18 + 0.36 * i / max(sample.runs - 1, 1) for i in range(sample.runs)]
        axes.scatter(sample.times_ms, steps, s=16, color=colour, marker=shape, alpha=0.6, linewidths=0)
        axes.plot([sample.median_ms] * 2, [height - 0.33, height + 0.33], color=colour, linewidth=2)
        axes.annotate(f"{sample.median_ms:.3g} ms", (sample.median_ms, height + 0.36), ha="center", va="bottom", color=_INK)
    axes.set_xscale("log")
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
    axes.set_ylim(-0.55, 1.75)
    _rows(axes, "every run: milliseconds, logarithmic; the line is the median")


def _pages(axes: Axes, trial: Trial) -> None:
    for height, side, colour in ((1, trial.before, BEFORE), (0, trial.after, AFTER)):
        pages = side.plan.root.buffers.touched
        axes.barh(height, pages, color=colour, height=0.55)
        axes.annotate(f" {pages:,}", (pages, height), va="center", color=_INK)
    axes.set_ylim(-0.6, 1.6)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    axes.xaxis.set_major_locator(_few_ticks())
    _rows(axes, "pages touched by one run (8 kB each)")


def _rows(axes: Axes, title: str) -> None:
    axes.set_yticks([1, 0], ["before", "after"])
    axes.tick_params(axis="y", length=0)
    axes.set_title(title, loc="left", fontsize=9, color=_INK)


def _few_ticks() -> Any:
    from matplotlib.ticker import MaxNLocator

    return MaxNLocator(nbins=5, integer=True)
