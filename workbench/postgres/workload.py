"""Tries several changes on several statements: everything is built once, then taken away one by one.

Nothing is measured where nothing can differ: where the planner chooses the very same plan with and without a change (and the
statement only reads), that cell is left empty. All measured cells of the table hold together at 95 %.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from workbench.errors import StatementTimeout
from workbench.postgres.changes import Made, analyze, apply, build, hide
from workbench.postgres.connection import Connection
from workbench.postgres.explain import explain
from workbench.postgres.guard import guarded
from workbench.postgres.stopwatch import Progress, Setting, measure
from workbench.postgres.trial import notes_on, price_of, tidy, transaction
from workbench.postgres.whatif.estimate import planned
from workbench.sql import Bound
from workbench.timing import Outcome, Runs, Sample, Verdict
from workbench.trials import Case, Cell, Change, How, Line, Removal, Side, Terms, WorkloadTrial

_NO_RUNS = Runs(Sample(()), Sample(()), Sample(()))
# Which changes are there, by their places.
_Active = frozenset[int]


@dataclass(frozen=True)
class _Stage:
    """The open transaction with everything built."""

    connection: Connection
    changes: Sequence[Change]
    made: Sequence[Made]
    terms: Terms
    progress: Progress | None

    @property
    def everything(self) -> _Active:
        """All changes."""
        return frozenset(range(len(self.changes)))

    def setting(self, bound: Bound, active: _Active) -> Setting:
        """The statement with these changes only."""
        hidden = [thing for number in self.everything - active for thing in self.made[number].built]
        steps = [hide(self.connection, hidden, writes=bound.statement.writes)]
        steps += [apply(self.connection, self.changes[number]) for number in sorted(active) if self.changes[number].applied]
        heavy = any(change.heavy for change in self.changes)
        return Setting(self.connection, bound, _after_one_another(steps), settles=heavy)

    def planned(self, bound: Bound, active: _Active) -> str:
        """The plan with these changes, as text: two are the same only if nothing differs, not even an estimate."""
        setting = self.setting(bound, active)
        with self.connection.rolled_back():
            setting.prepare()
            return "\n".join(row[0] for row in self.connection.prefixed("explain", bound))

    def side(self, bound: Bound, active: _Active, runs: Runs) -> Side:
        """The plan with these changes, executed; estimates alone where its runs were cut off, or where it takes too long."""
        setting = self.setting(bound, active)
        with self.connection.rolled_back():
            setting.prepare()
            if not runs.wall.cut:
                with suppress(StatementTimeout):
                    return Side(explain(self.connection, bound), runs)
            return Side(planned(self.connection, bound), runs)


def try_workload(
    connection: Connection,
    cases: Sequence[tuple[Case, Bound]],
    changes: Sequence[Change],
    terms: Terms,
    progress: Progress | None = None,
) -> WorkloadTrial:
    """Measures each case without and with all changes, then with all but one, and rolls everything back.

    Args:
        terms: the budget is for each statement and comparison.

    Raises:
        StatementError: a change makes nothing new, or something of the name of another.
        LockUnavailable: the table is locked by somebody else for more than five seconds, or somebody waited for us.
        DatabaseError: the server objects to a statement or to a change.
        Cancelled: stopped by the user; nothing is left.
    """
    together = Change("; ".join(change.text for change in changes), tuple(step for change in changes for step in change.steps))
    with guarded(connection, together, terms), transaction(connection):
        made = [build(connection, change.built) for change in changes]
        analyze(connection, dict.fromkeys(table for one in made for table in one.tables))
        stage = _Stage(connection, changes, made, terms, progress)
        lines = _lines(stage, cases)
        dead = _dead(stage, cases, lines)
        whole = _together(made)
        price = price_of(connection, whole)
    prices = tuple(price_of(connection, one, writes=False) for one in made)
    built = tuple(one.built for one in made)
    notes = notes_on(whole.built) + tidy(connection, [bound for _, bound in cases])
    return WorkloadTrial(tuple(changes), built, prices, price, tuple(lines), tuple(dead), notes)


def _lines(stage: _Stage, cases: Sequence[tuple[Case, Bound]]) -> list[Line]:
    """First the plans, which tell what there is to measure; then the runs."""
    none, everything = frozenset[int](), stage.everything
    wanted: list[tuple[bool, list[bool]]] = []
    for _, bound in cases:
        differs = [_differs(stage, bound, everything - {number}, everything) for number in sorted(everything)]
        wanted.append((_differs(stage, bound, none, everything), differs))
    count = sum(differs for differs, _ in wanted)
    cells = sum(sum(parts) for _, parts in wanted)
    stage = replace(stage, progress=_shared(stage.progress, count + cells))
    lines: list[Line] = []
    for (case, bound), (whole, parts) in zip(cases, wanted, strict=True):
        left, right, verdict = _measured(stage, bound, none, everything, count) if whole else (_NO_RUNS, _NO_RUNS, None)
        before, after = stage.side(bound, none, left), stage.side(bound, everything, right)
        measured = tuple(
            _cell(stage, bound, everything - {number}, everything, cells) if differs else None
            for number, differs in enumerate(parts)
        )
        lines.append(Line(case, before, after, verdict, measured))
    return lines


def _dead(stage: _Stage, cases: Sequence[tuple[Case, Bound]], lines: Sequence[Line]) -> list[Removal]:
    """The changes that nothing is slower without, taken away one by one, the largest first.

    Each is measured again without those before it, since it may now do the work of one that is gone.
    """
    suspects = [number for number in stage.everything if not any(_earns(line.cells[number]) for line in lines)]
    suspects.sort(key=lambda number: -sum(thing.size_bytes for thing in stage.made[number].built))
    gone: list[Removal] = []
    for number in suspects:
        kept = stage.everything - {removal.change for removal in gone}
        if not gone:
            cells = [line.cells[number] for line in lines]
        else:
            changed = [bound for _, bound in cases if _differs(stage, bound, kept - {number}, kept)]
            cells = [_cell(stage, bound, kept - {number}, kept, len(changed)) for bound in changed]
        if not any(_earns(cell) for cell in cells):
            unsure = sum(cell is not None and cell.verdict.outcome is Outcome.CANNOT_TELL for cell in cells)
            gone.append(Removal(number, unsure))
    return gone


def _earns(cell: Cell | None) -> bool:
    return cell is not None and cell.verdict.outcome is Outcome.FASTER


def _differs(stage: _Stage, bound: Bound, one: _Active, other: _Active) -> bool:
    return bound.statement.writes or _unseen(stage) or stage.planned(bound, one) != stage.planned(bound, other)


def _unseen(stage: _Stage) -> bool:
    """Whether a change may act without a trace in the plan: settings and ALTER TABLE do, indexes and statistics don't."""
    return any(step.how is How.APPLIED and step.kind != "drop index" for change in stage.changes for step in change.steps)


def _cell(stage: _Stage, bound: Bound, without: _Active, with_: _Active, comparisons: int) -> Cell:
    left, right, verdict = _measured(stage, bound, without, with_, comparisons)
    return Cell(verdict, left, right)


def _shared(progress: Progress | None, parts: int) -> Progress | None:
    """The same, told of so many comparisons, each of which may end before its budget does."""
    return progress if progress is None else lambda what, share: progress(what, share / max(parts, 1))


def _measured(stage: _Stage, bound: Bound, one: _Active, other: _Active, comparisons: int) -> tuple[Runs, Runs, Verdict]:
    return measure(
        stage.setting(bound, one),
        stage.setting(bound, other),
        budget_s=stage.terms.budget_s,
        comparisons=comparisons,
        witnessed=0,  # nobody is shown the server's own times of so many
        progress=stage.progress,
    )


def _together(made: Iterable[Made]) -> Made:
    """Everything that was built, as if by one change."""
    whole = Made()
    for one in made:
        whole = Made(
            whole.built + one.built,
            tuple(dict.fromkeys(whole.locks + one.locks)),
            whole.build_ms + one.build_ms,
            tuple(dict.fromkeys(whole.tables + one.tables)),
            whole.dropped + one.dropped,
        )
    return whole


def _after_one_another(steps: Sequence[Callable[[], None]]) -> Callable[[], None]:
    def prepare() -> None:
        for step in steps:
            step()

    return prepare
