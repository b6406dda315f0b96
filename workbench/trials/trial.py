"""Trial: one statement before and after one change, by execution. A value; `postgres/trial.py` makes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.plan import Plan, PlanDiff
from workbench.timing import Outcome, Runs, Verdict
from workbench.trials.change import Change
from workbench.trials.price import Price

if TYPE_CHECKING:
    import pandas as pd

    from workbench.notebook.trial_widget import TrialWidget


@dataclass(frozen=True)
class Built:
    """Something as it stood on the server until it was rolled back.

    Attributes:
        kind: "index", "statistics" or "materialized view".
        name: as one writes it in SQL; PostgreSQL chose it where the DDL gave none.
        schema: the schema's bare name. names: bare names: its own, and on a partitioned table those of its parts.
        definition: PostgreSQL's own rendering of it, fully qualified.
        size_bytes: on disk, parts included.
        table: the server's number of the table that it is about.
        method: of an index: "btree", "gin", ...
        columns: of the table: those that it is about, in keys, expressions and predicate.
        has_expression: whether a key of an index is an expression rather than a column.
        unusable: rows were updated so lately that PostgreSQL can't use the index in the transaction that built it.
        oids: the server's numbers of it and its parts; they mean nothing once it is rolled back.
    """

    kind: str
    name: str
    schema: str
    names: tuple[str, ...]
    definition: str
    size_bytes: int
    table: int = 0
    method: str = ""
    columns: tuple[str, ...] = ()
    has_expression: bool = False
    unusable: bool = False
    oids: tuple[int, ...] = ()


@dataclass(frozen=True)
class Side:
    """One side of a trial: the plan (of a run that doesn't count, with every node timed) and the timed runs."""

    plan: Plan
    runs: Runs


@dataclass(frozen=True)
class Trial:
    """The evidence: the same statement without and with the change, measured in one transaction that was rolled back.

    Attributes:
        statement: the statement as the user wrote it.
        change: what was tried.
        before, after: plan and timed runs without and with it, in pairs.
        verdict: what the pairs allow one to say.
        built: what was made: indexes, statistics, views.
        dropped: the DDL of the indexes that it dropped.
        price: what it costs.
        cold: whether tables and indexes were evicted from the server's memory before each timed run.
        notes: what a reader should know of how it was measured.
    """

    statement: str
    change: Change
    before: Side
    after: Side
    verdict: Verdict
    built: tuple[Built, ...]
    price: Price
    dropped: tuple[str, ...] = ()
    cold: bool = False
    notes: tuple[str, ...] = ()

    @property
    def diff(self) -> PlanDiff:
        """What changed between the two plans."""
        return self.before.plan.diff(self.after.plan)

    @property
    def used(self) -> bool:
        """Whether the plan after uses an index that the trial built."""
        names = {name for built in self.built for name in built.names}
        return any(node.index in names for node in self.after.plan.nodes)

    @property
    def keep(self) -> str:
        """The SQL that makes the change for good, without blocking writers where PostgreSQL has a way."""
        return self.change.for_good

    @property
    def undo(self) -> str:
        """The SQL that takes it back; "" where that can't be told."""
        made = [f"{_UNDO[built.kind]} {built.name};" for built in reversed(self.built)]
        reset = [f"reset {step.setting};" for step in self.change.steps if step.kind == "set"]
        return "\n".join([*made, *reset, *(f"{definition};" for definition in self.dropped)])

    @property
    def worth_keeping(self) -> bool:
        """Whether it made the statement faster."""
        return self.verdict.outcome is Outcome.FASTER

    def to_frame(self) -> pd.DataFrame:
        """One row a run, in the order of the pairs: `pair` (from 1), `side`, `clock` ("wall", "server", "planning"), `ms`.

        The verdict rests on the rows of clock "wall"; the others are runs of their own, under EXPLAIN.
        """
        import pandas as pd

        rows = [
            {"pair": number, "side": name, "clock": clock, "ms": ms}
            for clock in ("wall", "server", "planning")
            for name, side in (("before", self.before), ("after", self.after))
            for number, ms in enumerate(getattr(side.runs, clock).times_ms, start=1)
        ]
        return pd.DataFrame(rows, columns=["pair", "side", "clock", "ms"]).sort_values(
            ["clock", "pair", "side"], ascending=[False, True, False], ignore_index=True
        )

    def widget(self) -> TrialWidget:
        """Live: what the cell shows, and below it the plan diff to explore."""
        from workbench.notebook.trial_widget import TrialWidget

        return TrialWidget(self)


_UNDO = {
    "index": "drop index concurrently",
    "statistics": "drop statistics",
    "materialized view": "drop materialized view",
}
