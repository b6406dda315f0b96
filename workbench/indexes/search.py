"""The search for a set of indexes: what the workload costs against the bytes that they take. Pure; the price is injected, and
so is the clock, which decides nothing unless time is up.

1. Look: each statement is priced with all its likely candidates, then without those that its plan used, and so on. That finds
   what the planner would pick, sets that are of use only together, and their stand-ins; all others don't matter to it.
2. Grow, after Extend (Schlosser, Kossmann, Boissier, https://doi.org/10.1109/ICDE.2019.00113): from nothing, the step that
   saves most for each byte that it takes: an index, a better one in place of one, or a set that was used together.
3. Widen: every statement is priced with that set and nothing left out. Where one reads an index that wasn't foreseen for it, it
   is grown anew. On TPC-H, for 500 MB, that took 2.6 percent off the cost.
4. Improve by dropping, swapping and merging, and by growing anew what one took, until nothing helps; and widen once more.

Relaxation from the other end (Bruno, Chaudhuri, https://doi.org/10.1145/1066157.1066184) came to the same sets as 3 and 4, for
a third more questions.

No step is priced further than it takes to know that another one is better: see `costs.py`.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from workbench.indexes.candidate import Candidate
from workbench.indexes.costs import Costs, Price, places
from workbench.indexes.problem import Demand, Limits, Option, Searched, State, pareto

# An index that saves less of the workload than this isn't worth its upkeep: no trial could prove it.
WORTH = 0.001
# Bytes of a page: no index takes less, and no step is divided by less.
_PAGE = 8192
# How often a statement is priced without what it used before: each time finds a stand-in, the last ones the small one that
# fits where little is left (a BRIN). On TPC-H the fourth brings up to a third of a percent of the cost, the fifth nothing.
_LAYERS = 4
# How often it looks again whether an index that was chosen helps where that wasn't foreseen.
_WIDENED = 2
# The share of the time that looking around may take: choosing asks about few indexes at a time, which is planned faster. It
# matters where time is up before all is asked (113 statements of up to 17 joins).
_LOOKING = 0.4
DONE, DEADLINE, STOPPED = "done", "deadline", "stopped"
_NO_LIMITS = Limits()


def search(
    demands: Sequence[Demand],
    options: Sequence[Option],
    price: Price,
    limits: Limits = _NO_LIMITS,
    remaining: Callable[[], float] = lambda: 1.0,
) -> Searched:
    """Finds the indexes that make the workload cheapest within the limits.

    Args:
        price: may raise KeyboardInterrupt, which ends the search with the best so far.
        remaining: seconds until time is up.
    """
    return _Search(demands, options, price, limits, remaining).run()


class _Search:
    """One search: the costs as far as they are known, and every set that it went to. A set is the bits of a number."""

    def __init__(
        self,
        demands: Sequence[Demand],
        options: Sequence[Option],
        price: Price,
        limits: Limits,
        remaining: Callable[[], float],
    ) -> None:
        self.demands, self.options, self.limits, self.remaining = demands, options, limits, remaining
        candidates = [option.candidate for option in options]
        number = {candidate: place for place, candidate in enumerate(candidates)}
        likely = [demand.relevant if demand.likely is None else demand.likely for demand in demands]
        self.everything = [_bits(demand.relevant, number) for demand in demands]
        self.likely = [_bits(one, number) for one in likely]
        self.unlooked: list[int] = []
        self.costs = Costs(candidates, self.likely, [demand.cost for demand in demands], price)
        self.fee = WORTH * sum(demand.weight * demand.cost for demand in demands)
        self.weights = [demand.weight for demand in demands]
        self.sizes = [option.size.size_bytes for option in options]
        self.upkeep = [option.write_cost + self.fee for option in options]
        self.alike = [sum(1 << other for other, c in enumerate(candidates) if c.table == own.table) for own in candidates]
        self.small = sum(1 << place for place in range(len(options)) if self._fits(1 << place))
        self.concerned: list[int] = []
        self.steps: dict[tuple[int, int], tuple[int, float, list[int]]] = {}
        self.seen: dict[int, None] = {0: None}
        self.ended = DONE

    def run(self) -> Searched:
        """All four steps."""
        self._look()
        self._settle_who_is_concerned()
        best = self._grown(0)
        for _ in range(_WIDENED):
            if not self._widened(best):
                break
            best = self._grown(0)
        best = self._improved(best)
        again = self._looked_again()
        if self._widened(best) or again:
            best = min((self._improved(one) for one in (best, self._grown(0))), key=self._total)
        left = tuple(self._left(best))
        self._grown_beyond(best)
        curve = pareto(self._state(chosen) for chosen in self.seen)
        ended = DEADLINE if self.unlooked and self.ended == DONE else self.ended
        return Searched(self._state(best), self._state(0), curve, self.costs.calls, self.costs.hits, ended, left)

    def _left(self, best: int) -> Iterator[tuple[Candidate, str]]:
        for place, option in enumerate(self.options):
            if not best >> place & 1:
                yield option.candidate, self._why_not(best, place)

    def _why_not(self, best: int, place: int) -> str:
        then = best | 1 << place
        if place not in self.useful:
            return "the planner uses it for none of the statements, or likes another one better"
        gain = self._reads(best) - self._reads(then)
        if not self._fits(then) and gain > self.fee:
            return "it doesn't fit beside the chosen ones, which save more"
        if self.options[place].write_cost > gain > self.fee:
            return "it costs writes more than it saves"
        return f"beside the chosen ones it saves less than {WORTH:.1%} of the workload's cost"

    # What is asked.

    def _ask(self, statement: int, chosen: int) -> int:
        """Asks for the price and gives what the plan uses; when time is up, or on Stop, nothing is asked any more."""
        if not self.costs.closed and self.remaining() <= 0:
            self._close(DEADLINE)
        try:
            return self.costs.ask(statement, chosen)
        except KeyboardInterrupt:
            self._close(STOPPED)
            return 0

    def _close(self, why: str) -> None:
        self.costs.closed, self.ended = True, why

    def _look(self) -> None:
        """Narrows what is relevant to each statement. Dear ones first, and in two rounds: where planning takes long, each is
        asked about once before any is asked about again."""
        began = self.remaining()
        dear = sorted(range(len(self.demands)), key=lambda n: -self.demands[n].weight * self.demands[n].cost)
        first = {statement: self._first(statement) for statement in dear if self._early(began)}
        for statement in dear:
            found = first.get(statement, 0)
            if statement in first and self._early(began):
                found |= self._seconds(statement, found)
            else:
                self.unlooked.append(statement)
            self.costs.relevant[statement] = found

    def _looked_again(self) -> bool:
        """Looks at what there was no time for, if there is time left; whether an index matters that seemed not to."""
        before = list(self.costs.relevant)
        while self.unlooked and not self.costs.closed and self.remaining() > 0:
            statement = self.unlooked.pop(0)
            self.costs.relevant[statement] = self.likely[statement]
            first = self._first(statement)
            self.costs.relevant[statement] = before[statement] | first | self._seconds(statement, first)
        self._settle_who_is_concerned()
        return before != self.costs.relevant

    def _early(self, began: float) -> bool:
        """Whether there is time to look around; what is left is for choosing."""
        return self.remaining() > began * (1 - _LOOKING)

    def _first(self, statement: int) -> int:
        """What the planner takes where everything is there."""
        return self._ask(statement, self.likely[statement]) if self.likely[statement] else 0

    def _seconds(self, statement: int, first: int) -> int:
        """What the planner takes where its first choice isn't there: of those that fit at all."""
        rest = self.costs.relevant[statement] & self.small
        found, layer = 0, first
        for _ in range(_LAYERS):
            rest &= ~layer
            layer = self._ask(statement, rest) if layer and rest else 0
            found |= layer
        return found

    def _widened(self, chosen: int) -> bool:
        """Asks about this set with nothing left out; whether an index matters to a statement that seemed not to."""
        before = list(self.costs.relevant)
        for statement, everything in enumerate(self.everything):
            if not self.costs.closed:
                self.costs.relevant[statement] |= chosen & everything
                used = self._ask(statement, chosen)
                self.costs.relevant[statement] = before[statement] | used
        self._settle_who_is_concerned()
        return before != self.costs.relevant

    def _settle_who_is_concerned(self) -> None:
        """For each option the statements that it may matter to, as bits; and the sets that are of use together."""
        self.concerned = [
            sum(1 << n for n, relevant in enumerate(self.costs.relevant) if relevant >> place & 1)
            for place in range(len(self.options))
        ]
        self.steps.clear()
        self.useful = [place for place, concerned in enumerate(self.concerned) if concerned]
        used = dict.fromkeys(one for n in range(len(self.demands)) for one in self.costs.used(n))
        self.sets = [one for one in used if one & (one - 1)]

    # What a set comes to.

    def _bytes(self, chosen: int) -> int:
        return sum(self.sizes[place] for place in places(chosen))

    def _writes(self, chosen: int) -> float:
        return sum(self.options[place].write_cost for place in places(chosen))

    def _reads(self, chosen: int) -> float:
        return sum(demand.weight * self.costs.bounds(n, chosen)[1] for n, demand in enumerate(self.demands))

    def _total(self, chosen: int) -> float:
        return self._reads(chosen) + sum(self.upkeep[place] for place in places(chosen))

    def _fits(self, chosen: int) -> bool:
        return self._allowed(self._bytes(chosen), chosen.bit_count())

    def _allowed(self, size: int, count: int) -> bool:
        few = self.limits.indexes is None or count <= self.limits.indexes
        return few and (self.limits.size_bytes is None or size <= self.limits.size_bytes)

    def _state(self, chosen: int) -> State:
        picked = tuple(self.options[place].candidate for place in places(chosen))
        return State(picked, self._bytes(chosen), self._reads(chosen), self._writes(chosen))

    # Where to go from a set.

    def _grown(self, now: int, banned: int = 0) -> int:
        """The step that saves most a byte, until none saves any."""
        while True:
            steps = (then for then in self._more(now) if not then & banned)
            then = self._best(now, steps, self._saved_a_byte, least=0.0)
            if then is None:
                return now
            now = then
            self.seen[now] = None

    def _grown_beyond(self, best: int) -> None:
        """For the curve: what more bytes would buy, as far as that is known. Nothing is asked for it."""
        self.costs.closed, self.limits = True, _NO_LIMITS
        self._grown(best)

    def _improved(self, now: int) -> int:
        """Whatever step saves most, until none does."""
        while not self.costs.closed and self.remaining() > 0:
            then = self._best(now, self._others(now), lambda gain, _: gain, least=self.fee * 1e-6) or self._regrown(now)
            if then is None:
                return now
            now = then
            self.seen[now] = None
        return now

    def _regrown(self, now: int) -> int | None:
        """One is taken away, and what comes in its place is grown: several for one, which no swap finds."""
        for place in sorted(places(now), key=lambda place: -self.options[place].size.size_bytes):
            if self.remaining() <= 0:
                return None
            then = self._grown(now & ~(1 << place), banned=1 << place)
            if self._total(then) < self._total(now) - self.fee * 1e-6:
                return then
        return None

    def _more(self, now: int) -> Iterator[int]:
        for place in self.useful:
            yield now | 1 << place
        yield from (now | one for one in self.sets)
        yield from self._swapped(now)

    def _less(self, now: int) -> Iterator[int]:
        for place in places(now):
            yield now & ~(1 << place)
        yield from (then for then in self._swapped(now) if self._growth(now, then) < 0)

    def _others(self, now: int) -> Iterator[int]:
        """Drop one, add one or a set, swap, merge two; across tables only what doesn't fit beside the others."""
        yield from self._less(now)
        yield from self._more(now)
        size, count = self._bytes(now), now.bit_count() + 1
        too_large = [place for place in self.useful if not self._allowed(size + self.sizes[place], count)]
        for one in places(now):
            without = now & ~(1 << one)
            yield from (without | 1 << place for place in too_large)
            yield from (without | together for together in self.sets)
            for other in places(without & self.alike[one]):
                yield from (without & ~(1 << other) | 1 << place for place in self.useful if self.alike[one] >> place & 1)

    def _swapped(self, now: int) -> Iterator[int]:
        """One for another on the same table; none when time is up, since these are most of the steps."""
        if self.costs.closed or self.remaining() <= 0:
            return
        for one in places(now):
            yield from (now & ~(1 << one) | 1 << place for place in self.useful if self.alike[one] >> place & 1)

    # Which step is best, with as few questions as that takes.

    def _best(self, now: int, steps: Iterable[int], score: Callable[[float, int], float], least: float) -> int | None:
        """The step of the best score whose gain is more than `least`, of those that fit; None if there is none.

        Each step stands at what it could score at best. Only the one at the top is asked about, one statement at a time.
        """
        size = self._bytes(now)
        costs = [self.costs.bounds(statement, now)[1] for statement in range(len(self.demands))]
        queue: list[tuple[float, int, int, int]] = []

        def stand(number: int, then: int, more: int) -> int | None:
            """Puts the step where it belongs; gives the statement that is still to be asked about."""
            gain, unknown = self._gain(costs, now, then)
            if gain > least:
                heapq.heappush(queue, (-score(gain, more), number, then, more))
            return unknown

        for number, then in enumerate(dict.fromkeys(steps)):
            more = self._growth(now, then)
            if then != now and self._allowed(size + more, then.bit_count()):
                stand(number, then, more)
        while queue:
            stood, number, then, more = heapq.heappop(queue)
            unknown = stand(number, then, more)
            if not queue or queue[0][:2] != (stood, number):
                continue  # it is worth less than it seemed
            if unknown is None:
                return then
            self._ask(unknown, then)
            costs[unknown] = self.costs.bounds(unknown, now)[1]
        return None

    def _growth(self, now: int, then: int) -> int:
        """Bytes that the step takes, or frees where it is negative."""
        return self._step(then & ~now, now & ~then)[0]

    def _step(self, added: int, removed: int) -> tuple[int, float, list[int]]:
        """Bytes that it takes, upkeep that it saves, and the statements that it concerns; the same step is looked at often."""
        known = self.steps.get((added, removed))
        if known is None:
            size, saved, concerned = 0, 0.0, 0
            for sign, changed in ((1, added), (-1, removed)):
                for place in places(changed):
                    size += sign * self.sizes[place]
                    saved -= sign * self.upkeep[place]
                    concerned |= self.concerned[place]
            known = self.steps[added, removed] = size, saved, places(concerned)
        return known

    def _gain(self, costs: Sequence[float], now: int, then: int) -> tuple[float, int | None]:
        """What the step saves at best, and the statement that this hangs on most; None where all is known."""
        _, gain, concerned = self._step(then & ~now, now & ~then)
        widest, unknown = 0.0, None
        for statement in concerned:
            weight = self.weights[statement]
            low, high = self.costs.bounds(statement, then)
            gain += weight * (costs[statement] - low)
            if low != high and weight * (high - low) > widest:
                widest, unknown = weight * (high - low), statement
        return gain, unknown

    @staticmethod
    def _saved_a_byte(gain: float, more: int) -> float:
        return gain / max(more, _PAGE)


def _bits(candidates: Iterable[Candidate], number: Mapping[Candidate, int]) -> int:
    return sum(1 << number[candidate] for candidate in candidates if candidate in number)
