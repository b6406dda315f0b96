"""A workload's trial: what earns its place, the matrix of statements and changes, regressions with plan diffs, the price."""

from __future__ import annotations

from markupsafe import Markup

from workbench.render.html import block, cell, code, element, fold, head, picture, row, small, table
from workbench.render.numbers import duration, size
from workbench.render.options import options
from workbench.render.plan_diff import diff_table
from workbench.render.price import price_lines
from workbench.render.verdict import outcome_words, ratio, sign
from workbench.render.workload_chart import workload_svg
from workbench.timing import Outcome, Verdict
from workbench.trials import Cell, Line, Side, WorkloadTrial

_SAME = "·"
_LEGEND = (
    "Each number column: how many times as long the statement takes if that change alone is left out."
    f" {_SAME} the planner's choice is the same without it, so there is nothing to measure."
    " All intervals behind these cells hold together at 95 %."
)
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def workload_trial_html(trial: WorkloadTrial) -> str:
    """The sentence, the chart, the matrix, what each change earns, regressions, the price, the SQL to keep."""
    measured = any(line.verdict is not None for line in trial.lines)
    drawn = [picture(workload_svg(trial), _summary(trial))] if measured and not options.reproducible else []
    return block(
        element("div", element("strong", _summary(trial), style="font-size:16px")),
        small(_how(trial)),
        *drawn,
        _matrix(trial),
        small(_LEGEND),
        _changes(trial),
        *(_regression(line) for line in trial.regressions),
        _price(trial),
        _keep(trial),
    )


def workload_trial_text(trial: WorkloadTrial) -> str:
    """The same in lines."""
    lines = [_summary(trial)]
    for line in trial.lines:
        without = [f"{_letter(number)} {_cell_words(found)}" for number, found in enumerate(line.cells) if found is not None]
        lines.append(f"  {line.case.label}: {_line_words(line)}" + (f" (without {'; '.join(without)})" if without else ""))
    lines += [f"  {_letter(number)} {change.label}: {_earning(trial, number)}" for number, change in enumerate(trial.changes)]
    return "\n".join([*lines, "Rolled back: nothing was left on the server."])


def _summary(trial: WorkloadTrial) -> str:
    kept, dead = len(trial.kept), len(trial.dead)
    parts = [f"{kept} of {kept + dead} changes {'earns its' if kept == 1 else 'earn their'} place"]
    faster = sum(line.verdict is not None and line.verdict.outcome is Outcome.FASTER for line in trial.lines)
    parts.append(f"{faster} of {len(trial.lines)} statements faster")
    slower = len(trial.regressions)
    parts.append(f"{slower} slower" if slower else "none slower")
    return "; ".join(parts)


def _how(trial: WorkloadTrial) -> str:
    words = "Everything was built once, measured in pairs in random order, and rolled back."
    return " ".join([words, *trial.notes])


def _letter(number: int) -> str:
    """A change's name in the matrix's head: A to Z, then numbers."""
    return _LETTERS[number] if number < len(_LETTERS) else str(number + 1)


def _matrix(trial: WorkloadTrial) -> Markup:
    letters = [f"without {_letter(number)}" for number in range(len(trial.changes))]
    times_shown = not options.reproducible
    names = ["Statement", "Weight", *(["Before", "After"] if times_shown else []), "With all", *letters]
    return table(
        "Statements and changes", head(*names, right=len(names) - 1), *(_row(line, times_shown) for line in trial.lines)
    )


def _row(line: Line, times_shown: bool) -> Markup:
    medians = [_median(line.before), _median(line.after)] if times_shown else []
    numbers = [f"{line.case.weight:g}", *medians, _line_words(line)]
    cells = [cell(text, align="right", nowrap=True) for text in numbers]
    label = element("div", line.case.label, style="min-width:150px")
    return row(cell(label), *cells, *(_shaded(found) for found in line.cells))


def _median(side: Side) -> str:
    wall = side.runs.wall
    return f"{'> ' if wall.cut else ''}{duration(wall.median_ms)}" if wall.runs else _SAME


def _line_words(line: Line) -> str:
    """How fast it is with all changes."""
    if line.verdict is None:
        return "same plan"
    return f"{sign(line.verdict)} {_proven(line.verdict, 'as fast')}"


def _cell_words(found: Cell | None) -> str:
    """How long it takes without the change."""
    return _SAME if found is None else _proven(found.verdict, "")


def _proven(verdict: Verdict, words: str) -> str:
    """The ratio where a difference is proven, else the outcome."""
    if verdict.outcome in (Outcome.FASTER, Outcome.SLOWER) and not options.reproducible:
        return f"{ratio(verdict)} {words}".strip()
    if verdict.outcome is Outcome.FASTER and not words:
        return "slower"
    if verdict.outcome is Outcome.SLOWER and not words:
        return "faster"
    return outcome_words(verdict)


def _shaded(found: Cell | None) -> Markup:
    """Green where the change helps, red where it harms; the words say it, too."""
    colours = {Outcome.FASTER: "#3f9c5a55", Outcome.SLOWER: "#d9534f55"}
    colour = colours.get(found.verdict.outcome) if found is not None else None
    text = element("span", _cell_words(found), style=f"background:{colour};padding:1px 4px" if colour else "")
    return cell(text, align="right", nowrap=True)


def _changes(trial: WorkloadTrial) -> Markup:
    rows = []
    for number, (change, price) in enumerate(zip(trial.changes, trial.prices, strict=True)):
        numbers = [size(price.size_bytes)] if options.reproducible else [size(price.size_bytes), duration(price.build_ms)]
        cells = [cell(text, align="right", nowrap=True) for text in numbers]
        rows.append(row(cell(_letter(number)), cell(change.label), *cells, cell(_earning(trial, number))))
    names = ["", "Change", "Size", *([] if options.reproducible else ["Built in"]), "What it earns"]
    return table("Changes", head(*names), *rows)


def _earning(trial: WorkloadTrial, number: int) -> str:
    """What the change saves, or that it is dead weight."""
    removal = next((removal for removal in trial.dead if removal.change == number), None)
    if removal is None:
        saved = trial.saved_ms(number)
        if options.reproducible or saved == 0:
            return "earns its place" if saved or options.reproducible else "earns its place once the dead weight is gone"
        return f"saves {duration(saved)} a round of the workload, as weighted, while the others are there"
    unsure = f" ({removal.unsure} could not be told)" if removal.unsure and not options.reproducible else ""
    return f"dead weight: no statement is proven slower without it{unsure}"


def _regression(line: Line) -> Markup:
    """A statement that got slower: what happened to its plan."""
    told = "" if line.verdict is None or options.reproducible else f" ({ratio(line.verdict)} as fast)"
    title = element("div", element("strong", "✘ slower: "), line.case.label, told, style="padding:6px 4px 0 4px")
    return element(
        "div", title, element("div", line.diff.summary, style="padding:0 4px"), fold("Plan diff", diff_table(line.diff))
    )


def _price(trial: WorkloadTrial) -> Markup:
    rows = [row(*(cell(text) for text in line)) for line in price_lines(trial.price)]
    return fold("Price of all together", table("Price", head("", "before", "after"), *rows)) if rows else Markup("")


def _keep(trial: WorkloadTrial) -> Markup:
    if not trial.kept:
        return small("Rolled back: nothing was left on the server, and nothing here is worth keeping.")
    return element("div", "Rolled back: nothing was left on the server. To keep what earns its place:", code(trial.keep))
