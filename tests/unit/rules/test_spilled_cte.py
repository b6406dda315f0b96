"""spilled-cte: rows that are kept to be read again, on disk."""

from __future__ import annotations

import pytest

from tests.unit.rules.plans import Tree, assert_finding, assert_silent, node, plan, scan
from workbench.rules.plan import spilled_cte


@pytest.mark.parametrize("kind", ["CTE Scan", "Materialize", "WindowAgg", "Recursive Union", "Table Function Scan"])
def test_postgresql_18_says_where_rows_are_kept(kind: str) -> None:
    tree = node(kind, rows=10, **{"Storage": "Disk", "Maximum Storage": 56_152})
    finding = assert_finding(spilled_cte, plan(tree), at=0, disk_kb=56_152)
    assert finding.sql == "set work_mem = '220MB'"


@pytest.mark.parametrize("kind", ["CTE Scan", "Materialize", "WindowAgg", "Function Scan"])
def test_before_18_temporary_blocks_tell_it(kind: str) -> None:
    assert_finding(spilled_cte, plan(node(kind, **{"Temp Written Blocks": 1000})), at=0, disk_kb=8000)


def test_a_cte_with_two_readers_is_told_once_at_the_one_that_wrote() -> None:
    stored = {"CTE Name": "w", "Storage": "Disk", "Maximum Storage": 800}
    first, second = (
        node("CTE Scan", **stored, **{"Temp Read Blocks": 100}),
        node("CTE Scan", **stored, **{"Temp Written Blocks": 100}),
    )
    assert_finding(spilled_cte, plan(node("Nested Loop", first, second, **{"Temp Written Blocks": 100})), at=2)


def test_two_ctes_are_two_findings() -> None:
    trees = [node("CTE Scan", **{"CTE Name": name, "Storage": "Disk", "Maximum Storage": 800}) for name in ("a", "b")]
    assert [f.at for f in spilled_cte.check(plan(node("Append", *trees)))] == [1, 2]


@pytest.mark.parametrize(
    "tree",
    [
        node("CTE Scan", **{"Storage": "Memory", "Maximum Storage": 900, "Temp Written Blocks": 5}),
        node("CTE Scan", **{"Temp Read Blocks": 1000}), scan(**{"Temp Written Blocks": 1000}),
        node("Materialize", node("Sort", **{"Temp Written Blocks": 1000}), **{"Temp Written Blocks": 1000}),
        node("CTE Scan", loops=0, rows=0),
    ],
    ids=["in memory", "only read", "not a store", "written by its child", "never executed"],
)  # fmt: skip
def test_what_is_kept_in_memory_is_left_alone(tree: Tree) -> None:
    assert_silent(spilled_cte, plan(tree))
