"""Which lines a plan is drawn in, and which of them are closed at first: a large plan folds by itself.

Siblings of one shape (partitions, chunks) become one line above them; what never ran and what hardly counts is closed.
Nothing is lost here: every node has its line, and who draws decides how much of what is closed is drawn at all. The static
HTML, the drawing and the interactive view all start from these lines, so that they show the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from workbench.findings import Severity
from workbench.plan import Node, Plan
from workbench.render.options import options

# Two or three branches of a UNION are read one by one; four partitions of one table hardly are.
ALIKE = 4
# In a group this much above the mean, and this share of the whole, is an outlier: it stays on a line of its own.
OUTLIER, OUTLIER_SHARE = 3.0, 0.05
# A subtree below this share of the whole is closed. A plan of so many nodes is seen at a glance, and stays open.
SMALL_SHARE = 0.01
GLANCE = 15

ALIKE_WHY, NEVER_WHY, SMALL_WHY = "of one shape", "never executed", "under 1 % of the whole"


@dataclass(frozen=True)
class Line:
    """A line of a drawn plan. Lines come in pre-order, like nodes.

    Attributes:
        place: its index. parent: the index of the line above, None for the first. depth: 0 for the first.
        nodes: the node, or for a group the siblings of one shape that stand below it.
        closed: why it is closed at first, "" where it is open.
        end: the index after the last line below it.
        size: how many nodes it stands for, those below included.
        exclusive_ms, pages, cost: sums over all these nodes of their own figures.
        rows: that came out of it: of the node, or of all of a group's nodes.
    """

    place: int
    parent: int | None
    depth: int
    nodes: tuple[Node, ...]
    closed: str = ""
    end: int = 0
    size: int = 1
    exclusive_ms: float = 0.0
    pages: int = 0
    cost: float = 0.0

    @property
    def node(self) -> Node:
        """The node; of a group the first."""
        return self.nodes[0]

    @property
    def group(self) -> bool:
        """Whether it stands for several siblings."""
        return len(self.nodes) > 1

    @property
    def rows(self) -> float:
        """Rows that came out."""
        return sum(node.rows for node in self.nodes)

    @property
    def rows_planned(self) -> float:
        """Rows that were planned."""
        return sum(node.rows_planned for node in self.nodes)

    @property
    def rows_removed(self) -> float:
        """Rows that were read and thrown away."""
        return sum(node.rows_removed for node in self.nodes)

    @property
    def shown_ms(self) -> float:
        """The time to show at it: its own, or, where it is closed, that of all below, too. The next two alike."""
        return self.exclusive_ms if self.closed else self.node.exclusive_ms

    @property
    def shown_pages(self) -> int:
        """Pages touched."""
        return self.pages if self.closed else self.node.exclusive_buffers.touched

    @property
    def shown_cost(self) -> float:
        """The planner's cost."""
        return self.cost if self.closed else self.node.exclusive_cost

    @property
    def label(self) -> str:
        """The node's name; of a group what its members have in common: `9,997 × Seq Scan on events_…`."""
        return f"{len(self.nodes):,} × {_common(self.nodes)}" if self.group else self.node.label


def lines(plan: Plan) -> tuple[Line, ...]:
    """The plan's lines, all of them. Linear in the number of nodes; no recursion, since plans can be thousands deep."""
    drawn = _summed(_in_order(plan))
    weigh = weight(plan)
    whole = weigh(drawn[0])
    blamed = _blamed(plan, drawn)
    closed: list[Line] = []
    opened = 0  # what is closed as a whole opens as a whole: only groups are closed inside of it
    for line in drawn:
        why = "" if line.place in blamed and not line.group else _why(line, weigh, whole, len(plan.nodes))
        why = why if line.group or line.place >= opened else ""
        if why and not line.group:
            opened = line.end
        closed.append(replace(line, closed=why))
    return tuple(closed)


def _why(line: Line, weigh: Callable[[Line], float], whole: float, nodes: int) -> str:
    if line.group:
        return ALIKE_WHY
    if line.size <= 2 or nodes <= GLANCE:  # closing a single node below saves nobody anything
        return ""
    if line.node.never_executed:
        return NEVER_WHY
    return SMALL_WHY if weigh(line) < SMALL_SHARE * whole else ""


def times_shown(plan: Plan) -> bool:
    """Whether there are times, and they may be shown."""
    return plan.timed and not options.reproducible


def weight(plan: Plan) -> Callable[[Line], float]:
    """What a line counts by: time where there is one to show, else pages, else the planner's cost."""
    if times_shown(plan):
        return lambda line: line.exclusive_ms
    return (lambda line: line.pages) if plan.analyzed else (lambda line: line.cost)


def _blamed(plan: Plan, drawn: Sequence[Line]) -> set[int]:
    """The lines above and at nodes of which a finding speaks; those are not hidden, unless among their like.

    In reproducible mode the same in each run: findings that hang on measured times don't count.
    """
    spoken = {f.at for f in plan.findings if f.severity > Severity.INFO and not (f.measured and options.reproducible)}
    found: set[int] = set()
    for line in drawn:
        above = None if line.group or line.node.number not in spoken else line.place
        while above is not None and above not in found:
            found.add(above)
            above = drawn[above].parent
    return found


def _in_order(plan: Plan) -> list[Line]:
    """Lines in pre-order, groups put in between, nothing summed yet."""
    shapes = _shapes(plan)
    drawn: list[Line] = []
    waiting: list[tuple[tuple[Node, ...], int | None, int]] = [((plan.root,), None, 0)]
    while waiting:
        nodes, parent, depth = waiting.pop()
        place = len(drawn)
        drawn.append(Line(place, parent, depth, nodes))
        below = [(node,) for node in nodes] if len(nodes) > 1 else _grouped(plan, nodes[0], shapes)
        waiting.extend((each, place, depth + 1) for each in reversed(below))
    return drawn


def _grouped(plan: Plan, node: Node, shapes: Sequence[int]) -> list[tuple[Node, ...]]:
    """The children, those of one shape together where the first of them stands."""
    children = plan.children(node)
    if len(children) < ALIKE:
        return [(child,) for child in children]
    alike: dict[int, list[Node]] = defaultdict(list)
    for child in children:
        alike[shapes[child.number]].append(child)
    kept = {shape: frozenset(n.number for n in _usual(plan, nodes)) for shape, nodes in alike.items()}
    found: list[tuple[Node, ...]] = []
    begun: set[int] = set()
    for child in children:
        shape = shapes[child.number]
        if len(kept[shape]) < ALIKE or child.number not in kept[shape]:
            found.append((child,))
        elif shape not in begun:
            begun.add(shape)
            found.append(tuple(n for n in alike[shape] if n.number in kept[shape]))
    return found


def _usual(plan: Plan, nodes: Sequence[Node]) -> list[Node]:
    """Without those that take far more than the others."""
    if not times_shown(plan):
        return list(nodes)
    bound = max(OUTLIER * sum(n.time_ms for n in nodes) / len(nodes), OUTLIER_SHARE * plan.total_ms)
    return [node for node in nodes if node.time_ms <= bound]


def _shapes(plan: Plan) -> list[int]:
    """For each node a number that is the same for subtrees of the same kinds of nodes, run or never run."""
    known: dict[tuple[object, ...], int] = {}
    found = [0] * len(plan.nodes)
    for node in reversed(plan.nodes):
        shape = (node.kind, node.relationship, node.never_executed, *(found[child] for child in node.children))
        found[node.number] = known.setdefault(shape, len(known))
    return found


def _summed(drawn: list[Line]) -> list[Line]:
    """The same lines with sums over all below; a group adds nothing of its own."""
    sums: list[list[float]] = [[line.place + 1, 0, 0.0, 0, 0.0] for line in drawn]
    for line in reversed(drawn):
        own = sums[line.place]
        if not line.group:
            node = line.node
            for i, figure in enumerate((1, node.exclusive_ms, node.exclusive_buffers.touched, node.exclusive_cost), 1):
                own[i] += figure
        if line.parent is not None:
            above = sums[line.parent]
            above[0] = max(above[0], own[0])
            for i in range(1, 5):
                above[i] += own[i]
    return [
        replace(line, end=int(end), size=int(size), exclusive_ms=ms, pages=int(pages), cost=cost)
        for line, (end, size, ms, pages, cost) in zip(drawn, sums, strict=True)
    ]


def _common(nodes: Sequence[Node]) -> str:
    """`Seq Scan on events_…`: the beginning that all labels share, up to the last whole word or underscore."""
    labels = [node.label for node in nodes]
    first, last = min(labels), max(labels)  # what these two share at the beginning, all share
    if first == last:
        return first
    differs = next((i for i, pair in enumerate(zip(first, last, strict=False)) if pair[0] != pair[1]), len(first))
    shared = first[:differs]
    rest = shared.rstrip("0123456789")
    named = rest if not rest.endswith((" ", "on")) else rest.strip().removesuffix(" on").removesuffix(" using")
    return f"{named}…" if named == rest else named


def seen(drawn: Sequence[Line]) -> list[Line]:
    """The lines that one sees before opening anything."""
    found, place = [], 0
    while place < len(drawn):
        found.append(drawn[place])
        place = drawn[place].end if drawn[place].closed else place + 1
    return found


def heaviest(plan: Plan, drawn: Sequence[Line], most: int) -> list[Line]:
    """At most so many of the lines, in their order: what weighs most. With a line the one above it is always there."""
    if len(drawn) <= most:
        return list(drawn)
    weigh = weight(plan)
    places = sorted(range(len(drawn)), key=lambda i: (-weigh(drawn[i]), drawn[i].depth, i))[:most]
    return [drawn[i] for i in sorted(places)]


def nodes_missing(shown: Sequence[Line], kept: Sequence[Line]) -> dict[int, int]:
    """By the place of a kept line, how many nodes below it are in lines that were not kept."""
    there = {line.place for line in kept}
    found: dict[int, int] = defaultdict(int)
    for line in shown:
        if line.place not in there and line.parent is not None and line.parent in there:
            found[line.parent] += line.size
    return found
