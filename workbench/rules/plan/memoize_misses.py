"""A Memoize that seldom finds what it kept, or throws it away before it is asked for again.

Bad: it keeps 100,000 answers, and nobody asks twice.

    ->  Memoize  (actual rows=1 loops=100000)
          Cache Key: u.id
          Hits: 0  Misses: 100000  Evictions: 94120  Overflows: 0  Memory Usage: 8193kB

Good: a few keys, asked for again and again.

          Hits: 99000  Misses: 1000  Evictions: 0  Overflows: 0  Memory Usage: 109kB
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workbench.findings import Finding, Rule, Severity
from workbench.plan import Node, Plan
from workbench.rules.plan.memory import advice, set_work_mem, work_mem_mb
from workbench.rules.plan.places import most, total

ID = "memoize-misses"

# A lookup takes about a microsecond: fewer than this many are no millisecond.
WORTH_LOOKUPS = 1_000
# Measured on PostgreSQL 18 with the cheapest lookup there is, one row by its index: with a fifth of hits a join is 1.3 times
# slower than without the cache, with half as fast. (The table is on the rule's page.)
LOW_HITS = 0.25
# With as many hits as this the cache does its work, whatever it evicts.
ENOUGH_HITS = 0.9
# Evictions and overflows in a tenth of the misses: the cache is too small for its keys. Fewer are its normal end.
EVICTED = 0.1


@dataclass(frozen=True)
class Cache:
    """A Memoize's counters, over all processes."""

    hits: float
    misses: float
    evictions: float
    overflows: float

    @property
    def lookups(self) -> float:
        """How often it was asked."""
        return self.hits + self.misses

    @property
    def ratio(self) -> float:
        """Hits of all lookups; 0 without any."""
        return self.hits / self.lookups if self.lookups else 0.0


def cache(node: Node) -> Cache:
    """The counters of this Memoize; each process has a cache of its own, and prints its own."""
    return Cache(*(total(node, f"Cache {name}") for name in ("Hits", "Misses", "Evictions", "Overflows")))


def check(plan: Plan) -> Iterator[Finding]:
    """One finding for each Memoize with 1,000 lookups and more that is too small, or that nobody asks twice."""
    for node in plan.nodes:
        if node.kind != "Memoize":
            continue
        counted = cache(node)
        lost = counted.evictions + counted.overflows
        if counted.lookups < WORTH_LOOKUPS or counted.ratio >= ENOUGH_HITS:
            continue
        if counted.misses > counted.evictions and lost >= EVICTED * counted.misses:
            yield _too_small(plan, node, counted)
        elif counted.ratio < LOW_HITS:
            yield _useless(plan, node, counted)


def _too_small(plan: Plan, node: Node, counted: Cache) -> Finding:
    # What was left at the end took the peak; all that were ever kept take as many times more.
    peak = most(node, "Peak Memory Usage")
    needed = work_mem_mb(plan, peak * counted.misses / (counted.misses - counted.evictions))
    inner = plan.children(node)
    # Each eviction is the cause of one later miss at most.
    spared = min((counted.evictions + counted.overflows) / counted.misses, 1.0)
    return Finding(
        rule=ID,
        severity=Severity.WARNING,
        title=f"Memoize by {_key(node)} is too small for its keys",
        detail=f"Of {counted.lookups:,.0f} lookups {counted.hits:,.0f} were answered from memory; "
        f"{counted.evictions + counted.overflows:,.0f} answers had to go to make room, or never fitted.",
        remedy=advice(needed, "compare without it: set enable_memoize = off"),
        sql=set_work_mem(needed),
        evidence=_evidence(counted) | {"work_mem_mb_estimate": needed},
        at=node.number,
        saves_ms=inner[0].time_ms * spared if plan.timed and inner else None,
    )


def _useless(plan: Plan, node: Node, counted: Cache) -> Finding:
    return Finding(
        rule=ID,
        severity=Severity.INFO,
        title=f"Memoize by {_key(node)} keeps what is seldom asked for again",
        detail=f"Of {counted.lookups:,.0f} lookups {counted.hits:,.0f} were answered from memory: the planner expected fewer "
        "distinct keys than came.",
        remedy="Compare without it: set enable_memoize = off; and analyze the tables, so that their distinct keys are known.",
        sql="set enable_memoize = off",
        evidence=_evidence(counted),
        at=node.number,
        saves_ms=node.exclusive_ms if plan.timed else None,
    )


def _key(node: Node) -> str:
    return node.conditions.get("Cache Key", "its key")


def _evidence(counted: Cache) -> dict[str, float | int | str]:
    return {
        "hits": counted.hits,
        "misses": counted.misses,
        "evictions": counted.evictions,
        "overflows": counted.overflows,
        "hit_ratio": counted.ratio,
    }


RULE: Rule[Plan] = Rule(ID, check)
