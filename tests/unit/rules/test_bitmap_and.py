"""bitmap-and: two indexes read for rows that one could find."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.rules.plans import Tree, assert_finding, assert_silent, node, plan, planned_only, scan, untimed
from workbench.rules.plan import bitmap_and


def both(first: float = 4_000, second: float = 6_000, rows: float = 60, **given: Any) -> Tree:
    conditions = {"by_total": "(total > 5)", "by_user": "(user_id = 7)", **given}
    arms = [
        node("Bitmap Index Scan", rows=count, ms=ms, **{"Index Name": name, "Index Cond": conditions[name]})
        for (name, count, ms) in (("by_total", first, 0.8), ("by_user", second, 1.0))
    ]
    combined = node("BitmapAnd", *arms, rows=0, ms=1.9)
    return scan(kind="Bitmap Heap Scan", rows=rows, ms=2.5, Plans=[combined])


def test_one_index_on_all_columns_is_named_those_with_equals_first() -> None:
    finding = assert_finding(bitmap_and, plan(both()), at=1, indexes=2, entries=10_000, rows=60)
    assert finding.sql == "create index on orders (user_id, total)"
    assert finding.saves_ms == pytest.approx(1.1)


def test_no_sql_where_a_condition_cannot_be_told() -> None:
    assert assert_finding(bitmap_and, plan(both(by_user="(tags @> '{x}'::text[])")), at=1).sql is None


def test_without_times_nothing_is_said_of_milliseconds() -> None:
    assert assert_finding(bitmap_and, plan(untimed(both())), at=1).saves_ms is None


@pytest.mark.parametrize(
    "tree",
    [both(400, 599), both(rows=5_001), planned_only(both()), scan(kind="Bitmap Heap Scan")],
    ids=["few entries", "more than half wanted", "only planned", "one index"],
)
def test_near_misses(tree: Tree) -> None:
    assert_silent(bitmap_and, plan(tree))
