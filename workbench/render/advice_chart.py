"""The chart of advice: what the workload costs, in percent, against the megabytes of its indexes."""

from __future__ import annotations

import io

from workbench.advice import Advice
from workbench.render.chart import AFTER, BEFORE, INK, STYLE

_MB = 1024**2


def curve_svg(advice: Advice) -> str:
    """The curve as steps (each set of indexes holds until the next one fits), and what was chosen on it, as SVG text."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    sizes = [state.size_bytes / _MB for state in advice.curve]
    shares = [100 * state.total / advice.before for state in advice.curve]
    chosen = advice.curve.index(advice.promised) if advice.promised in advice.curve else 0
    sink = io.StringIO()
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(7.2, 2.3))
        axes = figure.subplots()
        axes.step([*sizes, sizes[-1] * 1.08 + 0.1], [*shares, shares[-1]], where="post", color=INK, linewidth=1)
        axes.scatter(sizes, shares, s=14, color=BEFORE, marker="o")
        if chosen:
            axes.scatter([sizes[chosen]], [shares[chosen]], s=60, color=AFTER, marker="D", zorder=3)
            count = len(advice.curve[chosen].chosen)
            words = f"{count} index{'es' if count > 1 else ''}, {sizes[chosen]:.3g} MB: {shares[chosen]:.3g} %"
            place = (sizes[chosen], shares[chosen])
            axes.annotate(words, place, xytext=(0, 9), textcoords="offset points", color=INK, fontsize=8)
        axes.set_ylim(0, 108)
        axes.set_xlim(left=0)
        axes.set_title("promised cost of the workload in percent, against MB of indexes", loc="left", fontsize=9, color=INK)
        figure.subplots_adjust(left=0.07, right=0.97, top=0.87, bottom=0.12)
        figure.savefig(sink, format="svg", metadata={"Date": None, "Creator": None})
    return sink.getvalue()
