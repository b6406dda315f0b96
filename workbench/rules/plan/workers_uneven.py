"""One parallel process worked long after the others had nothing left to do.

Bad:

    ->  Parallel Append  (actual time=0.1..100.0 loops=3)
          Worker 0:  actual time=0.1..280.0
          Worker 1:  actual time=0.1..10.0

Good: all took about as long.

Only plans made with VERBOSE tell each process's part.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.findings import Finding, Rule, Severity
from workbench.plan import Node, Plan

ID = "workers-uneven"

# The slowest process's time over the mean. Measured on 81 parallel nodes of real plans: a median of 1.1, at most 2.04; two
# processes that share the work as 3 to 1 have 1.5.
UNEVEN = 1.5
# What the others waited, in ms. Until the workers have started the leader works alone, which was up to 10 ms on a busy machine.
WORTH_MS = 20.0
# And in parts of the whole: less than a tenth isn't what makes the statement slow.
SHARE = 0.1
_GATHERS = frozenset({"Gather", "Gather Merge"})


def check(plan: Plan) -> Iterator[Finding]:
    """One finding for each Gather whose slowest process took 1.5 times the mean, and 20 ms and a tenth of the time longer."""
    for node in plan.nodes:
        above = plan.above(node)
        if above is not None and above.kind in _GATHERS and node.relationship != "InitPlan" and plan.timed:
            waited = _waited_ms(node)
            if node.skew >= UNEVEN and waited >= WORTH_MS and waited >= SHARE * plan.total_ms:
                yield _finding(node, waited)


def _waited_ms(node: Node) -> float:
    """The slowest process's time less the mean: what sharing evenly would save of the wall clock."""
    times = [participant.time_ms for participant in node.participants]
    return max(times) - sum(times) / len(times) if times else 0.0


def _finding(node: Node, waited: float) -> Finding:
    slowest = max(node.participants, key=lambda participant: participant.time_ms)
    return Finding(
        rule=ID,
        severity=Severity.WARNING,
        title=f"{node.label}: one process did most of the parallel work",
        detail=f"The slowest, {slowest.name}, took {slowest.time_ms:,.0f} ms for {slowest.rows:,.0f} of {node.rows:,.0f} "
        f"rows: {node.skew:.1f} times the mean.",
        remedy="Look for the part that can't be divided: one large partition, one frequent value, an expensive condition on "
        "few pages. A table of few pages is given out in few pieces.",
        evidence={
            "processes": len(node.participants),
            "slowest_ms": slowest.time_ms,
            "waited_ms": waited,
            "skew": node.skew,
        },
        at=node.number,
        measured=True,
        saves_ms=waited,
    )


RULE: Rule[Plan] = Rule(ID, check)
