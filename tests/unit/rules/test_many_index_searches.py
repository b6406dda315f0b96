"""many-index-searches: an index entered from its root again and again."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.rules.plans import Tree, assert_finding, assert_silent, node, plan, planned_only, scan, untimed
from workbench.rules.plan import many_index_searches


def searched(searches: int = 1_221, condition: str = "(created_at > '2025-06-01'::date)", **given: Any) -> Tree:
    fields = {"Index Name": "by_user_created", "Index Cond": condition, "Index Searches": searches, "ms": 12.21}
    return scan(kind="Index Scan", rows=40, **{**fields, **given})


def test_a_skip_scan_gets_an_index_that_begins_with_what_is_compared() -> None:
    finding = assert_finding(many_index_searches, plan(searched()), at=0, index_searches=1_221, loops=1)
    assert finding.sql == "create index on orders (created_at)"
    assert finding.saves_ms == pytest.approx(12.2)


def test_a_list_is_no_reason_for_another_index() -> None:
    finding = assert_finding(many_index_searches, plan(searched(condition="(id = ANY ('{1,2}'::integer[]))")), at=0)
    assert finding.sql is None
    assert "unnest" in finding.remedy


def test_a_bitmaps_index_is_named_for_its_table() -> None:
    bitmap = node("Bitmap Index Scan", rows=40, **{"Index Cond": "(created_at > '2025-06-01'::date)", "Index Searches": 2_000})
    tree = scan(kind="Bitmap Heap Scan", rows=40, Plans=[bitmap])
    assert assert_finding(many_index_searches, plan(tree), at=1).sql == "create index on orders (created_at)"


def test_without_times_nothing_is_said_of_milliseconds() -> None:
    assert assert_finding(many_index_searches, plan(untimed(searched())), at=0).saves_ms is None


@pytest.mark.parametrize(
    "tree",
    [searched(999), searched(2_000, loops=201), searched(5_000, loops=5_000), planned_only(scan(kind="Index Scan"))],
    ids=["few", "not ten for each run", "one for each run", "only planned"],
)
def test_near_misses(tree: Tree) -> None:
    assert_silent(many_index_searches, plan(tree))
