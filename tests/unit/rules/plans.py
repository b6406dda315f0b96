"""Small plans for the rules' tests, and the two things to say of them. No rule is named here.

tree = node("Hash Join", scan(rows=5), node("Hash", scan(rows=3), rows=3), rows=5)
assert_finding(hash_batches, plan(tree), at=2, batches=4)
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest

from workbench.findings import Finding
from workbench.plan import Plan
from workbench.plan.build import build
from workbench.plan.document import Document

Tree = dict[str, Any]


def node(
    kind: str, *below: Tree, rows: float = 1, planned: float | None = None, loops: int = 1, ms: float = 1.0, **fields: Any
) -> Tree:
    """One node in EXPLAIN's JSON: rows and ms per loop, as printed; `fields` by PostgreSQL's names, `_` for a space in them.

    The first child is the outer one and the second the inner one, unless they say otherwise.
    """
    for child, side in zip(below, ("Outer", "Inner"), strict=False):
        child.setdefault("Parent Relationship", side)
    return {
        "Node Type": kind,
        "Actual Rows": rows,
        "Plan Rows": rows if planned is None else planned,
        "Actual Loops": loops,
        "Actual Total Time": ms,
        **{name.replace("_", " "): value for name, value in fields.items()},
        **({"Plans": list(below)} if below else {}),
    }


def scan(table: str = "orders", *, kind: str = "Seq Scan", **given: Any) -> Tree:
    """A scan of a table: `scan("users", rows=10, Filter="(a = 1)")`."""
    return node(kind, **{"Relation Name": table, "Alias": table, **given})


def join(outer: Tree, inner: Tree, kind: str = "Hash Join", **given: Any) -> Tree:
    """A join of two trees."""
    return node(kind, outer, inner, **given)


def planned_only(tree: Tree) -> Tree:
    """The same tree as EXPLAIN without ANALYZE prints it."""
    return _without(tree, lambda name: name.startswith("Actual"))


def untimed(tree: Tree) -> Tree:
    """The same tree as EXPLAIN (ANALYZE, TIMING OFF) prints it."""
    return _without(tree, lambda name: name.endswith("Time"))


def _without(tree: Tree, drop: Any) -> Tree:
    kept = {name: value for name, value in tree.items() if not drop(name)}
    return {**kept, **({"Plans": [_without(child, drop) for child in tree["Plans"]]} if "Plans" in tree else {})}


def plan(tree: Tree, **around: Any) -> Plan:
    """The plan of this tree, without findings: `plan(tree, Execution_Time=12.0, Settings={"work_mem": "1MB"})`."""
    return build(Document({"Plan": tree, **{name.replace("_", " "): value for name, value in around.items()}}))


def assert_finding(rule: ModuleType, subject: Plan, at: int | None = None, **evidence: Any) -> Finding:
    """The rule says exactly one thing, at this node and with this evidence; here it is."""
    found = list(rule.RULE.check(subject))
    assert [finding.rule for finding in found] == [rule.ID]
    assert found[0].at == at
    for name, expected in evidence.items():
        assert found[0].evidence[name] == pytest.approx(expected), name
    assert found[0].title
    assert found[0].remedy
    return found[0]


def assert_silent(rule: ModuleType, subject: Plan) -> None:
    """The rule has nothing to say."""
    assert list(rule.RULE.check(subject)) == []
