"""WhatIf: what a statement would cost if candidates were there. The protocol and its values; the engines are in
`postgres/whatif/`. Costs are the planner's units: they say which plan it would choose, not how long that takes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from workbench.indexes.candidate import Candidate
from workbench.plan import Plan
from workbench.sql import Bound


@dataclass(frozen=True)
class Size:
    """How large an index would be: pages of 8,192 bytes, rows in it, and the levels of a B-tree above its leaves."""

    pages: int
    rows: float
    height: int = 0

    @property
    def size_bytes(self) -> int:
        """On disk."""
        return self.pages * 8192


@dataclass(frozen=True)
class Rejected:
    """A candidate that was turned down, and why, in one sentence."""

    candidate: Candidate
    reason: str


@dataclass(frozen=True)
class Priced:
    """A statement's price under some candidates.

    Attributes:
        cost: of the whole plan, in the planner's units.
        used: those of the candidates that the plan reads.
    """

    cost: float
    used: frozenset[Candidate]


class WhatIf(Protocol):
    """Prices statements under candidates. Nothing is ever executed; after `close()` nothing is left on the server."""

    @property
    def engine(self) -> str:
        """ "shadow", "hypopg" or "build"."""
        ...

    @property
    def caveats(self) -> tuple[str, ...]:
        """What a reader of its prices should know, a sentence each."""
        ...

    def prepare(self, sizes: Mapping[Candidate, Size]) -> tuple[Rejected, ...]:
        """Makes these candidates known, each with its estimated size; those that the engine or the server refuses come back
        with the reason, and must not be priced. May be called again with more."""
        ...

    def price(self, bound: Bound, candidates: Iterable[Candidate]) -> Priced:
        """The statement's price if exactly these candidates were there besides the indexes that are.

        Raises:
            DatabaseError: the server objects to the statement.
        """
        ...

    def plan(self, bound: Bound, candidates: Iterable[Candidate]) -> Plan:
        """The plan behind that price: estimates only."""
        ...

    def close(self) -> None:
        """Leaves nothing behind. Safe to call twice."""
        ...
