"""What changed between two plans of a statement: nodes aligned, figures before and after, one sentence. No thresholds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workbench.plan.align import align, role, target
from workbench.plan.model import Node, Plan

if TYPE_CHECKING:
    import pandas as pd

    from workbench.notebook.plan_widget import PlanWidget


@dataclass(frozen=True)
class Change:
    """A node of one plan, of the other, or of both.

    Attributes:
        what: "same", "changed" (another kind, index, join or strategy), "appeared" or "vanished".
        before, after: the node on either side; None where there is none.
        depth: for drawing both plans as one tree: that of `after`, or where a vanished node would stand in it.
    """

    what: str
    before: Node | None
    after: Node | None
    depth: int

    @property
    def node(self) -> Node:
        """The node after, or the one that vanished."""
        node = self.after or self.before
        assert node is not None  # noqa: S101 - by construction one of them is there
        return node

    @property
    def words(self) -> str:
        """`Seq Scan -> Index Scan using orders_user_id_idx`; what it is where nothing changed."""
        if self.before is None or self.after is None:
            return path(self.node)
        was, now = path(self.before), path(self.after)
        return was if was == now else f"{was} -> {now}"


@dataclass(frozen=True)
class PlanDiff:
    """Two plans as one tree. `changes` is in the order of the plan after, with what vanished where it stood.

    Attributes:
        summary: what happened in one sentence.
    """

    before: Plan
    after: Plan
    changes: tuple[Change, ...]
    summary: str

    def __bool__(self) -> bool:
        """Whether the plans differ in shape or in how they reach their rows."""
        return any(change.what != "same" for change in self.changes)

    def to_frame(self) -> pd.DataFrame:
        """One row a node: what happened, and its figures before and after. NaN where a side hasn't the node, or the figure."""
        import pandas as pd

        columns: dict[str, Any] = {
            "change": [change.what for change in self.changes],
            "node": [change.words for change in self.changes],
            "target": [target(change.node) for change in self.changes],
        }
        for name, figure in _FIGURES.items():
            for when, plan in (("before", self.before), ("after", self.after)):
                nodes = [getattr(change, when) for change in self.changes]
                absent = (name.endswith("_ms") and not plan.timed) or (name in ("rows", "rows_read") and not plan.analyzed)
                columns[f"{name}_{when}"] = [float("nan") if absent or not node else figure(node) for node in nodes]
        return pd.DataFrame(columns)

    def to_html(self) -> str:
        """A page of its own with the interactive view; without script the static table is seen."""
        from workbench.render.page import diff_page

        return diff_page(self)

    def widget(self, **traits: Any) -> PlanWidget:
        """The interactive view as a live widget."""
        from workbench.notebook.plan_widget import PlanWidget

        return PlanWidget(self, **traits)


# How many changes of one kind the sentence names.
_LISTED = 4

_FIGURES: dict[str, Callable[[Node], float]] = {
    "exclusive_ms": lambda node: node.exclusive_ms,
    "rows": lambda node: node.rows,
    "rows_read": lambda node: node.rows + node.rows_removed,
    "pages_touched": lambda node: node.exclusive_buffers.touched,
    "total_cost": lambda node: node.total_cost,
}


def diff(before: Plan, after: Plan) -> PlanDiff:
    """Aligns two plans and says what changed.

    Nodes are matched by what they read, their role and the set of scans beneath them, so another join order is no rupture.
    """
    pairs = align(before, after)
    changes = tuple(_merged(before, after, pairs))
    return PlanDiff(before, after, changes, _summary(before, after, changes))


def path(node: Node) -> str:
    """How a node does its work, without what it works on: `Index Only Scan using orders_pkey`."""
    if target(node) is None and node.kind != "ModifyTable":
        return node.label
    words, _, rest = node.label.partition(" on ")
    return words if rest or " using " not in words else node.label


def _merged(before: Plan, after: Plan, pairs: dict[int, int]) -> Iterator[Change]:
    """Both trees in one order: the plan after, each vanished node above the first of its nodes that stayed."""
    back = {number: node for node, number in pairs.items()}
    anchored: dict[tuple[int, bool], list[Node]] = {}
    for node, anchor in _vanished(before, pairs):
        anchored.setdefault(anchor, []).append(node)
    for node in after.nodes:
        for gone in anchored.get((node.number, True), ()):
            yield Change("vanished", gone, None, node.depth)
        if node.number in back:
            was = before.nodes[back[node.number]]
            yield Change("same" if _alike(was, node) else "changed", was, node, node.depth)
        else:
            yield Change("appeared", None, node, node.depth)
        for gone in anchored.get((node.number, False), ()):
            yield Change("vanished", gone, None, node.depth + 1)


def _vanished(before: Plan, pairs: dict[int, int]) -> Iterator[tuple[Node, tuple[int, bool]]]:
    """Each vanished node with its anchor in the plan after: (number, whether it stood above that)."""
    first: dict[int, int] = {}
    for node in reversed(before.nodes):
        if node.number in pairs:
            first[node.number] = pairs[node.number]
        if node.parent is not None and node.number in first:
            first[node.parent] = first[node.number]
    above: dict[int, int] = {}
    for node in before.nodes:
        inherited = above.get(node.parent, 0) if node.parent is not None else 0
        above[node.number] = pairs.get(node.number, inherited)
        if node.number not in pairs:
            yield node, ((first[node.number], True) if node.number in first else (inherited, False))


def _alike(a: Node, b: Node) -> bool:
    return path(a) == path(b)


def _summary(before: Plan, after: Plan, changes: tuple[Change, ...]) -> str:
    """One sentence: other ways to rows first, then what came and went, then how much less or more is read."""
    parts = [*_reached(changes), *_came_and_went(changes), *_read(before, after)]
    if not any(change.what == "same" or change.what == "changed" for change in changes):
        return "These plans have nothing in common."
    if not any(change.what != "same" for change in changes):
        return "; ".join(["the same plan", *parts])
    return "; ".join(parts) or "the same ways to the same rows; a bitmap is made of other parts"


def _rows_read(node: Node) -> float:
    """Rows of a table; what CTEs, functions and sub-selects hand on was read below, or made."""
    return node.rows + node.rows_removed if node.table is not None and role(node) == "scan" else 0.0


def _reached(changes: tuple[Change, ...]) -> Iterator[str]:
    """`orders: Seq Scan -> Index Scan using orders_user_id_idx`, what is read first, then joins and the rest."""
    scans: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for change in changes:
        if change.what == "changed" and change.before is not None:
            if role(change.before) == "scan":
                scans[f"{target(change.before)}: {change.words}"] += 1
            else:
                others[change.words] += 1
    yield from _listed(scans)
    yield from _listed(others)


def _came_and_went(changes: tuple[Change, ...]) -> Iterator[str]:
    """`sort gone`, `new: Memoize`. A bitmap's inner nodes are a part of its scan's path."""
    for what, words in (("vanished", "{} gone"), ("appeared", "new: {}")):
        found: Counter[str] = Counter()
        for change in changes:
            if change.what == what and not (change.node.kind.startswith("Bitmap") and target(change.node) is None):
                name = f"{path(change.node)} on {target(change.node)}" if role(change.node) == "scan" else _short(change.node)
                found[words.format(name)] += 1
        yield from _listed(found)


def _listed(found: Counter[str]) -> Iterator[str]:
    """The first few of a kind; a sentence over a thousand partitions would not be one."""
    for words, count in list(found.items())[:_LISTED]:
        yield words if count == 1 else f"{words} ({count}x)"
    if len(found) > _LISTED:
        yield f"{len(found) - _LISTED} more like these"


def _short(node: Node) -> str:
    return "sort" if role(node) == "sort" else node.kind


def _read(before: Plan, after: Plan) -> Iterator[str]:
    """Rows that were read from tables and given or thrown away, in total; without ANALYZE the planner's cost."""
    if before.analyzed and after.analyzed:
        was, now = (sum(_rows_read(node) for node in plan.nodes) for plan in (before, after))
        rows = "row" if abs(was - now) == 1 else "rows"
        if was != now:
            yield f"{abs(was - now):,.0f} {f'{rows} no longer' if now < was else f'more {rows}'} read"
    elif before.root.total_cost != after.root.total_cost:
        yield f"estimated cost {before.root.total_cost:,.2f} -> {after.root.total_cost:,.2f}"
