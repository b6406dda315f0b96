"""In whose figures a node's own are contained: mostly its parent's; for a CTE or InitPlan those of the node that asks for it.

EXPLAIN hangs CTEs and InitPlans on one node, and runs them inside another, when their result is first wanted. To charge the
wrong one counts the time twice. Places in, shares out; nothing is measured here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from workbench.plan.raw import Raw

Payers = list[tuple[int, float]]

# `$0` up to PostgreSQL 16, `(InitPlan 1).col1` since 17.
_MENTION = re.compile(r"\$\d+|InitPlan [\w$]+")
# Evaluated before anything below the node runs; all other expressions need rows from below first. "Params Evaluated" is a
# Gather's: the leader works these out before it starts the workers.
_GATES = ("One-Time Filter", "Params Evaluated")


def charges(nodes: Sequence[Raw], times: Sequence[float]) -> dict[int, Payers]:
    """For each node but the root: the nodes that contain its figures, each with its share of them."""
    ends = _ends(nodes)
    mentions, gates = _mentions(nodes)
    readers = _readers(nodes, ends)
    payers: dict[int, Payers] = {}
    for node in nodes:
        if node.parent is None:
            continue
        name = node.deferred
        if name is None:
            payers[node.number] = [(node.parent, 1.0)]
        elif name.startswith("CTE "):
            payers[node.number] = _pro_rata(readers.get(node.number, []), times)
        else:
            payers[node.number] = [(_first_user(node, name, ends, times, mentions, gates), 1.0)]
    return payers


def _ends(nodes: Sequence[Raw]) -> list[int]:
    """For each node the number behind its last descendant: `m` is below `n` exactly when n < m < ends[n]."""
    ends = [node.number + 1 for node in nodes]
    for node in reversed(nodes):
        if node.parent is not None:
            ends[node.parent] = max(ends[node.parent], ends[node.number])
    return ends


def _readers(nodes: Sequence[Raw], ends: Sequence[int]) -> dict[int, list[int]]:
    """The CTE Scans that ran, by the CTE they read. Names may repeat: the innermost CTE in whose scope a scan stands is meant.

    A WorkTable Scan bears the CTE's name, too, but it is a part of the recursion and not a reader of its result.
    """
    named: dict[str, list[Raw]] = {}
    for node in nodes:
        if node.deferred is not None and node.deferred.startswith("CTE "):
            named.setdefault(node.deferred.removeprefix("CTE "), []).append(node)
    found: dict[int, list[int]] = {}
    for node in nodes:
        if node.kind == "CTE Scan" and node.loops:
            in_scope = [cte for cte in named.get(node.fields.get("CTE Name", ""), ()) if _sees(node, cte, ends)]
            if in_scope:
                found.setdefault(max(in_scope, key=lambda cte: cte.depth).number, []).append(node.number)
    return found


def _sees(scan: Raw, cte: Raw, ends: Sequence[int]) -> bool:
    scope = cte.parent or 0
    return scope <= scan.number < ends[scope] and not cte.number <= scan.number < ends[cte.number]


def _pro_rata(readers: Sequence[int], times: Sequence[float]) -> Payers:
    """Which scan pulled how much of a CTE is not in the plan: with several readers, shares by their times are an estimate.

    A CTE that nobody read (a writing one) runs after the statement's own rows, in nobody's time.
    """
    total = sum(times[reader] for reader in readers)
    if len(readers) <= 1 or not total:
        return [(reader, 1.0) for reader in readers[:1]]
    return [(reader, times[reader] / total) for reader in readers]


def _first_user(
    node: Raw,
    name: str,
    ends: Sequence[int],
    times: Sequence[float],
    mentions: Mapping[str, list[int]],
    gates: Mapping[str, set[int]],
) -> int:
    """The node that wanted an InitPlan's value first; its parent where no expression tells.

    Nodes higher up often only hand the value on: among those that mention it, one with no other below it was first. Of several
    such, only one whose time has room for the InitPlan can have waited for it.
    """
    names = [name.partition(" (returns")[0], *re.findall(r"\$\d+", name)]
    own = range(node.number, ends[node.number])
    users = sorted({user for n in names for user in mentions.get(n, ()) if user not in own})
    gate = {user for n in names for user in gates.get(n, ())}
    first = list(_lowest(users, gate, ends))
    roomy = [user for user in first if times[user] >= times[node.number]]
    return next(iter(roomy or first), node.parent or 0)


def _lowest(users: Sequence[int], gates: set[int], ends: Sequence[int]) -> Iterator[int]:
    """Users without another user below them. A gate hides what is below it."""
    hidden = 0
    for place, user in enumerate(users):
        if user < hidden:
            continue
        if user in gates:
            hidden = ends[user]
            yield user
        elif place + 1 == len(users) or users[place + 1] >= ends[user]:
            yield user


def _mentions(nodes: Sequence[Raw]) -> tuple[dict[str, list[int]], dict[str, set[int]]]:
    """By InitPlan: the nodes that mention it and ran, in pre-order; and those that do so in a gate. One pass for all."""
    users: dict[str, list[int]] = {}
    gates: dict[str, set[int]] = {}
    if all(node.relationship != "InitPlan" for node in nodes):
        return users, gates
    for node in nodes:
        for key, text in _expressions(node) if node.loops else ():
            for name in _MENTION.findall(text):
                users.setdefault(name, []).append(node.number)
                if key in _GATES:
                    gates.setdefault(name, set()).add(node.number)
    return users, gates


def _expressions(node: Raw) -> Iterator[tuple[str, str]]:
    for key, value in node.fields.items():
        if key not in ("Subplan Name", "Plans"):
            for text in value if isinstance(value, list) else (value,):
                if isinstance(text, str):
                    yield key, text
