"""Which node of one plan is which of another: by what they read and do, not by where they stand. Plans in, pairs out.

Scans are told by relation and alias, everything above by its role and the set of scans beneath it: that survives another join
order, another join method, and a node put in between. No figure is looked at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from hashlib import blake2b

from workbench.plan.model import Node, Plan

# Nodes that can stand for one another. What is not here has a role of its own, by its kind.
_ROLES = {
    "Nested Loop": "join", "Hash Join": "join", "Merge Join": "join",
    "Sort": "sort", "Incremental Sort": "sort",
    "Aggregate": "aggregate", "Group": "aggregate", "Unique": "aggregate",
    "Append": "append", "Merge Append": "append",
    "Gather": "gather", "Gather Merge": "gather",
    "Materialize": "kept rows", "Memoize": "kept rows",
}  # fmt: skip
_NAMES = ("Relation Name", "Function Name", "Table Function Name", "CTE Name", "Tuplestore Name")


def role(node: Node) -> str:
    """What the node is there for: "scan", "join", "sort", ...; nodes of one role can replace one another."""
    if target(node) is not None and node.kind != "ModifyTable":
        return "scan"
    return _ROLES.get(node.kind, node.kind)


def target(node: Node) -> str | None:
    """What a scan reads: a table, a function, a CTE, or the alias of what has no name. None for what is no scan."""
    if node.kind.startswith("Bitmap") and node.kind != "Bitmap Heap Scan":
        return None
    name = next((str(node.fields[name]) for name in _NAMES if name in node.fields), None)
    return name if name is not None else node.alias


def align(before: Plan, after: Plan) -> dict[int, int]:
    """For each node of `before` that has a counterpart in `after`: both numbers."""
    sides = (_Side(before), _Side(after))
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for key in _KEYS:
        waiting: dict[Hashable, list[int]] = defaultdict(list)
        for node in after.nodes:
            if node.number not in taken:
                waiting[key(sides[1], node)].append(node.number)
        places = {found: iter(numbers) for found, numbers in waiting.items()}
        for node in before.nodes:
            if node.number in pairs or (found := key(sides[0], node)) is None:
                continue
            number = next(places.get(found, iter(())), None)
            if number is not None:
                pairs[node.number] = number
                taken.add(number)
    return pairs


class _Side:
    """A plan with what the keys are made of, for each node: its scope, and a fingerprint of the scans beneath it."""

    def __init__(self, plan: Plan) -> None:
        self.scopes = _scopes(plan.nodes)
        self.roles = [role(node) for node in plan.nodes]
        self.scans = _scans(plan.nodes, self.roles)


def _scopes(nodes: Sequence[Node]) -> list[str]:
    """The CTE, InitPlan or SubPlan in which each node stands; "" for the statement's own part."""
    found: list[str] = []
    for node in nodes:
        own = node.subplan_name and node.subplan_name.partition(" (returns")[0]
        found.append(own or (found[node.parent] if node.parent is not None else ""))
    return found


def _scans(nodes: Sequence[Node], roles: Sequence[str]) -> list[int]:
    """The multiset of scans beneath each node as one number: a sum of hashes, in which order does not count. Linear."""
    found = [0] * len(nodes)
    for node in reversed(nodes):
        if roles[node.number] == "scan" and not (node.kind == "Subquery Scan" and node.children):
            found[node.number] += _hash(f"{target(node)}\0{node.alias}")
        if node.parent is not None and node.subplan_name is None:
            found[node.parent] = (found[node.parent] + found[node.number]) % 2**64
    return found


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(errors="surrogatepass"), digest_size=8).digest(), "big")


def _scan(side: _Side, node: Node, *more: Hashable) -> Hashable:
    return (target(node), *more) if side.roles[node.number] == "scan" else None


def _inner(side: _Side, node: Node, *more: Hashable) -> Hashable:
    return (side.roles[node.number], *more) if side.roles[node.number] != "scan" else None


def _sorts(node: Node) -> Hashable:
    return node.conditions.get("Sort Key", node.conditions.get("Group Key"))


# From what is surely the same to what is probably meant. Each takes what the ones before it left over.
_KEYS: Iterable[Callable[[_Side, Node], Hashable]] = (
    lambda side, node: _scan(side, node, node.alias, side.scopes[node.number], node.kind),
    lambda side, node: _scan(side, node, node.alias, side.scopes[node.number]),
    lambda side, node: _scan(side, node, node.alias),
    lambda side, node: _scan(side, node),
    lambda side, node: _inner(side, node, side.scans[node.number], side.scopes[node.number], node.kind, node.label),
    lambda side, node: _inner(side, node, side.scans[node.number], side.scopes[node.number]),
    lambda side, node: _inner(side, node, side.scans[node.number]) if side.scans[node.number] else None,
    lambda side, node: _inner(side, node, _sorts(node)) if _sorts(node) else None,
    lambda side, node: (
        _inner(side, node) if side.roles[node.number] in ("join", "aggregate", "append", "gather", "ModifyTable") else None
    ),
)
