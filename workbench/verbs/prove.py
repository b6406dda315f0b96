"""The verb prove: advice by execution. What was promised is built, each index is left out in turn, and what earns nothing goes.

On the embedded server it runs in place, and elsewhere in a clone, so that nobody waits for a lock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import replace

from workbench.advice import Advice, Chosen, Effect, StatisticsAdvice
from workbench.advice.advice import PROVEN, UNPROVEN
from workbench.errors import BadInput
from workbench.indexes import Size
from workbench.postgres.clone import clone
from workbench.postgres.connection import Connection
from workbench.sql import Task
from workbench.timing import Outcome
from workbench.trials import Line, Terms, WorkloadTrial
from workbench.verbs.asked import Asked
from workbench.verbs.workload_trial import workload_trial

# Seconds for the runs of each comparison: a list of statements has many.
BUDGET_S = 3.0
_PAGE = 8192
# How often a set that made something slower is reduced and measured again.
_ROUNDS = 3


def prove(connection: Connection, asked: Sequence[Asked], advice: Advice, *, budget_s: float = BUDGET_S) -> Advice:
    """The same advice, tried: the indexes that earn their place, with what each saves, and the trial.

    Args:
        budget_s: seconds for the runs of each statement and comparison.

    Raises:
        BadInput: nothing was chosen, or none of its statements can be run; others are connected, so nothing can be cloned.
        AccessDenied: the role may not create databases, and this is not the embedded server.
        DatabaseError, Cancelled: as for a trial; nothing is left.
    """
    if not advice.chosen:
        raise BadInput("There is nothing to prove: no index was chosen.", hint="advice.verdict says why.")
    concerned = {effect.statement for one in advice.chosen for effect in one.why}
    tasks = [one.task for one in asked if one.task.name in concerned and not one.generic]
    if not tasks:
        raise BadInput(
            "None of these statements can be run: their $1 have no values, and the statistics know none.",
            hint="give them as SQL with :name, and a value for each.",
        )
    unrun = len(concerned) - len(tasks)
    notes = (f"{unrun} statements have $1 without values, and were not run.",) if unrun > 0 else ()
    if connection.ours:
        return _proven(connection, tasks, advice, Terms(budget_s), notes)
    with closing(clone(connection)) as copy:
        return _proven(copy, tasks, advice, Terms(budget_s), (*notes, "Tried in a clone of the database."))


def _proven(connection: Connection, tasks: Sequence[Task], advice: Advice, terms: Terms, notes: tuple[str, ...]) -> Advice:
    tried = list(advice.chosen)
    trial = workload_trial(connection, tasks, [one.ddl for one in tried], {}, terms)
    removed: list[Chosen] = []
    for _ in range(_ROUNDS):
        harmful = _harmful(trial)
        if not harmful or len(harmful) == len(tried):
            break
        removed += [replace(one, saved_ms=trial.saved_ms(number)) for number, one in enumerate(tried) if number in harmful]
        tried = [one for number, one in enumerate(tried) if number not in harmful]
        trial = workload_trial(connection, tasks, [one.ddl for one in tried], {}, terms)
    return _told(advice, trial, tried, removed, notes)


def _harmful(trial: WorkloadTrial) -> set[int]:
    """The indexes that cost more time than they save, beside the others, or make a statement slower and save nothing."""
    found = set()
    for number in range(len(trial.changes)):
        slows = any(
            cell is not None and cell.verdict.outcome is Outcome.SLOWER
            for line in trial.regressions
            for cell in (line.cells[number],)
        )
        if trial.saved_ms(number) < 0 or (slows and trial.saved_ms(number) == 0):
            found.add(number)
    return found


def _told(
    advice: Advice, trial: WorkloadTrial, tried: Sequence[Chosen], removed: list[Chosen], notes: tuple[str, ...]
) -> Advice:
    dead = {removal.change for removal in trial.dead if not removal.unsure}
    lines = {line.case.name: line for line in trial.lines}
    judged = [_judged(one, number, trial, lines) for number, one in enumerate(tried)]
    kept = [one for number, one in enumerate(judged) if number not in dead]
    gone = [one for number, one in enumerate(judged) if number in dead]
    return replace(
        advice,
        chosen=tuple(sorted(kept, key=lambda one: -(one.saved_ms or 0.0))),
        removed=(*removed, *gone),
        regressed=tuple(line.case.label for line in trial.regressions),
        statistics=tuple({one.over: one for one in (*advice.statistics, *_statistics(trial))}.values()),
        label=PROVEN,
        trial=trial,
        notes=tuple(dict.fromkeys((*advice.notes, *notes, *trial.notes))),
    )


def _judged(one: Chosen, number: int, trial: WorkloadTrial, lines: Mapping[str, Line]) -> Chosen:
    pages = -(-trial.prices[number].size_bytes // _PAGE)
    unproven = any(removal.change == number for removal in trial.dead)
    return replace(
        one,
        label=UNPROVEN if unproven else PROVEN,
        size=replace(one.size, pages=pages) if pages else Size(1, 0.0),
        saved_ms=trial.saved_ms(number),
        why=tuple(_measured(effect, lines.get(effect.statement)) for effect in one.why),
    )


def _measured(effect: Effect, line: Line | None) -> Effect:
    verdict = None if line is None else line.verdict
    decided = verdict is not None and verdict.outcome in (Outcome.FASTER, Outcome.SLOWER)
    return replace(effect, verdict=verdict if decided else None)


def _statistics(trial: WorkloadTrial) -> list[StatisticsAdvice]:
    """Where rows came that nobody had expected, on columns that were tested together."""
    found: dict[str, StatisticsAdvice] = {}
    for line in trial.lines:
        for finding in line.after.plan.findings:
            if finding.rule == "row-estimate-off" and finding.sql and finding.sql.startswith("create statistics "):
                ddl, _, analyze = finding.sql.partition("; ")
                planned, rows = float(finding.evidence["rows_planned"]), float(finding.evidence["rows"])
                name = ddl.split()[2]
                found.setdefault(ddl, StatisticsAdvice(ddl, analyze, name, line.case.label, planned, rows, measured=True))
    return list(found.values())
