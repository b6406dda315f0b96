"""WorkloadTrial: several statements under several changes, with each change left out in turn. A value; `postgres/workload.py`
makes it.

Which change earns its place is a question of what happens without it: an index that no statement is slower without is dead
weight, whatever the plans say of it. Two that can stand in for one another look like dead weight both, so the dead ones are
taken away one by one, and each is measured again without those before it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workbench.plan import PlanDiff
from workbench.timing import Outcome, Runs, Verdict
from workbench.trials.change import Change
from workbench.trials.price import Price
from workbench.trials.trial import Built, Side

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Case:
    """A statement with values.

    Attributes:
        name: of the statement in its workload.
        which: "as given", or which values the statistics gave: "best", "typical", "worst" by how many rows they find.
        values: of its parameters.
        weight: how often it runs, in proportion to the others.
    """

    name: str
    which: str
    values: Mapping[str, Any]
    weight: float

    @property
    def label(self) -> str:
        """The name, with the values where they were drawn."""
        shown = ", ".join(f"{name} = {value}" for name, value in self.values.items())
        return self.name if self.which == "as given" or not shown else f"{self.name} [{self.which}: {shown}]"


@dataclass(frozen=True)
class Cell:
    """A statement with all (remaining) changes but one, against the same with that one, too.

    Attributes:
        verdict: its ratio is time without ÷ time with: "faster" means that the change makes this statement faster.
        without, with_: the runs.
    """

    verdict: Verdict
    without: Runs
    with_: Runs

    @property
    def saved_ms(self) -> float:
        """Milliseconds that the change saves in one execution, negative where it costs some; 0 where that is not proven."""
        if self.verdict.outcome not in (Outcome.FASTER, Outcome.SLOWER):
            return 0.0
        return self.without.wall.median_ms - self.with_.wall.median_ms


@dataclass(frozen=True)
class Line:
    """A case of the workload.

    Attributes:
        case: which one.
        before, after: plan and runs without any and with all changes; there are no runs where the plan is the very same, since
            there is nothing to measure.
        verdict: of before against after; None where the plan is the same.
        cells: for each change what leaving it out does; None where the plan doesn't change by that.
    """

    case: Case
    before: Side
    after: Side
    verdict: Verdict | None
    cells: tuple[Cell | None, ...]

    @property
    def diff(self) -> PlanDiff:
        """What all changes together do to the plan."""
        return self.before.plan.diff(self.after.plan)

    @property
    def regressed(self) -> bool:
        """Whether it got slower."""
        return self.verdict is not None and self.verdict.outcome is Outcome.SLOWER


@dataclass(frozen=True)
class Removal:
    """A change that was taken away for good, because nothing is slower without it and those that were taken before.

    Attributes:
        change: its place in `WorkloadTrial.changes`.
        unsure: how many statements could not be told.
    """

    change: int
    unsure: int


@dataclass(frozen=True)
class WorkloadTrial:
    """The evidence for a workload; everything was measured in one transaction that was rolled back.

    Attributes:
        changes: what was tried.
        built: for each change what it made.
        prices: for each change what it costs, without the cost of writes.
        price: what all together cost.
        lines: the workload's cases, in order.
        dead: the changes that are dead weight, in the order in which they were taken away.
        notes: what a reader should know.
    """

    changes: tuple[Change, ...]
    built: tuple[tuple[Built, ...], ...]
    prices: tuple[Price, ...]
    price: Price
    lines: tuple[Line, ...]
    dead: tuple[Removal, ...]
    notes: tuple[str, ...] = ()

    @property
    def kept(self) -> tuple[Change, ...]:
        """The changes that earn their place."""
        gone = {removal.change for removal in self.dead}
        return tuple(change for number, change in enumerate(self.changes) if number not in gone)

    @property
    def keep(self) -> str:
        """The SQL that makes what earns its place for good."""
        return "\n".join(change.for_good for change in self.kept)

    @property
    def regressions(self) -> tuple[Line, ...]:
        """The cases that got slower with all changes."""
        return tuple(line for line in self.lines if line.regressed)

    def saved_ms(self, change: int) -> float:
        """Milliseconds that this change saves in the workload as weighted, if all others are there: the sum of proven cells."""
        return sum(line.case.weight * cell.saved_ms for line in self.lines if (cell := line.cells[change]) is not None)

    def to_frame(self) -> pd.DataFrame:
        """The matrix, a row a case: weight, medians before and after in milliseconds, ratio with its interval and outcome, then
        for each change the ratio of times without and with it. NaN where the plan is the same: there was nothing to measure.
        """
        import pandas as pd

        rows = []
        for line in self.lines:
            verdict, nothing = line.verdict, float("nan")
            row: dict[str, Any] = {
                "statement": line.case.label,
                "weight": line.case.weight,
                "before_ms": line.before.runs.wall.median_ms if verdict else nothing,
                "after_ms": line.after.runs.wall.median_ms if verdict else nothing,
                "ratio": verdict.ratio if verdict else nothing,
                "low": verdict.low if verdict else nothing,
                "high": verdict.high if verdict else nothing,
                "outcome": str(verdict.outcome) if verdict else "same plan",
            }
            for change, cell in zip(self.changes, line.cells, strict=True):
                row[f"without {change.label}"] = cell.verdict.ratio if cell else nothing
            rows.append(row)
        return pd.DataFrame(rows)
