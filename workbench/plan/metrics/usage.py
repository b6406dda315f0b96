"""Buffers, I/O times and WAL: cumulative over all that is beneath a node, so its own part is exact by subtraction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workbench.plan.metrics.deferred import Payers
from workbench.plan.model import Buffers, IoTime, Usage, Wal
from workbench.plan.raw import Raw

_BLOCKS = (
    "Shared Hit Blocks", "Shared Read Blocks", "Shared Dirtied Blocks", "Shared Written Blocks",
    "Local Hit Blocks", "Local Read Blocks", "Local Dirtied Blocks", "Local Written Blocks",
    "Temp Read Blocks", "Temp Written Blocks",
)  # fmt: skip
# One name up to 14 and, beside Temp, in 15 and 16; since 17 shared and local apart.
_IO = (
    ("I/O Read Time", "Shared I/O Read Time", "Local I/O Read Time"),
    ("I/O Write Time", "Shared I/O Write Time", "Local I/O Write Time"),
    ("Temp I/O Read Time",),
    ("Temp I/O Write Time",),
)
_WAL = ("WAL Records", "WAL FPI", "WAL Bytes", "WAL Buffers Full")

# Counters that aren't 0, by place: of the eighteen most nodes have three.
_Counters = dict[int, float]
_PLACES = {
    name: place
    for place, names in enumerate((*((name,) for name in _BLOCKS), *_IO, *((name,) for name in _WAL)))
    for name in names
}
_UNUSED = Usage()


def usages(nodes: Sequence[Raw], payers: Mapping[int, Payers]) -> list[tuple[Usage, Usage]]:
    """For each node what it used with all that is beneath it, and what it used itself.

    A CTE's pages are in the scans that pulled it, too. How many were pulled by which of several is not in the plan, but that
    doesn't matter for the sum: each gives what it has until the CTE's are all accounted for.
    """
    whole = [_counters(node) for node in nodes]
    own: dict[int, _Counters] = {}
    for child, paying in payers.items():
        owed = dict(whole[child])
        for payer, _ in paying:
            if owed and payer not in own:
                own[payer] = dict(whole[payer])
            for place, amount in owed.items():
                part = min(amount, own[payer].get(place, 0))  # a damaged plan can claim more below than above
                if part:
                    own[payer][place] -= part
                    owed[place] -= part
    used = [_usage(counters) for counters in whole]
    return [(usage, _usage(own[i]) if i in own else usage) for i, usage in enumerate(used)]


def _counters(node: Raw) -> _Counters:
    found: _Counters = {}
    for name in _PLACES.keys() & node.fields.keys():
        amount = node.figure(name)
        if amount:
            place = _PLACES[name]
            found[place] = found.get(place, 0) + amount
    return found


def _usage(counters: _Counters) -> Usage:
    if not counters:
        return _UNUSED
    get = counters.get
    blocks = Buffers(*[int(get(place, 0)) for place in range(10)])
    io, wal = IoTime(), Wal()
    if max(counters) >= 10:
        # 17.000000000000004 ms came of a subtraction; the plan prints microseconds
        io = IoTime(*[round(get(place, 0.0), 3) for place in range(10, 14)])
        wal = Wal(*[int(get(place, 0)) for place in range(14, 18)])
    return Usage(blocks, io, wal)
