"""bitmap-or: a note on an OR that takes several searches."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.rules.plans import Tree, assert_finding, assert_silent, node, plan, planned_only, scan
from workbench.rules.plan import bitmap_or


def either(rows: float = 1_577, names: tuple[str, ...] = ("by_user", "by_total"), **given: Any) -> Tree:
    arms = [node("Bitmap Index Scan", rows=800, **{"Index Name": name, "Index Cond": "(a = 1)"}) for name in names]
    combined = node("BitmapOr", rows=0)
    combined["Plans"] = arms
    return scan(kind="Bitmap Heap Scan", rows=rows, Plans=[combined], **given)


def test_it_is_a_note_that_claims_no_milliseconds() -> None:
    finding = assert_finding(bitmap_or, plan(either()), at=1, searches=2, rows=1_577)
    assert finding.severity.name == "INFO"
    assert finding.saves_ms is None
    assert "UNION ALL" in finding.remedy


def test_several_values_by_one_index_belong_into_a_list() -> None:
    assert "any(array[...])" in assert_finding(bitmap_or, plan(either(names=("by_user",) * 3)), at=1, searches=3).remedy


def test_what_the_filter_throws_away_was_found_too() -> None:
    assert_finding(bitmap_or, plan(either(10, **{"Rows Removed by Filter": 990})), at=1, rows_removed=990)


@pytest.mark.parametrize("tree", [either(999), planned_only(either()), scan()], ids=["few rows", "only planned", "no OR"])
def test_near_misses(tree: Tree) -> None:
    assert_silent(bitmap_or, plan(tree))
