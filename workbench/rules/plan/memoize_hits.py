"""This part is fine: a Memoize that answers nearly all lookups from memory.

Good:

    ->  Memoize  (actual rows=1 loops=100000)
          Hits: 99000  Misses: 1000  Evictions: 0  Overflows: 0  Memory Usage: 109kB

Bad: see memoize-misses.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.findings import Finding, Rule, Severity
from workbench.plan import Plan
from workbench.rules.plan.memoize_misses import ENOUGH_HITS, WORTH_LOOKUPS, cache

ID = "memoize-hits"


def check(plan: Plan) -> Iterator[Finding]:
    """One finding for each Memoize that answered 90 % or more of at least 1,000 lookups from memory."""
    for node in plan.nodes:
        if node.kind != "Memoize":
            continue
        counted = cache(node)
        if counted.lookups >= WORTH_LOOKUPS and counted.ratio >= ENOUGH_HITS:
            yield Finding(
                rule=ID,
                severity=Severity.GOOD,
                title=f"Memoize by {node.conditions.get('Cache Key', 'its key')} answers nearly all lookups from memory",
                detail=f"Of {counted.lookups:,.0f} lookups only {counted.misses:,.0f} went on to what is below it.",
                remedy="Nothing to do here.",
                evidence={"hits": counted.hits, "misses": counted.misses, "hit_ratio": counted.ratio},
                at=node.number,
                measured=True,
                saves_ms=0.0,
            )


RULE: Rule[Plan] = Rule(ID, check)
