"""Advice: the indexes that a workload should have, each with what it is for and what it costs. `verbs/advise.py` makes it.

A word tells how far it can be trusted. "promised": the planner says so, and a planner's cost is no time. "proven": it was
built, and statements ran faster with it than without. "unproven": it was built, and the runs vary too much to tell.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.advice.existing import Drop
from workbench.advice.migrations import write_migration
from workbench.advice.parts import Part
from workbench.advice.statistics import StatisticsAdvice
from workbench.errors import BadInput
from workbench.indexes import Candidate, Rejected, Size
from workbench.indexes.problem import State
from workbench.timing import Verdict
from workbench.trials import WorkloadTrial

if TYPE_CHECKING:
    import pandas as pd

PROMISED, PROVEN, UNPROVEN = "promised", "proven", "unproven"


@dataclass(frozen=True)
class Effect:
    """What the chosen indexes do to a statement.

    Attributes:
        statement: its name. weight: how often it runs.
        before, after: the planner's cost of one run as things are, and with all that was chosen.
        nodes: what happens to the plan, in a sentence.
        verdict: of the times before and after, where a difference was proven; None where none was.
    """

    statement: str
    weight: float
    before: float
    after: float
    nodes: str
    verdict: Verdict | None = None

    @property
    def ratio(self) -> float | None:
        """Time before ÷ after, as it was proven; None where it wasn't."""
        return None if self.verdict is None else self.verdict.ratio


@dataclass(frozen=True)
class Chosen:
    """An index to make.

    Attributes:
        candidate: the index. name: what it will be called. schema: of its table. partitioned: whether the table is.
        parts: what the partitions get.
        why: the statements whose plan reads it.
        size: how large it will be; as it was built, where it was.
        write_cost: what the workload's writes cost more, in the planner's units.
        row_cost: what each row that is written costs more, in these units.
        blocks_hot: its columns that the workload updates: these updates can't be heap-only any more.
        label: "promised", "proven" or "unproven".
        saved_ms: milliseconds that it saves in a round of the workload, as weighted; None where that isn't proven.
    """

    candidate: Candidate
    name: str
    schema: str
    why: tuple[Effect, ...]
    size: Size
    write_cost: float = 0.0
    row_cost: float = 0.0
    blocks_hot: tuple[str, ...] = ()
    partitioned: bool = False
    parts: tuple[Part, ...] = ()
    label: str = PROMISED
    saved_ms: float | None = None

    @property
    def ddl(self) -> str:
        """CREATE INDEX, as a trial takes it."""
        return self.candidate.ddl


@dataclass(frozen=True)
class SetAside:
    """A statement that advice can't be given for: the server's reason, and what to do about it."""

    statement: str
    reason: str
    hint: str


@dataclass(frozen=True)
class Unhelped:
    """A statement that no index helps, and why, in a sentence; `next` is where to look instead."""

    statement: str
    reason: str
    next: str = ""


@dataclass(frozen=True)
class Effort:
    """What finding it took: price questions asked, those answered from memory, candidates, and how it ended."""

    calls: int
    hits: int
    candidates: int
    ended: str


@dataclass(frozen=True)
class Advice:
    """What a workload should have.

    Attributes:
        chosen: the indexes to make, those that save most first.
        rejected: the others, each with its reason.
        curve: cost against bytes, of every set that was seen and that none is both smaller and cheaper than.
        set_aside: statements that advice can't be given for.
        unhelped: statements that no index helps.
        drops: indexes that are there and not needed.
        statistics: for columns that depend on one another, where the planner is wrong about rows.
        promised: the state on the curve that was chosen from it.
        before, after: the workload's cost as weighted, without and with what was chosen.
        engine: what priced it. effort: what that took.
        label: "promised" or "proven". trial: the proof.
        removed: what was chosen at first, and earned nothing when it was tried, or less than nothing.
        regressed: the statements that got slower.
        notes: what a reader should know.
    """

    chosen: tuple[Chosen, ...]
    rejected: tuple[Rejected, ...]
    curve: tuple[State, ...]
    set_aside: tuple[SetAside, ...]
    unhelped: tuple[Unhelped, ...]
    drops: tuple[Drop, ...]
    statistics: tuple[StatisticsAdvice, ...]
    promised: State
    before: float
    after: float
    engine: str
    effort: Effort
    label: str = PROMISED
    trial: WorkloadTrial | None = None
    removed: tuple[Chosen, ...] = ()
    regressed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    prover: Callable[..., Advice] | None = field(default=None, repr=False, compare=False)

    @property
    def size_bytes(self) -> int:
        """Of all that was chosen."""
        return sum(one.size.size_bytes for one in self.chosen)

    @property
    def verdict(self) -> str:
        """One sentence."""
        if not self.chosen:
            return no_index(self)
        count = f"{len(self.chosen)} index{'es' if len(self.chosen) > 1 else ''}"
        share = self.after / self.before if self.before else 1.0
        if self.trial is not None:
            return f"{count} tried, {self.size_bytes / 1024**2:,.1f} MB: {proof_words(self.trial)}"
        return f"{count}, {self.size_bytes / 1024**2:,.1f} MB: the planner promises {share:.1%} of the workload's cost"

    @property
    def ddl(self) -> str:
        """The SQL that makes all that was chosen for good, without locking writers out where PostgreSQL has a way."""
        return "\n".join(f"{one.ddl if one.partitioned else one.candidate.ddl_to_keep};" for one in self.chosen)

    def prove(self, **terms: Any) -> Advice:
        """The same, tried by execution: see `workbench.verbs.prove.prove`.

        Raises:
            BadInput: the session that it came from is closed, or there is nothing to prove.
        """
        if self.prover is None:
            raise BadInput(
                "This advice can't be proven here: there is no server with the rows behind it.",
                hint="connect to one, ask for advice there, and prove that: wb.advise(...).prove().",
            )
        return self.prover(self, **terms)

    def migrations(self, folder: str | PathLike[str], name: str = "indexes", *, drops: bool = False) -> tuple[Path, Path]:
        """Writes a numbered pair, NNN_name.up.sql and NNN_name.down.sql, into the folder; gives their paths.

        Args:
            drops: whether the indexes that aren't needed go, too.

        Raises:
            BadInput: there is nothing to write, or the name is no part of a file's name.
        """
        return write_migration(self, Path(folder), name, drops=drops)

    def to_frame(self) -> pd.DataFrame:
        """One row an index and statement that it is for. `saved_ms` is the index's, NaN where it isn't proven."""
        import pandas as pd

        rows = [
            {
                "index": one.name,
                "ddl": one.ddl,
                "statement": effect.statement,
                "weight": effect.weight,
                "cost_before": effect.before,
                "cost_after": effect.after,
                "size_bytes": one.size.size_bytes,
                "write_cost": one.write_cost,
                "label": one.label,
                "ratio": float("nan") if effect.ratio is None else effect.ratio,
                "saved_ms": float("nan") if one.saved_ms is None else one.saved_ms,
            }
            for one in self.chosen
            for effect in one.why
        ]
        columns = ["index", "ddl", "statement", "weight", "cost_before", "cost_after", "size_bytes", "write_cost"]
        return pd.DataFrame(rows, columns=[*columns, "label", "ratio", "saved_ms"])

    def to_json(self) -> str:
        """Everything but the trial, as JSON; DDL and reasons as they are shown."""
        given = {
            "label": self.label,
            "verdict": self.verdict,
            "engine": self.engine,
            "cost": {"before": self.before, "after": self.after},
            "size_bytes": self.size_bytes,
            "chosen": [_chosen(one) for one in self.chosen],
            "removed": [_chosen(one) for one in self.removed],
            "regressed": list(self.regressed),
            "rejected": [{"ddl": one.candidate.ddl, "reason": one.reason} for one in self.rejected],
            "curve": [
                {"size_bytes": state.size_bytes, "cost": state.total, "ddl": [one.ddl for one in state.chosen]}
                for state in self.curve
            ],
            "drops": [asdict(drop) for drop in self.drops],
            "statistics": [{**asdict(one), "why": one.why} for one in self.statistics],
            "set_aside": [asdict(one) for one in self.set_aside],
            "unhelped": [asdict(one) for one in self.unhelped],
            "effort": asdict(self.effort),
            "notes": list(self.notes),
        }
        return json.dumps(given, ensure_ascii=False, indent=2)


def _chosen(one: Chosen) -> dict[str, Any]:
    plain = replace(one, candidate=Candidate(one.candidate.ddl, ()), why=())
    given = {"ddl": one.ddl, **{name: value for name, value in asdict(plain).items() if name != "candidate"}}
    return {**given, "why": [_effect(effect) for effect in one.why]}


def _effect(effect: Effect) -> dict[str, Any]:
    plain = {name: value for name, value in asdict(replace(effect, verdict=None)).items() if name != "verdict"}
    return {**plain, "ratio": effect.ratio, "bound": "" if effect.verdict is None else effect.verdict.bound}


def proof_words(trial: WorkloadTrial) -> str:
    """How many statements got faster, and slower."""
    faster = sum(line.verdict is not None and line.verdict.outcome == "faster" for line in trial.lines)
    slower = len(trial.regressions)
    return f"{faster} of {len(trial.lines)} statements faster, {slower or 'none'} slower"


def no_index(advice: Advice) -> str:
    """Why there is nothing to make."""
    if advice.removed:
        return "No index helps, because none of those that the planner promised made a statement faster when it was tried."
    if advice.statistics:
        return "No index helps; the planner is wrong about rows, and statistics would tell it."
    reasons = list(dict.fromkeys(one.reason for one in advice.unhelped))
    if not reasons:
        return "No index helps, because there is no statement here to help."
    more = f", and {len(reasons) - 1} more reasons" if len(reasons) > 2 else f"; {reasons[1]}" if len(reasons) == 2 else ""
    return f"No index helps, because {reasons[0]}{more}."
