"""nested-loop-inner: pairs that are compared one by one, and lookups that are most of the time."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.rules.plans import Tree, assert_finding, assert_silent, join, node, plan, planned_only, scan, untimed
from workbench.findings import Severity
from workbench.rules.plan import findings, nested_loop_inner
from workbench.rules.plan.join_columns import equal_columns


def pairs(each: int = 20_000, loops: int = 500, *, removed: int = 19_960, outer: Tree | None = None, **fields: Any) -> Tree:
    kept = node("Materialize", scan(rows=each, ms=4, Alias="o"), rows=each, loops=loops, ms=1)
    given = {"Join Filter": "(o.user_id = u.id)", "Rows Removed by Join Filter": removed * loops, **fields}
    return join(outer or scan("users", rows=loops, ms=1, Alias="u"), kept, "Nested Loop", rows=20_000, ms=1000, **given)


def lookups(loops: int, each_ms: float, **fields: Any) -> Tree:
    inner = scan("users", kind="Index Scan", rows=1, loops=loops, ms=each_ms)
    return join(scan(rows=loops, ms=10), inner, "Nested Loop", rows=loops, ms=200, **fields)


def test_pairs_that_are_compared_one_by_one_call_for_an_index() -> None:
    tree = pairs()
    tree["Plans"][1]["Plans"][0]["Schema"] = "shop"
    finding = assert_finding(nested_loop_inner, plan(tree), at=0, pairs=10_000_000, loops=500)
    assert finding.sql == "create index on shop.orders (user_id)"
    assert finding.severity is Severity.CRITICAL
    assert finding.saves_ms == pytest.approx(999 * 0.998)


def test_a_condition_without_equality_names_no_index() -> None:
    finding = assert_finding(nested_loop_inner, plan(pairs(**{"Join Filter": "(o.total < u.id)"})), at=0)
    assert finding.sql is None
    assert "has no =" in finding.remedy


def test_a_join_without_a_condition_may_have_lost_it() -> None:
    tree = pairs(removed=0)
    del tree["Join Filter"]
    finding = assert_finding(nested_loop_inner, plan(tree), at=0)
    assert "is one missing?" in finding.remedy
    assert finding.saves_ms == 0


def test_what_is_compared_need_not_be_a_table() -> None:
    kept = node("Materialize", node("Subquery Scan", node("Limit", scan()), Alias="a"), rows=300, loops=2000, ms=1)
    tree = join(scan(rows=2000, ms=1), kept, "Nested Loop", ms=2500, **{"Join Filter": "(a.x = b.x)"})
    finding = assert_finding(nested_loop_inner, plan(tree), at=0)
    assert finding.sql is None


def test_lookups_that_are_half_of_the_time_are_worth_a_comparison() -> None:
    finding = assert_finding(nested_loop_inner, plan(lookups(10_000, 0.018)), at=0, loops=10_000)
    assert finding.severity is Severity.INFO
    assert finding.sql == "set enable_nestloop = off"


def test_a_plan_without_times_is_judged_by_its_pairs() -> None:
    assert assert_finding(nested_loop_inner, plan(untimed(pairs())), at=0).saves_ms is None


def test_an_outer_side_that_was_estimated_wrongly_is_told_as_that() -> None:
    tree = pairs(outer=scan("users", rows=500, planned=5, ms=1, Alias="u"))
    said = [finding.rule for finding in findings(plan(tree)) if finding.severity > Severity.GOOD]
    assert said == ["row-estimate-off"]


@pytest.mark.parametrize(
    "tree",
    [
        pairs(199, 500), pairs(200_000, 1), lookups(9_999, 0.018), lookups(10_000, 0.001), join(scan(), scan(), ms=50),
        planned_only(pairs()), untimed(lookups(10_000, 0.018)),
    ],
    ids=["few pairs", "once", "few lookups", "quick lookups", "a hash join", "only planned", "lookups without times"],
)  # fmt: skip
def test_a_nested_loop_that_is_small_is_left_alone(tree: Tree) -> None:
    root = tree if "Actual Total Time" not in tree else node("Aggregate", tree, ms=max(tree["Actual Total Time"], 400))
    assert_silent(nested_loop_inner, plan(root))


def test_a_nested_loop_with_a_small_part_of_the_time_is_left_alone() -> None:
    assert_silent(nested_loop_inner, plan(node("Aggregate", pairs(), ms=5000)))


@pytest.mark.parametrize(
    ("condition", "columns"),
    [
        ("(o.user_id = u.id)", ("user_id",)), ("(u.id = o.user_id)", ("user_id",)),
        ("((o.a = u.a) AND (o.b = u.b) AND (o.c < u.c))", ("a", "b")), ("((o.name)::text = (u.name)::text)", ("name",)),
        ('(o."My Col" = u.id)', ('"My Col"',)), ("(o.a = o.b)", ()), ("(o.a < u.a)", ()), ("((o.a = u.a) OR (o.b = 1))", ()),
        ("((", ()), ("", ()),
    ],
)  # fmt: skip
def test_the_columns_of_a_join_are_named_only_if_they_can_be_told(condition: str, columns: tuple[str, ...]) -> None:
    assert equal_columns(condition, "o") == columns
