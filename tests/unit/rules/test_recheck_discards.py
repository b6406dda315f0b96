"""recheck-discards: rows that an index found and that did not match."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.rules.plans import Tree, assert_finding, assert_silent, plan, planned_only, scan, untimed
from workbench.rules.plan import recheck_discards


def rechecked(rows: float = 100, removed: float = 900, **given: Any) -> Tree:
    fields = {"Recheck Cond": "(search @@ 'a'::tsquery)", "Rows Removed by Index Recheck": removed, "ms": 10.0}
    return scan("posts", kind="Bitmap Heap Scan", rows=rows, **{**fields, **given})


def test_rows_that_did_not_match_are_counted() -> None:
    finding = assert_finding(recheck_discards, plan(rechecked()), at=0, rows_found=1_000, rows_removed=900)
    assert "(search @@ 'a'::tsquery)" in finding.detail
    assert finding.saves_ms == pytest.approx(9)


def test_an_index_scan_rechecks_too() -> None:
    tree = rechecked(**{"Node Type": "Index Scan", "Recheck Cond": "", "Index Cond": "(place <@ 'box'::box)"})
    assert "(place <@ 'box'::box)" in assert_finding(recheck_discards, plan(tree), at=0).detail


def test_without_times_nothing_is_said_of_milliseconds() -> None:
    assert assert_finding(recheck_discards, plan(untimed(rechecked())), at=0).saves_ms is None


@pytest.mark.parametrize(
    "tree",
    [rechecked(0, 499), rechecked(501, 500), rechecked(loops=0), planned_only(rechecked()), rechecked(removed=0)],
    ids=["few rows", "more than half matched", "never executed", "only planned", "all matched"],
)
def test_near_misses(tree: Tree) -> None:
    assert_silent(recheck_discards, plan(tree))


def test_a_lossy_bitmap_is_the_cause_and_speaks_alone() -> None:
    from workbench.rules.plan import findings

    said = {finding.rule for finding in findings(plan(rechecked(**{"Lossy Heap Blocks": 5})))}
    assert "lossy-bitmap" in said
    assert "recheck-discards" not in said
