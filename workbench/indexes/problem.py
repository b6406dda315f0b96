"""What the search for indexes is given and what it gives: values, and the order among sets. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from workbench.indexes.candidate import Candidate
from workbench.indexes.whatif import Size


@dataclass(frozen=True)
class Option:
    """A candidate with what it takes: bytes on disk, and what the workload's writes cost more, in the planner's units."""

    candidate: Candidate
    size: Size
    write_cost: float = 0.0


@dataclass(frozen=True)
class Demand:
    """A statement as the search sees it: how often it runs, its cost as things are, the candidates on its tables, and those of
    them that it is asked about first; None for all."""

    weight: float
    cost: float
    relevant: frozenset[Candidate]
    likely: frozenset[Candidate] | None = None


@dataclass(frozen=True)
class Limits:
    """What the set may take; None for no limit."""

    size_bytes: int | None = None
    indexes: int | None = None


@dataclass(frozen=True)
class State:
    """A set of indexes and what it comes to.

    Attributes:
        chosen: the candidates, in the order of the options.
        size_bytes: of all.
        cost: of the workload, as weighted. write_cost: what its writes cost more.
    """

    chosen: tuple[Candidate, ...]
    size_bytes: int
    cost: float
    write_cost: float

    @property
    def total(self) -> float:
        """Both costs."""
        return self.cost + self.write_cost


@dataclass(frozen=True)
class Searched:
    """What came of it.

    Attributes:
        best: the cheapest state within the limits. start: without any index.
        curve: of all states that were seen those that none is both smaller and cheaper than, from the smallest on; it goes
            beyond the limits.
        calls: how often the price was asked. hits: how often it was known.
        ended: "done", "deadline" or "stopped".
        left: the options that were not chosen, each with why.
    """

    best: State
    start: State
    curve: tuple[State, ...]
    calls: int
    hits: int
    ended: str
    left: tuple[tuple[Candidate, str], ...] = ()


def pareto(states: Iterable[State]) -> tuple[State, ...]:
    """Those that none is both no larger and no dearer than."""
    kept: list[State] = []
    for state in sorted(states, key=lambda state: (state.size_bytes, state.total, len(state.chosen))):
        if not kept or state.total < kept[-1].total:
            kept.append(state)
    return tuple(kept)
