"""A trial: the verdict first, then the evidence, the plans, the price, and what to keep."""

from __future__ import annotations

from markupsafe import Markup

from workbench.render.chart import drawn_pairs, trial_svg
from workbench.render.html import block, cell, code, element, fold, head, picture, row, small, table
from workbench.render.numbers import duration, pages, size
from workbench.render.options import options
from workbench.render.plan_diff import diff_table
from workbench.render.plan_html import headline
from workbench.render.plan_table import tree
from workbench.render.price import Line, price_lines
from workbench.render.verdict import banner, outcome_words, ratio_words
from workbench.timing import Sample
from workbench.trials import Side, Trial

# A diff of so many nodes is shown; a longer one, and one in which nothing changed, is there to unfold.
_SHOWN_AT_ONCE = 12
_ROLLED_BACK = "Rolled back: nothing was left on the server."


def trial_html(trial: Trial) -> str:
    """Verdict, chart, evidence, plan diff, both plans folded, price, and the SQL to keep."""
    diff = trial.diff
    return block(
        banner(trial.verdict, _sentence(trial)),
        picture(trial_svg(trial), _alt(trial)),
        small(drawn_pairs(trial)),
        _table("Evidence", _facts(trial)),
        element("div", element("strong", "Plan: "), diff.summary, style="padding:4px"),
        diff_table(diff) if 0 < len(diff.changes) <= _SHOWN_AT_ONCE and diff else fold("Plan diff", diff_table(diff)),
        fold("Plan before", element("div", headline(trial.before.plan)), tree(trial.before.plan)),
        fold("Plan after", element("div", headline(trial.after.plan)), tree(trial.after.plan)),
        _table("Price", price_lines(trial.price, (trial.before.runs, trial.after.runs))),
        _keep(trial),
    )


def trial_text(trial: Trial) -> str:
    """The verdict and the evidence, a line each."""
    lines = [f"Verdict: {_verdict(trial)}", f"  {trial.change.text}", f"  {_sentence(trial)}"]
    told = [*_facts(trial), *price_lines(trial.price, (trial.before.runs, trial.after.runs))]
    lines += [f"  {name}: {before} -> {after}" for name, before, after in told]
    return "\n".join([*lines, f"  plan: {trial.diff.summary}", _ROLLED_BACK])


def _verdict(trial: Trial) -> str:
    return ", ".join(filter(None, [outcome_words(trial.verdict), ratio_words(trial.verdict)]))


def _sentence(trial: Trial) -> str:
    """Why, from how many runs, and what else a reader should know."""
    indexes = any(built.kind == "index" for built in trial.built)
    parts = ["The plan does not use the index."] if indexes and not trial.used else []
    if trial.cold:
        parts.append("Cold: shared buffers were emptied of its tables before each run; the operating system's cache was not.")
    parts += trial.notes
    if options.reproducible:
        return " ".join(["Measured and rolled back; times are left out (reproducible mode).", *parts])
    reason = trial.verdict.reason[0].upper() + trial.verdict.reason[1:]
    pairs = trial.verdict.pairs
    runs = f"{pairs:,} pair{'' if pairs == 1 else 's'} of runs in random order, wall clock with all rows fetched"
    return " ".join([f"{reason}. {runs}.", *parts])


def _table(caption: str, lines: list[Line]) -> Markup:
    if not lines:
        return Markup("")
    return table(caption, head("", "before", "after"), *(row(*(cell(text) for text in line)) for line in lines))


def _facts(trial: Trial) -> list[Line]:
    before, after = trial.before, trial.after
    facts: list[Line] = []
    if not options.reproducible:
        facts.append(("median time, wall clock (middle half)", _time(before.runs.wall), _time(after.runs.wall)))
        if before.runs.server.runs and after.runs.server.runs:
            facts.append(
                (
                    "median execution, on the server",
                    duration(before.runs.server.median_ms),
                    duration(after.runs.server.median_ms),
                )
            )
    facts.append(("pages touched by one run", _touched(before), _touched(after)))
    facts += [line for line in (_temporary(before, after), _wal(before, after)) if line is not None]
    return facts + [(f"access to {name}", _access(before, name), _access(after, name)) for name in _tables(trial)]


def _temporary(before: Side, after: Side) -> Line | None:
    """Temporary files: the same in every run, so no noise can fake them."""
    written = [side.plan.root.buffers.temp_written for side in (before, after)]
    return ("written to temporary files", pages(written[0]), pages(written[1])) if any(written) else None


def _wal(before: Side, after: Side) -> Line | None:
    """A page that is touched first after a checkpoint goes to the WAL whole, so the bytes differ from run to run."""
    wal = [side.plan.root.usage.wal.bytes for side in (before, after)]
    return ("written to the WAL", size(wal[0]), size(wal[1])) if any(wal) and not options.reproducible else None


def _touched(side: Side) -> str:
    return pages(side.plan.root.buffers.touched)


def _time(sample: Sample) -> str:
    low, high = sample.spread_ms
    return f"{'> ' if sample.cut else ''}{duration(sample.median_ms)} ({duration(low)} to {duration(high)})"


def _tables(trial: Trial) -> list[str]:
    """Tables that one side reaches in another way than the other."""
    names = dict.fromkeys(n.table for side in (trial.before, trial.after) for n in side.plan.nodes if n.table)
    return [name for name in names if _access(trial.before, name) != _access(trial.after, name)]


def _access(side: Side, table: str) -> str:
    """The nodes that read a table; an index scan below a bitmap scan names no table, but an index."""
    return "; ".join(dict.fromkeys(n.label for n in side.plan.nodes if n.table == table)) or "–"


def _alt(trial: Trial) -> str:
    touched = [f"{side.plan.root.buffers.touched:,}" for side in (trial.before, trial.after)]
    words = [f"Chart: pages touched before {touched[0]}, after {touched[1]}"]
    if not options.reproducible:
        before, after = (_time(side.runs.wall) for side in (trial.before, trial.after))
        words += [f"median before {before}, after {after}", ratio_words(trial.verdict)]
    return "; ".join(words)


def _keep(trial: Trial) -> Markup:
    if not trial.worth_keeping:
        return small(_ROLLED_BACK)
    undo = [element("div", "To take it back:"), code(trial.undo)] if trial.undo else []
    return element("div", f"{_ROLLED_BACK} To keep it:", code(trial.keep), *undo)
