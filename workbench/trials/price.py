"""Price: what a change costs, as it was measured. Values; `postgres/price.py` makes them."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.timing import Sample, Verdict


@dataclass(frozen=True)
class Lock:
    """A lock that the change took, as the server told it: mode "ShareLock" on table "orders".

    https://www.postgresql.org/docs/current/explicit-locking.html
    """

    table: str
    mode: str


@dataclass(frozen=True)
class WriteCost:
    """What writing costs without and with the change.

    Attributes:
        table: the table that was written to.
        what: "insert", "delete", or "update of status, total".
        rows: how many rows each run wrote.
        before, after: wall-clock milliseconds of each run, in pairs.
        verdict: what these pairs allow one to say.
        hot: of the rows of one update, how many were heap-only (no index had to be touched), before and after; None where it is
            no update.
    """

    table: str
    what: str
    rows: int
    before: Sample
    after: Sample
    verdict: Verdict
    hot: tuple[int, int] | None = None

    @property
    def per_thousand_ms(self) -> tuple[float, float]:
        """Median milliseconds for 1,000 rows, before and after."""
        factor = 1000 / self.rows
        return self.before.median_ms * factor, self.after.median_ms * factor


@dataclass(frozen=True)
class Price:
    """What a change costs.

    Attributes:
        size_bytes: of all that was built, on disk.
        build_ms: wall clock of building or applying it, in milliseconds.
        locks: what it locked, and would lock for as long as `build_ms` if it were made for good without CONCURRENTLY.
        writes: what writing costs.
        writes_untold: why `writes` is empty, or "".
        blocks_hot: columns whose updates could be heap-only before, and can't be any more.
    """

    size_bytes: int
    build_ms: float
    locks: tuple[Lock, ...]
    writes: tuple[WriteCost, ...] = ()
    writes_untold: str = ""
    blocks_hot: tuple[str, ...] = ()
