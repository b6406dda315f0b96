"""Sample: the timed runs of one statement under one condition. Milliseconds in, figures out; never a clock."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Sample:
    """Runs in the order in which they were measured.

    Attributes:
        times_ms: wall-clock milliseconds of each run that counts.
        discarded_ms: the first runs, which warmed the caches and don't count.
        cut: how many of the runs were cut off; each would have taken longer than it says.
    """

    times_ms: tuple[float, ...]
    discarded_ms: tuple[float, ...] = ()
    cut: int = 0

    @property
    def median_ms(self) -> float:
        """The middle run, in milliseconds."""
        return float(np.median(self.times_ms))

    @property
    def spread_ms(self) -> tuple[float, float]:
        """The quartiles (25 % and 75 %), in milliseconds: half of the runs lie between them."""
        low, high = np.percentile(self.times_ms, [25, 75])
        return float(low), float(high)

    @property
    def runs(self) -> int:
        """How many runs count."""
        return len(self.times_ms)


@dataclass(frozen=True)
class Runs:
    """What was measured of one side.

    Attributes:
        wall: the client's clock, from sending until the last row has arrived. The verdict rests on it.
        server: execution as the server itself tells it (EXPLAIN ANALYZE with TIMING OFF), of a few runs of their own.
        planning: the server's planning of these.
    """

    wall: Sample
    server: Sample
    planning: Sample
