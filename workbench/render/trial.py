"""A trial: the verdict first, then the evidence, then what to keep."""

from __future__ import annotations

from markupsafe import Markup

from workbench.indexes import Side, Trial
from workbench.render.chart import trial_svg
from workbench.render.html import block, cell, code, element, fold, head, picture, row, small, table
from workbench.render.numbers import duration, pages, size, times
from workbench.render.options import options
from workbench.render.plan_html import headline
from workbench.render.plan_table import tree
from workbench.timing import Outcome

_SIGNS = {
    Outcome.FASTER: ("✔", "#3f9c5a"),
    Outcome.SLOWER: ("✘", "#d9534f"),
    Outcome.NO_DIFFERENCE: ("=", "#888888"),
    Outcome.CANNOT_TELL: ("?", "#e0a030"),
}


def trial_html(trial: Trial) -> str:
    """Verdict, chart, before/after table, both plans folded, and the DDL to keep."""
    return block(
        _banner(trial),
        picture(trial_svg(trial), _alt(trial)),
        _comparison(trial),
        fold("Plan before", element("div", headline(trial.before.plan)), tree(trial.before.plan)),
        fold("Plan after", element("div", headline(trial.after.plan)), tree(trial.after.plan)),
        _keep(trial),
    )


def trial_text(trial: Trial) -> str:
    """The verdict and the evidence, a line each."""
    lines = [f"Verdict: {_verdict(trial)}", f"  {trial.candidate.ddl}"]
    lines += [f"  {name}: {before} -> {after}" for name, before, after in _facts(trial)]
    return "\n".join([*lines, "Rolled back: nothing was left on the server."])


def _verdict(trial: Trial) -> str:
    """In reproducible mode the outcome alone: ratio and interval are measured, and differ between machines."""
    verdict = trial.verdict
    if options.reproducible:
        return str(verdict.outcome)
    interval = f"95 % interval {times(verdict.low)} to {times(verdict.high)}"
    return f"{verdict.outcome}, {times(verdict.ratio)} ({interval}; 2x means half the time)"


def _banner(trial: Trial) -> Markup:
    sign, colour = _SIGNS[trial.verdict.outcome]
    first, *rest = _verdict(trial).split(",", 1)
    title = element("div", element("strong", sign, " ", first, style="font-size:16px"), *("," + part for part in rest))
    return element("div", title, small(_reason(trial)), style=f"border-left:6px solid {colour};padding:4px 0 4px 12px")


def _reason(trial: Trial) -> str:
    used = "" if trial.index_used else " The plan does not use the index."
    if options.reproducible:
        return f"Measured in a transaction that was rolled back; times left out (reproducible mode).{used}"
    before, after = trial.verdict.runs
    reason = trial.verdict.reason[0].upper() + trial.verdict.reason[1:]
    return f"{reason}. {before} runs before, {after} after, in a transaction that was rolled back.{used}"


def _comparison(trial: Trial) -> Markup:
    body = [row(cell(name), cell(before), cell(after)) for name, before, after in _facts(trial)]
    return table("Evidence", head("", "before", "after"), *body)


def _facts(trial: Trial) -> list[tuple[str, str, str]]:
    before, after = trial.before, trial.after
    facts = [
        (f"access to {trial.candidate.table[-1]}", _access(trial, before), _access(trial, after)),
        ("pages touched by one run", _touched(before), _touched(after)),
    ]
    if not options.reproducible:
        facts.insert(0, ("median time (middle half of the runs)", _time(before), _time(after)))
    facts.append(("size of the index", "–", size(trial.index.size_bytes)))
    if not options.reproducible:
        facts.append(("time to build it", "–", duration(trial.index.build_ms)))
    return facts


def _touched(side: Side) -> str:
    return pages(side.plan.root.buffers.touched)


def _time(side: Side) -> str:
    low, high = side.sample.spread_ms
    return f"{duration(side.sample.median_ms)} ({duration(low)} to {duration(high)})"


def _access(trial: Trial, side: Side) -> str:
    """The nodes that read the table of the index; an index scan below a bitmap scan names no table, but an index."""
    table = trial.candidate.table[-1]
    found = [n.label for n in side.plan.nodes if n.table == table]
    return "; ".join(dict.fromkeys(found)) or "–"


def _alt(trial: Trial) -> str:
    touched = [f"{side.plan.root.buffers.touched:,}" for side in (trial.before, trial.after)]
    return f"Chart: pages touched before {touched[0]}, after {touched[1]}" + (
        "" if options.reproducible else f"; median before {_time(trial.before)}, after {_time(trial.after)}"
    )


def _keep(trial: Trial) -> Markup:
    if trial.verdict.outcome is not Outcome.FASTER:
        return small("The index was rolled back; nothing was left on the server.")
    return element(
        "div", "The index was rolled back; nothing was left on the server. To keep it, without blocking writers:",
        code(f"{trial.candidate.ddl_to_keep};"),
    )  # fmt: skip
