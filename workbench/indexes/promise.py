"""Promise: what the planner says of a statement if indexes were there. Estimates; a trial proves or refutes them."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.indexes.candidate import Candidate
from workbench.indexes.whatif import Size
from workbench.plan import PlanDiff


@dataclass(frozen=True)
class Promise:
    """A statement without and with candidates, as the planner sees it.

    Attributes:
        statement: its name.
        sizes: the candidates, each with its estimated size.
        used: those that the plan reads.
        diff: both plans, estimates only.
        notes: what a reader should know of it, a sentence each.
    """

    statement: str
    sizes: dict[Candidate, Size]
    used: frozenset[Candidate]
    diff: PlanDiff
    notes: tuple[str, ...] = ()

    @property
    def cost(self) -> tuple[float, float]:
        """Of the whole plan without and with them, in the planner's units."""
        return self.diff.before.root.total_cost or 0.0, self.diff.after.root.total_cost or 0.0

    @property
    def size_bytes(self) -> int:
        """Of all candidates together, estimated."""
        return sum(size.size_bytes for size in self.sizes.values())
