"""The planner's prices, in its own unit. Estimates; no measured figure is here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.plan.raw import Raw

# What PostgreSQL <= 17 adds to the cost of a node that enable_... = off forbids (disable_cost in costsize.c); all above have
# it in their sum. 18 counts instead, and says "Disabled": true.
PENALTY = 1e10


@dataclass(frozen=True)
class Cost:
    """One node's price for one loop, without penalties."""

    startup: float
    total: float
    exclusive: float
    disabled: bool


def costs(nodes: Sequence[Raw]) -> list[Cost]:
    """The prices of all nodes, in their order.

    `exclusive` leaves out the children's. Below a LIMIT or on the outer side of an early stop children cost more than their
    parent, which doesn't run them to the end; that is shown as 0.
    """
    totals = [node.figure("Total Cost") for node in nodes]
    penalties = [_penalties(total) for total in totals]
    own = [total - count * PENALTY for total, count in zip(totals, penalties, strict=True)]
    left, charged = list(own), list(penalties)
    for node in nodes:
        if node.parent is not None and node.relationship != "Task":
            left[node.parent] -= own[node.number]
            charged[node.parent] -= penalties[node.number]
    return [
        Cost(
            startup=node.figure("Startup Cost") - _penalties(node.figure("Startup Cost")) * PENALTY,
            total=own[i],
            exclusive=max(left[i], 0.0),
            disabled=charged[i] > 0 or node.fields.get("Disabled") is True,
        )
        for i, node in enumerate(nodes)
    ]


def _penalties(cost: float) -> int:
    return int(cost // PENALTY) if cost >= PENALTY else 0
