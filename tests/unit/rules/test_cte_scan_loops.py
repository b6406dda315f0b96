"""cte-scan-loops: a CTE that is read from end to end for each row."""

from __future__ import annotations

import pytest

from tests.unit.rules.plans import Tree, assert_finding, assert_silent, node, plan
from workbench.rules.plan import cte_scan_loops


def read(loops: int, rows: float, removed: float, kind: str = "CTE Scan", ms: float = 0.25) -> Tree:
    fields = {"CTE Name": "w", "Rows Removed by Filter": removed}
    return node(kind, rows=rows, loops=loops, ms=ms, **fields)


def test_a_cte_that_is_read_for_each_row_is_told_by_name() -> None:
    finding = assert_finding(cte_scan_loops, plan(read(4000, 1, 3999)), at=0, loops=4000, rows_read=16_000_000)
    assert finding.title == "CTE w was read 4,000 times, 16,000,000 rows in all"
    assert finding.saves_ms == pytest.approx(1000 * 3999 / 4000)


@pytest.mark.parametrize(
    "tree",
    [read(10, 1, 9999), read(11, 1, 908), read(4000, 1, 3999, "WorkTable Scan"), read(0, 0, 0)],
    ids=["ten times", "10,000 rows", "not a CTE", "never executed"],
)
def test_a_cte_that_is_read_seldom_or_short_is_left_alone(tree: Tree) -> None:
    assert_silent(cte_scan_loops, plan(tree))
