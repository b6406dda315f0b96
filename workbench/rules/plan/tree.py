"""Where a node stands in its plan: what is below it, and who may stop it early. Plan in, numbers out; no rule, no threshold."""

from __future__ import annotations

from workbench.plan import Node, Plan

# These read what is below them to the end before they give their first row, whatever stops them later.
_READ_ALL = frozenset({"Sort", "Aggregate", "Hash", "Materialize", "ModifyTable", "SetOp", "Recursive Union"})
_FIRST_MATCH = frozenset({"Semi", "Anti"})


def ends(plan: Plan) -> list[int]:
    """For each node the number behind its last descendant. Nodes are in pre-order: `range(n + 1, ends[n])` is below n."""
    found = [number + 1 for number in range(len(plan.nodes))]
    for node in reversed(plan.nodes):
        if node.parent is not None:
            found[node.parent] = max(found[node.parent], found[node.number])
    return found


def stopped_early(plan: Plan) -> set[int]:
    """Nodes that gave fewer rows than they had, because nobody asked for more: their estimate was for all of them."""
    stopped: set[int] = set()
    for node in plan.nodes:
        above = plan.above(node)
        if above is None or node.estimate_direction != "over":
            continue
        passed_on = above.number in stopped and above.kind not in _READ_ALL and node.relationship != "InitPlan"
        if passed_on or _stops(plan, above, node):
            stopped.add(node.number)
    return stopped


def _stops(plan: Plan, above: Node, node: Node) -> bool:
    """Whether `above` may leave this child before its end."""
    if node.relationship in ("SubPlan", "InitPlan"):  # exists (...) takes one row, in (...) stops at the first match
        return node.rows_per_loop <= 1 or (node.relationship == "SubPlan" and node.loops > 1)
    if above.kind == "Nested Loop" and node.relationship == "Inner":  # the first match may be enough
        return above.fields.get("Join Type") in _FIRST_MATCH or above.fields.get("Inner Unique") is True
    if above.kind == "Merge Join":  # when one side is at its end, the other isn't read on
        return True
    if above.kind == "Hash Join" and node.relationship == "Outer":  # with nothing hashed, one row is read at most
        return any(child.relationship == "Inner" and child.rows == 0 for child in plan.children(above))
    return above.kind == "Limit"
