"""good-estimate: one word for the whole plan."""

from __future__ import annotations

import pytest

from tests.unit.rules.plans import Tree, assert_finding, assert_silent, join, node, plan, planned_only, scan
from workbench.findings import Severity
from workbench.rules.plan import good_estimate


def three(rows: float = 100, planned: float = 200) -> Tree:
    return join(scan(rows=500), node("Hash", scan("b", rows=3), rows=rows, planned=planned), rows=120)


def test_estimates_within_a_factor_of_two_are_good() -> None:
    finding = assert_finding(good_estimate, plan(three()), nodes=3, worst_factor=2.0)
    assert finding.severity is Severity.GOOD


def test_a_scan_that_limit_stopped_early_is_no_witness() -> None:
    limited = node("Limit", scan(rows=10, planned=100_000), rows=10)
    assert_finding(good_estimate, plan(join(three(), limited, rows=100)), nodes=4)


@pytest.mark.parametrize(
    "tree",
    [three(planned=201), three(99, 99), join(scan(rows=99), scan("b", rows=99), rows=99), planned_only(three())],
    ids=["just above two", "two nodes", "few rows", "not executed"],
)
def test_others_get_no_praise(tree: Tree) -> None:
    assert_silent(good_estimate, plan(tree))
