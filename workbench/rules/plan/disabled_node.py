"""A method that was turned off is used all the same, because there was no other.

Bad: enable_seqscan = off is left over from an experiment.

    Seq Scan on orders  (cost=0.00..4424.00)
      Disabled: true

Good: the planner may choose by cost.

    set enable_seqscan = on
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.findings import Finding, Rule, Severity
from workbench.plan import Node, Plan

ID = "disabled-node"

# Which setting forbids which node. https://www.postgresql.org/docs/current/runtime-config-query.html
_SETTINGS = {
    "Seq Scan": "enable_seqscan",
    "Sample Scan": "enable_seqscan",
    "Index Scan": "enable_indexscan",
    "Index Only Scan": "enable_indexonlyscan",
    "Bitmap Heap Scan": "enable_bitmapscan",
    "Bitmap Index Scan": "enable_bitmapscan",
    "Tid Scan": "enable_tidscan",
    "Tid Range Scan": "enable_tidscan",
    "Nested Loop": "enable_nestloop",
    "Hash Join": "enable_hashjoin",
    "Merge Join": "enable_mergejoin",
    "Sort": "enable_sort",
    "Incremental Sort": "enable_sort",
    "Aggregate": "enable_hashagg",
    "SetOp": "enable_hashagg",
    "Materialize": "enable_material",
    "Memoize": "enable_memoize",
    "Gather Merge": "enable_gathermerge",
}


def check(plan: Plan) -> Iterator[Finding]:
    """One finding for each setting that forbids nodes which are used all the same, at the first of them."""
    found: dict[str, list[Node]] = {}
    for node in plan.nodes:
        if node.disabled:
            found.setdefault(_setting(plan, node), []).append(node)
    for setting, nodes in found.items():
        yield _finding(plan, setting, nodes)


def _setting(plan: Plan, node: Node) -> str:
    """The setting's name; "" where it can't be told."""
    setting = _SETTINGS.get(node.kind, "")
    if node.kind == "Index Only Scan" and "enable_indexonlyscan" not in plan.settings and "enable_indexscan" in plan.settings:
        return "enable_indexscan"
    return setting


def _finding(plan: Plan, setting: str, nodes: list[Node]) -> Finding:
    first = nodes[0]
    sure = str(plan.settings.get(setting, "")) == "off"
    named = setting or "a setting enable_..."
    return Finding(
        rule=ID,
        severity=Severity.INFO,
        title=f"{first.label} is used though {named} is off",
        detail="The planner had no other way, and such a setting also distorts what it chooses around it."
        + ("" if sure else " The plan doesn't show its settings, so which one it is follows from the node."),
        remedy=f"Turn it on again, and let the cost decide: set {setting} = on."
        if setting
        else "Turn on again what is off among the settings enable_...",
        sql=f"set {setting} = on" if setting else None,
        evidence={"nodes": len(nodes), "setting": setting},
        at=first.number,
        saves_ms=None,
    )


RULE: Rule[Plan] = Rule(ID, check)
