"""Times one statement several times. The only clock in the workbench that a verdict rests on."""

from __future__ import annotations

import time

from workbench.postgres.connection import Connection
from workbench.sql import Bound
from workbench.timing import Sample

# The first run warms caches and is not counted.
DISCARD = 1


def measure(connection: Connection, bound: Bound, *, runs: int, most: int, budget_s: float) -> Sample:
    """Runs the statement `runs` times, and on up to `most` times while `budget_s` seconds last.

    Each run is undone, so that a write finds the same rows every time; undoing is not timed. Wall clock, client side,
    rows fetched.

    Returns:
        A sample of `runs` to `most` runs, after one discarded run.
    """
    discarded = tuple(_once(connection, bound) for _ in range(DISCARD))
    times: list[float] = []
    began = time.monotonic()
    while len(times) < runs or (len(times) < most and time.monotonic() - began < budget_s):
        times.append(_once(connection, bound))
    return Sample(tuple(times), discarded)


def _once(connection: Connection, bound: Bound) -> float:
    with connection.rolled_back():
        return connection.timed(bound)
