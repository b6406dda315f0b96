"""late-limit: rows read and sorted for a LIMIT that wants a few, and the index that gives them first."""

from __future__ import annotations

import pytest

from tests.unit.rules.plans import Tree, assert_finding, assert_silent, join, node, plan, planned_only, scan, untimed
from workbench.rules.plan import late_limit

KEY = ["orders.created_at DESC", "orders.id"]


def limit(below: Tree, *above: str, rows: float = 10, kind: str = "Sort", key: list[str] | None = None) -> Tree:
    tree = node(kind, below, rows=rows, ms=50.0, **{"Sort Key": KEY if key is None else key})
    for passing in reversed(("Limit", *above)):
        tree = node(passing, tree, rows=rows, ms=50.0)
    return tree


def rows(count: float = 20_000, condition: str = "(orders.status = 'paid'::text)", **given: object) -> Tree:
    return scan(rows=count, ms=40.0, Filter=condition, **given)


def test_an_index_would_give_the_first_rows_at_once() -> None:
    finding = assert_finding(late_limit, plan(limit(rows(Schema="shop"))), at=1, rows_sorted=20_000, rows_kept=10)
    assert finding.title == "LIMIT keeps 10 of 20,000 rows that were read and sorted"
    assert finding.sql == "create index on shop.orders (status, created_at desc, id)"
    assert finding.saves_ms == pytest.approx(50 * (1 - 10 / 20_000))


@pytest.mark.parametrize(
    "tree",
    [limit(rows(), "Gather Merge"), limit(rows(), "Result", "LockRows"), limit(rows(), kind="Incremental Sort")],
    ids=["parallel", "passed on", "partly in order"],
)
def test_so_it_would_behind_what_passes_rows_on(tree: Tree) -> None:
    assert next(late_limit.check(plan(tree))).sql == "create index on orders (status, created_at desc, id)"


@pytest.mark.parametrize(
    ("condition", "key", "sql"),
    [
        ("(a = 1)", ["b"], "create index on orders (a, b)"),
        ("((a = 1) AND (b > 2))", ["b DESC NULLS LAST"], "create index on orders (a, b desc nulls last)"),
        ("(b = 1)", ["b"], "create index on orders (b)"),
        ("((a = 1) OR (b = 2))", ["b"], "create index on orders (b)"),
        ("", ['"My Col"'], 'create index on orders ("My Col")'),
        ("(a = 1)", ["lower(b)"], None),
        ("(a = 1)", ['b COLLATE "C"'], None),
        ("(a = 1)", [], None),
        ("(a = 1)", ["other.b"], None),
    ],
)
def test_columns_compared_with_a_constant_come_before_the_order(condition: str, key: list[str], sql: str | None) -> None:
    finding = assert_finding(late_limit, plan(limit(rows(condition=condition), key=key)), at=1)
    assert finding.sql == sql


def test_above_a_join_the_order_must_be_of_one_table() -> None:
    joined = join(rows(Alias="orders"), node("Hash", scan("users", rows=9, Alias="u")), rows=20_000, ms=45.0)
    assert assert_finding(late_limit, plan(limit(joined)), at=1).sql == "create index on orders (status, created_at desc, id)"
    assert assert_finding(late_limit, plan(limit(joined, key=["orders.a", "u.b"])), at=1).sql is None


def test_nothing_is_said_of_milliseconds_without_times() -> None:
    assert assert_finding(late_limit, plan(untimed(limit(rows()))), at=1).saves_ms is None


GROUPED = node("Aggregate", rows(), rows=20_000)


@pytest.mark.parametrize(
    "tree",
    [
        limit(rows(9_999)), limit(rows(19_999), rows=2_000), limit(GROUPED), limit(node("Function Scan", rows=20_000)),
        node("Limit", rows(), rows=10), limit(rows(20_000, loops=0)) | {"Actual Loops": 0}, planned_only(limit(rows())),
        node("Limit", node("Aggregate", limit(rows(10)))), node("Sort", rows()), node("Limit"),
    ],
    ids=["few rows", "more than a tenth is kept", "grouped first", "no table", "no sort", "never executed", "only planned",
         "another node between", "no limit", "nothing below"],
)  # fmt: skip
def test_a_sort_that_is_needed_or_small_is_left_alone(tree: Tree) -> None:
    assert_silent(late_limit, plan(tree))


def test_the_rows_that_an_offset_skips_are_needed_in_their_order() -> None:
    tree = limit(rows(), rows=5_000)
    assert_silent(late_limit, plan({**tree, "Actual Rows": 10}))
