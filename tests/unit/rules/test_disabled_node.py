"""disabled-node: forbidden, and used all the same."""

from __future__ import annotations

import pytest

from tests.unit.rules.plans import Tree, assert_finding, assert_silent, join, node, plan, planned_only, scan
from workbench.rules.plan import disabled_node


def forbidden(tree: Tree) -> Tree:
    return {**tree, "Disabled": True}


def test_the_setting_is_named_and_turned_on_again() -> None:
    subject = plan(forbidden(scan()), Settings={"enable_seqscan": "off"})
    finding = assert_finding(disabled_node, subject, at=0, nodes=1)
    assert finding.title == "Seq Scan on orders is used though enable_seqscan is off"
    assert finding.sql == "set enable_seqscan = on"
    assert "doesn't show" not in finding.detail


def test_up_to_17_the_cost_tells_it() -> None:
    tree = planned_only(scan(**{"Startup Cost": 1e10, "Total Cost": 10000004424.0}))
    assert "doesn't show" in assert_finding(disabled_node, plan(tree), at=0).detail


def test_one_setting_is_one_finding_however_many_nodes() -> None:
    assert_finding(disabled_node, plan(node("Append", *(forbidden(scan(f"p{i}")) for i in range(9)))), at=1, nodes=9)


def test_two_settings_are_two() -> None:
    tree = forbidden(join(forbidden(scan()), scan("b"), "Nested Loop"))
    assert [finding.sql for finding in disabled_node.check(plan(tree))] == [
        "set enable_nestloop = on",
        "set enable_seqscan = on",
    ]


def test_a_node_of_no_known_setting_has_no_sql() -> None:
    assert assert_finding(disabled_node, plan(forbidden(node("Custom Scan"))), at=0).sql is None


@pytest.mark.parametrize("value", [False, "true", None])
def test_what_is_allowed_is_left_alone(value: object) -> None:
    assert_silent(disabled_node, plan({**scan(), "Disabled": value}))
