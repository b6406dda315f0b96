"""What changed between two plans of one statement: which node is which, and the sentence about it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.corpus import names, stored
from tests.unit.rules.plans import Tree, join, node, plan, planned_only, scan, untimed
from workbench import Plan, read_plan
from workbench.plan import PlanDiff
from workbench.render.plan_diff import diff_html, diff_text


def diff(before: Tree, after: Tree) -> PlanDiff:
    return plan(before).diff(plan(after))


def by_index(table: str = "orders", **given: Any) -> Tree:
    return scan(table, kind="Index Scan", **{"Index Name": f"{table}_idx", **given})


WASTEFUL = scan(rows=10, **{"Rows Removed by Filter": 990})


@pytest.mark.parametrize(
    ("before", "after", "summary"),
    [
        (WASTEFUL, by_index(rows=10), "orders: Seq Scan -> Index Scan using orders_idx; 990 rows no longer read"),
        (by_index(rows=10), scan(rows=11), "orders: Index Scan using orders_idx -> Seq Scan; 1 more row read"),
        (WASTEFUL, WASTEFUL, "the same plan"),
        (scan(rows=3), scan(rows=5), "the same plan; 2 more rows read"),
        (node("Sort", scan(rows=5)), by_index(rows=5), "orders: Seq Scan -> Index Scan using orders_idx; sort gone"),
        (scan(), node("Limit", scan()), "new: Limit"),
        (join(scan("a"), scan("b")), join(scan("a"), scan("b"), "Merge Join"), "Hash Join -> Merge Join"),
        (join(scan("a"), scan("b")), join(scan("b"), scan("a")), "the same plan"),
        (node("Aggregate", scan(), Strategy="Sorted"), node("Aggregate", scan(), Strategy="Hashed"),
         "GroupAggregate -> HashAggregate"),
        (join(scan("a"), scan("b"), "Nested Loop"), join(scan("a"), node("Materialize", scan("b")), "Nested Loop"),
         "new: Materialize"),
        (scan("a"), scan("b"), "These plans have nothing in common."),
        (node("Append", *(scan(f"p{i}", rows=2) for i in range(9))), node("Append", scan("p3", rows=2)),
         "Seq Scan on p0 gone; Seq Scan on p1 gone; Seq Scan on p2 gone; Seq Scan on p4 gone; 4 more like these; "
         "16 rows no longer read"),
    ],
    ids=["an index", "back", "nothing", "only rows", "no sort", "a limit", "join method", "sides swapped", "grouping",
         "materialize", "other tables", "pruned"],
)  # fmt: skip
def test_the_sentence(before: Tree, after: Tree, summary: str) -> None:
    assert diff(before, after).summary == summary


def test_another_join_order_tears_nothing_apart() -> None:
    a, b, c = (scan(name, rows=5) for name in "abc")
    found = diff(join(join(a, b), c), join(join(scan("c", rows=5), scan("b", rows=5)), scan("a", rows=5)))
    assert [change.what for change in found.changes if change.node.table] == ["same"] * 3
    top = next(change for change in found.changes if change.after and change.after.number == 0)
    assert top.before is not None
    assert top.before.number == 0  # the join of all three is the join of all three, whatever is below


def test_the_same_table_twice_is_told_apart_by_its_alias() -> None:
    before = join(scan("users", Alias="boss", rows=1), scan("users", Alias="u", rows=9))
    after = join(scan("users", Alias="u", rows=9), by_index("users", Alias="boss", rows=1))
    changed = [change for change in diff(before, after).changes if change.what == "changed"]
    assert [(change.before.alias, change.after.alias) for change in changed if change.before and change.after] == [
        ("boss", "boss")
    ]


def test_a_cte_is_matched_within_itself() -> None:
    def with_cte(inner: Tree) -> Tree:
        cte = {**inner, "Subplan Name": "CTE w", "Parent Relationship": "InitPlan"}
        return {**node("Nested Loop"), "Plans": [cte, scan(rows=1), node("CTE Scan", **{"CTE Name": "w", "Alias": "w"})]}

    found = diff(with_cte(scan(rows=7)), with_cte(by_index(rows=7)))
    (changed,) = (change for change in found.changes if change.what == "changed")
    assert changed.node.subplan_name == "CTE w"


def test_older_versions_name_init_plans_otherwise() -> None:
    trees = (node("Result", {**scan(), "Subplan Name": name, "Parent Relationship": "InitPlan"}) for name in
             ("InitPlan 1 (returns $0)", "InitPlan 1"))  # fmt: skip
    assert not diff(*trees)


def test_rows_of_a_cte_are_not_read_twice() -> None:
    reader = node("CTE Scan", rows=500, **{"CTE Name": "w", "Alias": "w"})
    assert "read" not in diff(node("Limit", scan(rows=9)), join(scan(rows=9), reader)).summary


def test_without_analyze_costs_are_compared_as_estimates() -> None:
    before, after = (planned_only(scan(**{"Total Cost": cost})) for cost in (2500.0, 8.5))
    assert diff(before, after).summary == "the same plan; estimated cost 2,500.00 -> 8.50"


def test_without_times_there_is_no_column_of_times() -> None:
    assert "Time" not in diff_text(diff(untimed(WASTEFUL), untimed(by_index())))
    assert diff(untimed(WASTEFUL), by_index()).to_frame()["exclusive_ms_before"].isna().all()


def test_the_frame_has_both_sides() -> None:
    frame = diff(node("Sort", WASTEFUL), by_index(rows=10)).to_frame()
    assert list(frame["change"]) == ["vanished", "changed"]
    assert list(frame["rows_read_before"]) == [1, 1000]
    assert frame["rows_read_after"].isna().tolist() == [True, False]


@pytest.mark.parametrize("show", [diff_html, diff_text])
def test_what_is_shown_names_each_change(show: Any) -> None:
    shown = show(diff(node("Sort", WASTEFUL), node("Limit", by_index(rows=10))))
    for part in ("gone", "new", "changed", "Index Scan using orders_idx", "990 → 0"):
        assert part in shown


def test_names_are_escaped() -> None:
    assert "<script>" not in diff_html(diff(scan("<script>"), by_index("<script>")))


KINDS = (
    "Seq Scan",
    "Index Scan",
    "Sort",
    "Hash Join",
    "Nested Loop",
    "Append",
    "Aggregate",
    "CTE Scan",
    "Bitmap Index Scan",
    "Result",
)
TREES: st.SearchStrategy[Tree] = st.recursive(
    st.builds(lambda kind, table: scan(table, kind=kind), st.sampled_from(KINDS), st.sampled_from("abc")),
    lambda inner: st.builds(
        lambda kind, below, relation: {**node(kind), "Plans": below, "Parent Relationship": relation},
        st.sampled_from(KINDS), st.lists(inner, max_size=3), st.sampled_from(["Outer", "Inner", "InitPlan", "SubPlan"]),
    ),
    max_leaves=8,
)  # fmt: skip


def check_whole(before: Plan, after: Plan) -> None:
    """Each node of both plans is in one change, and the way back is the mirror image."""
    there, back = before.diff(after), after.diff(before)
    assert sorted(change.before.number for change in there.changes if change.before) == list(range(len(before.nodes)))
    assert [change.after.number for change in there.changes if change.after] == list(range(len(after.nodes)))
    assert sum(change.what == "appeared" for change in there.changes) == sum(
        change.what == "vanished" for change in back.changes
    )
    assert there.summary


@given(TREES, TREES)
def test_no_node_is_lost_or_counted_twice(before: Tree, after: Tree) -> None:
    check_whole(plan(before), plan(after))
    assert not diff(before, before)


@pytest.mark.parametrize("name", [name for name in names(15) if stored(f"{name.removesuffix('.15')}.18").exists()])
def test_the_same_statement_on_two_versions(name: str) -> None:
    before, after = read_plan(stored(name)), read_plan(stored(f"{name.removesuffix('.15')}.18"))
    check_whole(before, after)
    assert after.diff(after).summary == "the same plan"
    assert "nothing in common" not in before.diff(after).summary


def test_five_thousand_levels_and_ten_thousand_partitions() -> None:
    deep = scan()
    for _ in range(5_000):
        deep = node("Materialize", deep)
    wide = node("Append", *(scan(f"p{i}") for i in range(10_000)))
    assert not diff(deep, deep)
    assert not diff(wide, wide)
