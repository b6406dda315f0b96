"""What statements cost under sets of candidates: a cache that asks as little as it can. Pure; the price is injected.

Sets are the bits of a number, since a search compares hundreds of thousands of them. Two facts of planners save most
questions: a plan that was the cheapest under C and uses U is the cheapest under every C' with U <= C' <= C; and more indexes
never make the cheapest plan dearer. So whatever is known bounds what is not: from below by sets that hold C', from above by
plans that C' allows. Both are near-exact: PostgreSQL takes costs within 1 % for equal.
https://github.com/postgres/postgres/blob/master/src/backend/optimizer/util/pathnode.c
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from workbench.indexes.candidate import Candidate
from workbench.indexes.whatif import Priced

# Asks what a statement (by its place) costs under some candidates.
Price = Callable[[int, frozenset[Candidate]], Priced]
# Bounds that are this near are a figure: a tenth of what the planner itself takes for equal.
_EQUAL = 0.001


class Costs:
    """The costs of all statements, as far as they are known.

    Attributes:
        relevant: for each statement the candidates that may matter to it; narrowed as the search learns more.
        calls: how often the price was asked. hits: how often a figure was found without.
        closed: nothing is asked any more; what is unknown counts as dear as it can be.
    """

    def __init__(self, candidates: Sequence[Candidate], relevant: Sequence[int], base: Sequence[float], price: Price) -> None:
        self._candidates = candidates
        self._places = {candidate: place for place, candidate in enumerate(candidates)}
        self._price = price
        # For each statement what was asked: (used, asked, cost).
        self._entries: list[list[tuple[int, int, float]]] = [[(0, 0, cost)] for cost in base]
        self._bounds: list[dict[int, tuple[float, float]]] = [{} for _ in base]
        self.relevant = list(relevant)
        self.calls = 0
        self.hits = 0
        self.closed = False

    def bounds(self, statement: int, chosen: int) -> tuple[float, float]:
        """The least and the most that the statement may cost; equal where the figure is known."""
        asked = chosen & self.relevant[statement]
        known = self._bounds[statement].get(asked)
        if known is None:
            known = self._bounds[statement][asked] = self._derived(statement, asked)
            self.hits += known[0] == known[1]
        return (known[1], known[1]) if self.closed else known

    def ask(self, statement: int, chosen: int) -> int:
        """Asks the price; gives the candidates that the plan uses. Nothing is asked where all is known."""
        asked = chosen & self.relevant[statement]
        for used, among, _ in self._entries[statement]:
            if used & ~asked == 0 and asked & ~among == 0:
                return used
        if self.closed:
            return 0
        priced = self._price(statement, frozenset(self._candidates[place] for place in places(asked)))
        self.calls += 1
        used = sum(1 << self._places[candidate] for candidate in priced.used)
        self._entries[statement].append((used, asked, priced.cost))
        self._narrow(statement, used, asked, priced.cost)
        return used

    def used(self, statement: int) -> list[int]:
        """The sets of candidates that plans of this statement used, in the order in which they came."""
        return list(dict.fromkeys(used for used, _, _ in self._entries[statement] if used))

    def _narrow(self, statement: int, used: int, among: int, cost: float) -> None:
        """What one more figure says of the sets that were asked about before: far less work than to derive all of them anew."""
        known = self._bounds[statement]
        for asked, (low, high) in known.items():
            if low < cost and asked & ~among == 0:
                low = cost
            elif high <= cost or used & ~asked:
                continue
            if used & ~asked == 0:
                high = min(high, cost)
            known[asked] = _settled(low, high)

    def _derived(self, statement: int, asked: int) -> tuple[float, float]:
        low, high = 0.0, float("inf")
        for used, among, cost in self._entries[statement]:
            if asked & ~among == 0:
                low = max(low, cost)
            if used & ~asked == 0:
                high = min(high, cost)
        return _settled(low, high)


def _settled(low: float, high: float) -> tuple[float, float]:
    """Both the same where they are as near as no matter."""
    return (high, high) if low >= high * (1 - _EQUAL) else (low, high)


def places(chosen: int) -> list[int]:
    """The places of the bits that are set, in order. Almost always there are one or two, of hundreds."""
    found = []
    while chosen:
        low = chosen & -chosen
        found.append(low.bit_length() - 1)
        chosen ^= low
    return found
