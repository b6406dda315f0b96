"""A dataset's distributions as one SVG: the values of its columns, the children of parents, the months. Frames in, text out."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

_MOST_LABELS = 12  # a bar for each of so many values; more are not told apart on a small chart
_MOST_PANELS = 12
_ACROSS = 4
_BARS = 30
_FEW = 20  # children of the busiest parent up to which a plain scale tells more than one of powers
_WIDE, _SKEWED = 100, 1.25  # numbers over so many times their least, and with such a mean over the median, need a log scale
_BLUE, _INK, _QUIET = "#3b6ea8", "#222222", "#777777"


@dataclass(frozen=True)
class Panel:
    """One small chart: how to draw it, of which column."""

    table: str
    column: str
    kind: str
    values: pd.Series[Any]


def panels(frames: Mapping[str, pd.DataFrame], references: Mapping[tuple[str, str], int]) -> list[Panel]:
    """What is worth a chart, at most twelve: skewed references first, then labels, times and numbers, tables in turn.

    Args:
        frames: the tables' rows.
        references: for (table, column) that point to another table, how many rows that has.
    """
    found = [
        Panel(table, str(column), kind, frame[column])
        for table, frame in frames.items()
        for column in frame
        if (kind := _kind(frame[column], (table, str(column)) in references))
    ]
    # Of each table some, before one of them fills the picture.
    seen: Counter[tuple[str, str]] = Counter()
    ranks = []
    for panel in found:
        ranks.append(seen[panel.table, panel.kind])
        seen[panel.table, panel.kind] += 1
    chosen = sorted(range(len(found)), key=lambda n: (ranks[n], n))[:_MOST_PANELS]
    return [found[n] for n in sorted(chosen)]


def dataset_svg(title: str, frames: Mapping[str, pd.DataFrame], references: Mapping[tuple[str, str], int]) -> str:
    """The picture: an SVG text, the same each time for the same rows."""
    shown = panels(frames, references)
    down = -(-len(shown) // _ACROSS)
    with mpl.rc_context({"svg.hashsalt": "workbench", "svg.fonttype": "none", "font.size": 8, "font.family": "DejaVu Sans"}):
        figure = Figure(figsize=(11, 2.1 * down + 0.5), layout="constrained", facecolor="white")
        figure.suptitle(title, color=_INK, fontsize=10)
        places = figure.subplots(down, _ACROSS, squeeze=False).ravel()
        for place in places[len(shown) :]:
            place.set_axis_off()
        for place, panel in zip(places, shown, strict=False):
            _draw(place, panel, references.get((panel.table, panel.column), 0))
        sink = io.StringIO()
        figure.savefig(sink, format="svg", metadata={"Date": None, "Creator": "workbench"})
    return sink.getvalue()


def _kind(values: pd.Series[Any], reference: bool) -> str:
    """What chart suits it: "" for none, as for keys and long texts."""
    if reference:
        return "children"
    if isinstance(values.dtype, pd.DatetimeTZDtype):
        return "times"
    first = next((value for value in values if value is not None), None)
    if isinstance(first, list | np.ndarray | dict):
        return ""
    different = values.nunique()
    if different <= _MOST_LABELS and different < len(values):
        return "labels"
    numeric = pd.to_numeric(values, errors="coerce")
    is_number = numeric.notna().sum() == values.notna().sum() and not isinstance(first, str)
    return "numbers" if is_number and different < 0.9 * len(values) else ""


def _draw(place: Axes, panel: Panel, parents: int) -> None:
    {"children": _children, "labels": _labels, "times": _times, "numbers": _numbers}[panel.kind](place, panel, parents)
    nulls = panel.values.isna().mean()
    told = f"{panel.table}.{panel.column}" + (f"  ({nulls:.0%} null)" if nulls >= 0.005 else "")
    place.set_title(told, fontsize=8, color=_INK, loc="left")
    place.tick_params(colors=_QUIET, labelsize=7, length=2)
    for side in ("top", "right"):
        place.spines[side].set_visible(False)


def _children(place: Axes, panel: Panel, parents: int) -> None:
    counts = np.sort(panel.values.value_counts().to_numpy())[::-1]
    counts = np.concatenate([counts, np.zeros(max(0, parents - len(counts)))])
    shown = np.unique(np.geomspace(1, len(counts), 150).astype(int))
    place.set_xscale("log")
    if counts[0] > _FEW:
        place.plot(shown, np.maximum(counts[shown - 1], 0.5), color=_BLUE, linewidth=1.5)
        place.set_yscale("log")
    else:
        place.step(shown, counts[shown - 1], color=_BLUE, linewidth=1.5)
        place.set_ylim(0)
        place.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    place.set_xlabel("parents, busiest first", fontsize=7, color=_QUIET)
    place.set_ylabel("rows", fontsize=7, color=_QUIET)


def _labels(place: Axes, panel: Panel, _: int) -> None:
    shares = panel.values.value_counts(normalize=True).sort_values()
    place.barh([str(label)[:18] for label in shares.index], shares.to_numpy() * 100, color=_BLUE)
    place.set_xlabel("% of rows", fontsize=7, color=_QUIET)


def _times(place: Axes, panel: Panel, _: int) -> None:
    months = panel.values.dropna().dt.tz_localize(None).dt.to_period("M").value_counts().sort_index()
    place.bar([month.year + (month.month - 0.5) / 12 for month in months.index], months.to_numpy(), width=1 / 13, color=_BLUE)
    place.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    place.set_ylabel("rows a month", fontsize=7, color=_QUIET)


def _numbers(place: Axes, panel: Panel, _: int) -> None:
    numbers = pd.to_numeric(panel.values.dropna()).to_numpy(float)
    low, high = np.quantile(numbers, [0.001, 0.999])
    if low > 0 and high / low > _WIDE and numbers.mean() > _SKEWED * np.median(numbers):
        edges = np.geomspace(low, high, _BARS + 1)
        place.set_xscale("log")
    elif (numbers == np.rint(numbers)).all():
        # Whole numbers, and as many of them in each bar.
        step = max(1, int(np.ceil((high - low + 1) / _BARS)))
        edges = np.arange(np.floor(low), high + step + 1, step) - 0.5
    else:
        edges = np.linspace(low, high, _BARS + 1)
    place.hist(np.clip(numbers, edges[0], edges[-1]), bins=edges.tolist(), color=_BLUE)
    place.set_ylabel("rows", fontsize=7, color=_QUIET)
