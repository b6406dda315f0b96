"""Terms: how a trial is made."""

from __future__ import annotations

from dataclasses import dataclass

BUDGET_S = 10.0


@dataclass(frozen=True)
class Terms:
    """How a trial is made.

    Attributes:
        budget_s: seconds for the runs of each comparison.
        cold: evict the statement's tables and indexes from the server's memory before each run.
        allow_locks: build even where others may have to wait.
    """

    budget_s: float = BUDGET_S
    cold: bool = False
    allow_locks: bool = False
