"""Times two settings of a statement against each other. The only clock in the workbench that a verdict rests on.

Runs come in pairs, one of each setting, and a coin decides which goes first: whatever else happens on the machine, slow drift
or sudden load, meets both alike. What a setting needs is done before its clock starts and undone after it has stopped.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from workbench.plan import read_plans
from workbench.postgres.connection import Connection
from workbench.sql import Bound
from workbench.timing import LOOKS, Outcome, Runs, Sample, Verdict, compare, fewest_pairs, suffices

# Fewer pairs prove nothing, so these are taken even if they outlast the budget; but not by more than this factor.
_PATIENCE = 12
# Runs under EXPLAIN, in the first pairs: enough for a median of the server's own times, which no verdict rests on.
WITNESSED = 5

Progress = Callable[[str, float], None]


def _nothing() -> None:
    """Changes nothing."""


@dataclass(frozen=True)
class Setting:
    """How a statement is run.

    Attributes:
        connection: in which session.
        bound: the statement.
        prepare: what is done before each run; it is undone after it.
        evict: what empties caches right before it.
        settles: whether the statement runs once untimed before: where what one side prepares takes long and fills the
            processor's caches with other things, which is none of the statement's business.
    """

    connection: Connection
    bound: Bound
    prepare: Callable[[], None] = _nothing
    settles: bool = False
    evict: Callable[[], None] | None = None

    def clear(self) -> None:
        """Empties caches, if that was asked for."""
        if self.evict is not None:
            self.evict()


@dataclass
class _Times:
    """The milliseconds of one setting, while they are being measured."""

    wall: list[float] = field(default_factory=list)
    discarded: list[float] = field(default_factory=list)
    server: list[float] = field(default_factory=list)
    planning: list[float] = field(default_factory=list)

    def runs(self) -> Runs:
        """As a value."""
        return Runs(Sample(tuple(self.wall), tuple(self.discarded)), Sample(tuple(self.server)), Sample(tuple(self.planning)))


def measure(
    before: Setting,
    after: Setting,
    *,
    budget_s: float,
    comparisons: int = 1,
    witnessed: int = WITNESSED,
    progress: Progress | None = None,
) -> tuple[Runs, Runs, Verdict]:
    """Runs pairs until they suffice for a verdict, there are 1,024, or the budget is spent.

    The first pair is discarded, unless caches are emptied before each run. Each run is undone, so that a write finds the same
    rows every time; undoing is not timed.

    Args:
        budget_s: seconds for all of it. Eight pairs are taken at least, unless they would take twelve times as long.
        comparisons: of how many verdicts this is one; see `timing.compare`.
        witnessed: how many runs under EXPLAIN there are besides, for the server's own times.
        progress: told what goes on, and the share of the budget that was spent since it was told last.
    """
    began = told = time.monotonic()
    pairs = _Pairs((before, after), witnessed)
    if before.evict is None:
        pairs.discard()
    fewest = fewest_pairs(comparisons)
    slow = (time.monotonic() - began) * fewest > budget_s * _PATIENCE
    while True:
        pairs.take()
        now = time.monotonic()
        if progress is not None:
            progress(f"{pairs.count} pairs of runs", (now - told) / budget_s)
        told = now
        late = now - began > budget_s and (slow or pairs.count >= fewest)
        if late or pairs.count in LOOKS:
            left, right = pairs.runs()
            verdict = compare(left.wall, right.wall, comparisons)
            if late or suffices(verdict) or pairs.count == LOOKS[-1]:
                if progress is not None:
                    progress(f"{pairs.count} pairs of runs", max(0.0, 1 - (now - began) / budget_s))
                return left, right, _with_reason(verdict, late, budget_s)


def _with_reason(verdict: Verdict, late: bool, budget_s: float) -> Verdict:
    """With a way on, where time was what there was too little of."""
    if not late or verdict.outcome is not Outcome.CANNOT_TELL:
        return verdict
    return replace(verdict, reason=f"{verdict.reason}; the budget of {budget_s:g} s was spent (budget_s= gives more)")


class _Pairs:
    """The runs of both settings, while they are being measured."""

    def __init__(self, settings: tuple[Setting, Setting], witnessed: int) -> None:
        self._settings = settings
        self._times = (_Times(), _Times())
        self._witnessed = witnessed

    @property
    def count(self) -> int:
        """How many pairs there are."""
        return len(self._times[0].wall)

    def discard(self) -> None:
        """A pair that warms caches and doesn't count."""
        for side in _shuffled():
            self._times[side].discarded.append(_visit(self._settings[side], None))

    def take(self) -> None:
        """One pair more."""
        for side in _shuffled():
            times = self._times[side]
            times.wall.append(_visit(self._settings[side], times if len(times.server) < self._witnessed else None))

    def runs(self) -> tuple[Runs, Runs]:
        """All so far, as values."""
        left, right = self._times
        return left.runs(), right.runs()


def _shuffled() -> tuple[int, int]:
    """Which side goes first. The test's error rate rests on this coin, so it is no pseudo-random series with a seed."""
    first = secrets.randbits(1)
    return first, 1 - first


def _visit(setting: Setting, witness: _Times | None) -> float:
    """The milliseconds of one run, within what the setting prepares.

    The statement is planned once before: what was prepared has emptied the session's memory of the catalog, and filling it
    again would be timed, more of it on one side than on the other.
    """
    connection = setting.connection
    with connection.rolled_back():
        setting.prepare()
        connection.prefixed("explain", setting.bound)
        if witness is not None:
            with connection.rolled_back():
                setting.clear()
                _witness(setting, witness)
        elif setting.settles:
            with connection.rolled_back():
                connection.timed(setting.bound)
        setting.clear()
        return connection.timed(setting.bound)


def _witness(setting: Setting, times: _Times) -> None:
    plan = read_plans(setting.connection.prefixed("explain (analyze, timing off, buffers, format json)", setting.bound))[0]
    times.server.append(plan.execution_ms or 0.0)
    times.planning.append(plan.planning_ms or 0.0)
