"""row-estimate-off: where the error starts, what it did above, and the SQL to run."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.rules.plans import Tree, assert_finding, assert_silent, join, node, plan, planned_only, scan, untimed
from workbench.rules.plan import row_estimate_off


def off(rows: float = 5000, planned: float = 5, **given: Any) -> Tree:
    return scan(rows=rows, planned=planned, **given)


def test_what_was_built_on_the_error_is_told_with_its_time() -> None:
    tree = join(
        join(off(ms=10), scan("b", rows=5000, ms=10), rows=5000, planned=5, ms=60),
        scan("c", ms=5),
        rows=5000,
        planned=5,
        ms=100,
    )
    finding = assert_finding(row_estimate_off, plan(tree), at=2, nodes_above_off=2, downstream_ms=75)
    assert "2 nodes above it build on that" in finding.detail
    assert finding.saves_ms is None


def test_a_nested_loop_that_was_chosen_for_few_rows_could_be_saved() -> None:
    inner = scan("b", kind="Index Scan", loops=5000, ms=0.02)
    finding = assert_finding(row_estimate_off, plan(join(off(ms=10), inner, "Nested Loop", rows=5000, planned=5, ms=120)), at=1)
    assert finding.saves_ms == pytest.approx(100 * 0.999)


def test_a_small_error_below_does_not_take_the_blame_for_a_large_one() -> None:
    tree = join(off(1000, 100), scan("b", rows=10), rows=50_000, planned=5)
    assert [finding.at for finding in row_estimate_off.check(plan(tree))] == [0, 1]


def test_an_error_that_grew_from_one_too_small_to_tell_is_told_once() -> None:
    tree = join(join(off(400, 100), scan("b", rows=9), rows=1500, planned=100), scan("c", rows=9), rows=10_000, planned=100)
    assert_finding(row_estimate_off, plan(tree), at=1, nodes_above_off=1)


ANALYZE = "analyze shop.orders"
TOGETHER = f"create statistics orders_a_b_stats on a, b from shop.orders; {ANALYZE}"


@pytest.mark.parametrize(
    ("conditions", "sql"),
    [
        ({}, ANALYZE), ({"Filter": "(a = 1)"}, ANALYZE), ({"Filter": "((a = 1) AND (b = 2))"}, TOGETHER),
        ({"Filter": "(b = 2)", "Index Cond": "(a = 1)"}, TOGETHER), ({"Filter": "(lower(a) = 'x')"}, ANALYZE),
    ],
    ids=["nothing tested", "one column", "two", "two places", "an expression"],
)  # fmt: skip
def test_columns_that_are_tested_together_get_statistics(conditions: dict[str, str], sql: str) -> None:
    assert assert_finding(row_estimate_off, plan(off(Schema="shop", **conditions)), at=0).sql == sql


def test_a_name_is_quoted_and_never_too_long() -> None:
    tree = off(**{"Relation Name": "Orders of " + "x" * 50, "Filter": "((a = 1) AND (b = 2))"})
    sql = assert_finding(row_estimate_off, plan(tree), at=0).sql or ""
    name = sql.removeprefix('create statistics "').partition('"')[0]
    assert name.startswith("Orders of ")
    assert len(name) <= 63


def test_a_join_has_no_sql_of_its_own() -> None:
    assert (
        assert_finding(row_estimate_off, plan(join(scan(rows=50), scan("b", rows=50), rows=5000, planned=5)), at=0).sql is None
    )


def test_nothing_is_said_of_milliseconds_without_times() -> None:
    finding = assert_finding(row_estimate_off, plan(untimed(join(off(), scan("b"), "Nested Loop", rows=5000, planned=5))), at=1)
    assert finding.saves_ms is None
    assert " ms" not in finding.detail


def stopped(above: str, side: str = "Outer", **fields: Any) -> Tree:
    early = scan(rows=1, planned=100_000)
    other = scan("b", rows=50)
    return join(*((early, other) if side == "Outer" else (other, early)), above, rows=50, **fields)


@pytest.mark.parametrize(
    "tree",
    [
        node("Limit", off(10, 100_000), rows=10), stopped("Merge Join"), stopped("Merge Join", "Inner"),
        stopped("Nested Loop", "Inner", **{"Join Type": "Semi"}), stopped("Nested Loop", "Inner", **{"Inner Unique": True}),
        join(scan(rows=1, planned=100_000), node("Hash", scan("b", rows=0, planned=0), rows=0, planned=0), rows=0, planned=0),
        node("Seq Scan", off(1, 5000, loops=50, **{"Parent Relationship": "SubPlan"}), rows=50),
        off(999, 100), off(99, 1), off(0, 5000, loops=0), planned_only(off()),
    ],
    ids=["limit", "merge join", "merge join's inner", "semi join", "unique inner", "nothing hashed", "exists", "nine times",
         "few rows", "never executed", "only planned"],
)  # fmt: skip
def test_small_errors_and_nodes_that_were_stopped_are_left_alone(tree: Tree) -> None:
    assert_silent(row_estimate_off, plan(tree))


@pytest.mark.parametrize("above", ["Nested Loop", "Hash Join"])
def test_the_outer_side_of_other_joins_is_read_to_the_end(above: str) -> None:
    assert assert_finding(row_estimate_off, plan(stopped(above)), at=1)


def test_five_thousand_levels_take_no_time_and_no_stack() -> None:
    tree = off()
    for _ in range(5000):
        tree = node("Result", tree, rows=5000, planned=5)
    assert_finding(row_estimate_off, plan(tree), at=5000, nodes_above_off=5000)
