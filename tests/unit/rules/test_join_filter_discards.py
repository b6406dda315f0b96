"""join-filter-discards: pairs that a join's filter throws away."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.rules.plans import Tree, assert_finding, assert_silent, join, plan, planned_only, scan, untimed
from workbench.rules.plan import join_filter_discards


def filtered(rows: float = 300, removed: float = 999_700, kind: str = "Hash Join", **given: Any) -> Tree:
    fields = {"Hash Cond": "(a.city = b.city)", "Join Filter": "(a.at < b.at)", "Rows Removed by Join Filter": removed}
    return join(scan("a", rows=1000), scan("b", rows=1000), kind, **{"rows": rows, "ms": 101.0, **fields, **given})


def test_pairs_and_what_pairs_them_are_told() -> None:
    finding = assert_finding(join_filter_discards, plan(filtered()), at=0, pairs=1_000_000, rows_removed=999_700)
    assert "(a.city = b.city)" in finding.detail
    assert finding.sql is None
    assert finding.saves_ms == pytest.approx(99, abs=0.1)


def test_all_loops_count() -> None:
    assert_finding(join_filter_discards, plan(filtered(0, 1_000, loops=100)), at=0, rows_removed=100_000)


def test_a_nested_loop_pairs_by_its_inner_index() -> None:
    inner = scan("b", kind="Index Scan", rows=1_000, loops=1_000, **{"Index Cond": "(city = a.city)"})
    tree = join(
        scan("a", rows=1_000), inner, "Nested Loop", **{"Join Filter": "(a.at < b.at)", "Rows Removed by Join Filter": 999_999}
    )
    assert "(city = a.city)" in assert_finding(join_filter_discards, plan(tree), at=0).detail


def test_without_times_nothing_is_said_of_milliseconds() -> None:
    assert assert_finding(join_filter_discards, plan(untimed(filtered())), at=0).saves_ms is None


@pytest.mark.parametrize(
    "tree",
    [filtered(0, 99_999), filtered(20_000, 179_999), filtered(loops=0), planned_only(filtered()), filtered(5, 0)],
    ids=["few pairs", "a tenth is kept", "never executed", "only planned", "none thrown away"],
)
def test_near_misses(tree: Tree) -> None:
    assert_silent(join_filter_discards, plan(tree))


def test_a_nested_loop_is_left_to_its_own_rule() -> None:
    from workbench.rules.plan import findings

    inner = scan("b", rows=10_000, loops=100, kind="Materialize")
    tree = join(scan("a", rows=100), inner, "Nested Loop", rows=3, ms=50.0,
                **{"Join Filter": "(a.at < b.at)", "Rows Removed by Join Filter": 999_997})  # fmt: skip
    said = {finding.rule for finding in findings(plan(tree))}
    assert "nested-loop-inner" in said
    assert "join-filter-discards" not in said
