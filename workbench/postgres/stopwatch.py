"""Times two settings of a statement against each other. The only clock in the workbench that a verdict rests on.

Runs come in pairs, one of each setting, and a coin decides which goes first: whatever else happens on the machine, slow drift
or sudden load, meets both alike. What a setting needs is done before its clock starts and undone after it has stopped.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from math import ceil, inf

from workbench.errors import StatementTimeout
from workbench.plan import read_plans
from workbench.postgres.connection import Connection
from workbench.sql import Bound
from workbench.timing import LOOKS, Outcome, Runs, Sample, Verdict, compare, fewest_pairs, suffices

# Fewer pairs prove nothing, so these are taken even if they outlast the budget; but not by more than this factor.
_PATIENCE = 12
# A run is cut off when it takes so many times as long as the other side's does: the ratio is proven by then, and a plan that
# explodes may take days. But never while the budget has time for it.
_HOPELESS = 3
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
    cut: int = 0
    discarded: list[float] = field(default_factory=list)
    server: list[float] = field(default_factory=list)
    planning: list[float] = field(default_factory=list)

    def runs(self) -> Runs:
        """As a value."""
        wall = Sample(tuple(self.wall), tuple(self.discarded), self.cut)
        return Runs(wall, Sample(tuple(self.server)), Sample(tuple(self.planning)))


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
    rows every time; undoing is not timed. Runs that take far longer than the other side's are cut off: then the ratio is a
    bound.

    Args:
        budget_s: seconds for all of it. Eight pairs are taken at least, unless they would take twelve times as long.
        comparisons: of how many verdicts this is one; see `timing.compare`.
        witnessed: how many runs under EXPLAIN there are besides, for the server's own times.
        progress: told what goes on, and the share of the budget that was spent since it was told last.
    """
    began = told = time.monotonic()
    fewest = fewest_pairs(comparisons)
    pairs = _Pairs((before, after), witnessed, budget_s * _PATIENCE / fewest * 1000)
    slow = before.evict is None and pairs.discard() * fewest > budget_s * _PATIENCE * 1000
    while True:
        if not pairs.hopeless:
            pairs.take()
        now = time.monotonic()
        if progress is not None:
            progress(f"{pairs.count} pairs of runs", (now - told) / budget_s)
        told = now
        late = pairs.hopeless or (now - began > budget_s and (slow or pairs.count >= fewest))
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
    """The runs of both settings, while they are being measured. `patience_ms` is what a pair may take."""

    def __init__(self, settings: tuple[Setting, Setting], witnessed: int, patience_ms: float) -> None:
        self._settings = settings
        self._times = (_Times(), _Times())
        self._witnessed = witnessed
        self._patience_ms = patience_ms
        self._quickest = inf

    @property
    def count(self) -> int:
        """How many pairs there are."""
        return len(self._times[0].wall)

    @property
    def hopeless(self) -> bool:
        """Whether both sides took longer than a run may take: all pairs that there are were cut off on both sides."""
        return self.count > 0 and self._quickest == inf

    def discard(self) -> float:
        """A pair that warms caches and doesn't count; gives the milliseconds of a pair, with none of its runs cut off.

        Where both are cut off nothing can be told in the time that there is: then this is the only pair.
        """
        runs = self._both(witnessed=0)
        for times, run in zip(self._times, runs, strict=True):
            (times.discarded if self._quickest < inf else times.wall).append(run.ms)
            times.cut += self._quickest == inf
        return sum(self._quickest if run.cut else run.ms for run in runs)

    def take(self) -> None:
        """One pair more."""
        for times, run in zip(self._times, self._both(self._witnessed), strict=True):
            times.wall.append(run.ms)
            times.cut += run.cut

    def runs(self) -> tuple[Runs, Runs]:
        """All so far, as values."""
        left, right = self._times
        return left.runs(), right.runs()

    def _both(self, witnessed: int) -> tuple[_Run, _Run]:
        """A run of each."""
        runs: dict[int, _Run] = {}
        for side in _shuffled():
            times = self._times[side]
            witness = times if len(times.server) < witnessed else None
            runs[side] = run = _visit(self._settings[side], witness, self._limit_ms())
            if not run.cut:
                self._quickest = min(self._quickest, run.ms)
        return runs[0], runs[1]

    def _limit_ms(self) -> float:
        """After so many milliseconds a run is cut off."""
        if self._quickest == inf:
            return self._patience_ms
        return max(_HOPELESS * self._quickest, self._patience_ms - self._quickest)


def _shuffled() -> tuple[int, int]:
    """Which side goes first. The test's error rate rests on this coin, so it is no pseudo-random series with a seed."""
    first = secrets.randbits(1)
    return first, 1 - first


@dataclass(frozen=True)
class _Run:
    """The milliseconds of one run; if it was cut off, those until then."""

    ms: float
    cut: bool = False


def _visit(setting: Setting, witness: _Times | None, limit_ms: float) -> _Run:
    """One run, within what the setting prepares; cut off after the limit.

    The statement is planned once before: what was prepared has emptied the session's memory of the catalog, and filling it
    again would be timed, more of it on one side than on the other.
    """
    connection = setting.connection
    began = inf
    try:
        with connection.rolled_back():
            setting.prepare()
            connection.prefixed("explain", setting.bound)
            connection.rows("lower_timeout", ms=ceil(limit_ms))
            if witness is not None or setting.settles:
                with connection.rolled_back():
                    setting.clear()
                    began = time.perf_counter()
                    _witness(setting, witness) if witness is not None else connection.timed(setting.bound)
            setting.clear()
            began = time.perf_counter()
            return _Run(connection.timed(setting.bound))
    except StatementTimeout:
        if began == inf:  # it was in preparing
            raise
        return _Run((time.perf_counter() - began) * 1000, cut=True)


def _witness(setting: Setting, times: _Times) -> None:
    plan = read_plans(setting.connection.prefixed("explain (analyze, timing off, buffers, format json)", setting.bound))[0]
    times.server.append(plan.execution_ms or 0.0)
    times.planning.append(plan.planning_ms or 0.0)
