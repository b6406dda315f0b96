"""The chart of a workload's trial: a line a statement, from its median before to its median after."""

from __future__ import annotations

import io

from workbench.render.chart import AFTER, BEFORE, INK, STYLE
from workbench.trials import WorkloadTrial

# So many characters of a statement's name stand beside its line.
_NAMED = 44


def workload_svg(trial: WorkloadTrial) -> str:
    """Medians before and after of each statement that was measured, as SVG text."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    lines = [line for line in trial.lines if line.verdict is not None][::-1]
    sink = io.StringIO()
    with mpl.rc_context(STYLE):
        height = 0.9 + 0.27 * len(lines)
        figure = Figure(figsize=(7.2, height))
        axes = figure.subplots()
        for place, line in enumerate(lines):
            was, now = line.before.runs.wall.median_ms, line.after.runs.wall.median_ms
            axes.plot([was, now], [place, place], color=INK, linewidth=1, alpha=0.5, zorder=0)
            axes.scatter([was], [place], s=26, color=BEFORE, marker="o", label="before" if place == 0 else None)
            axes.scatter([now], [place], s=26, color=AFTER, marker="D", label="after" if place == 0 else None)
        axes.set_xscale("log")
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
        axes.set_ylim(-0.6, len(lines) - 0.4)
        axes.set_yticks(range(len(lines)), [_short(line.case.label) for line in lines])
        axes.tick_params(axis="y", length=0)
        axes.set_title("medians: milliseconds, logarithmic", loc="left", fontsize=9, color=INK)
        axes.legend(loc="lower right", bbox_to_anchor=(1.02, 0.98), ncols=2, frameon=False, fontsize=8)
        figure.subplots_adjust(left=0.42, right=0.97, top=1 - 0.35 / height, bottom=0.3 / height)
        figure.savefig(sink, format="svg", metadata={"Date": None, "Creator": None})
    return sink.getvalue()


def _short(text: str) -> str:
    return text if len(text) <= _NAMED else f"{text[: _NAMED - 1]}…"
