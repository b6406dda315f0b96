"""Statistics that would mend an estimate: where the planner is wrong about rows, an index may be the wrong answer."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class StatisticsAdvice:
    """CREATE STATISTICS for columns that depend on one another.

    Attributes:
        ddl: the statement. analyze: the one that has to follow.
        name: the object's name, as one writes it.
        statement: of the workload, for which it was seen.
        planned, rows: rows that the planner expected without it, and with it, or that came.
        measured: whether `rows` came from a run, rather than from the planner with these statistics.
    """

    ddl: str
    analyze: str
    name: str
    statement: str
    planned: float
    rows: float
    measured: bool = False

    @property
    def over(self) -> frozenset[str]:
        """The columns and the table, in whatever order: two of the same say the same."""
        return frozenset(re.split(r", | from ", self.ddl.partition(" on ")[2]))

    @property
    def why(self) -> str:
        """One sentence."""
        come = "come" if self.measured else "come by these statistics"
        return f"the planner expects {self.planned:,.0f} rows where {self.rows:,.0f} {come}, in {self.statement}"
