"""Trial: one statement before and after one candidate, by execution. A value; `postgres/trial.py` makes it."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.indexes.candidate import Candidate
from workbench.plan import Plan
from workbench.timing import Sample, Verdict


@dataclass(frozen=True)
class BuiltIndex:
    """The index as it stood on the server until it was rolled back.

    Attributes:
        names: its name, as PostgreSQL chose it where the DDL gave none; on a partitioned table those of its parts follow.
        definition: PostgreSQL's own rendering of it, fully qualified.
        size_bytes: on disk.
        build_ms: wall clock of CREATE INDEX, in milliseconds.
        has_expression: whether a key is an expression rather than a column.
    """

    names: tuple[str, ...]
    definition: str
    size_bytes: int
    build_ms: float
    has_expression: bool

    @property
    def name(self) -> str:
        """The name of the index itself."""
        return self.names[0]


@dataclass(frozen=True)
class Side:
    """One side of a trial: the plan and the timed runs."""

    plan: Plan
    sample: Sample


@dataclass(frozen=True)
class Trial:
    """The evidence: the same statement without and with the index, measured in one transaction that was rolled back.

    Attributes:
        statement: the statement as the user wrote it.
        before, after: plan and timed runs without and with the index.
        verdict: what the runs allow one to say.
        index: what the index was: size, build time, definition.
        candidate: what was asked for; `candidate.ddl` is the statement to keep.
    """

    statement: str
    candidate: Candidate
    before: Side
    after: Side
    index: BuiltIndex
    verdict: Verdict

    @property
    def index_used(self) -> bool:
        """Whether the plan after the build uses the index at all."""
        return any(node.index in self.index.names for node in self.after.plan.nodes)
