"""The price of a change: rows of (what, before, after), for HTML and text alike."""

from __future__ import annotations

from workbench.render.numbers import duration, percent, size
from workbench.render.options import options
from workbench.render.verdict import outcome_words
from workbench.timing import Runs
from workbench.trials import Price, WriteCost

_NONE = "–"
# What the lock that a plain CREATE INDEX and its like take means to others.
# https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES
_MEANING = {
    "ShareUpdateExclusiveLock": "others read and write on",
    "ShareLock": "others read, and wait with their writes",
    "ShareRowExclusiveLock": "others read, and wait with their writes",
    "ExclusiveLock": "others read, and wait with their writes",
    "AccessExclusiveLock": "others wait, even to read",
}

Line = tuple[str, str, str]


def price_lines(price: Price, planning: tuple[Runs, Runs] | None = None) -> list[Line]:
    """What it costs, a line each. In reproducible mode without times."""
    lines: list[Line] = []
    if price.size_bytes:
        lines.append(("size on disk", _NONE, size(price.size_bytes)))
    if not options.reproducible:
        lines.append(("time to build or apply it", _NONE, duration(price.build_ms)))
    lines += [(f"lock on {lock.table}", _NONE, _lock(lock.mode, price.build_ms)) for lock in price.locks]
    if planning is not None and not options.reproducible:
        before, after = (side.planning for side in planning)
        if before.runs and after.runs:
            lines.append(("planning of this statement", duration(before.median_ms), duration(after.median_ms)))
    if not options.reproducible:
        lines += [_write(cost) for cost in price.writes]
        lines += [_hot(cost) for cost in price.writes if any(cost.hot or ())]
    if price.blocks_hot:
        lines.append((f"heap-only updates of {', '.join(price.blocks_hot)}", "possible", "not possible"))
    if price.writes_untold:
        lines.append(("cost of writes", _NONE, price.writes_untold))
    return lines


def _lock(mode: str, held_ms: float) -> str:
    """What it means to others, for as long as the change takes if it is made as it was tried."""
    meaning = f"{mode}: {_MEANING.get(mode, 'see the manual')}"
    return meaning if options.reproducible else f"{meaning}, for {duration(held_ms)}"


def _write(cost: WriteCost) -> Line:
    before, after = cost.per_thousand_ms
    return (f"{cost.what}, 1,000 rows of {cost.table}", duration(before), f"{duration(after)} ({outcome_words(cost.verdict)})")


def _hot(cost: WriteCost) -> Line:
    before, after = cost.hot or (0, 0)
    return (f"of these updates heap-only (of {cost.rows:,})", percent(before / cost.rows), percent(after / cost.rows))
