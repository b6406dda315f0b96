"""lossy-bitmap: a bitmap that work_mem had no room for."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.rules.plans import Tree, assert_finding, assert_silent, plan, planned_only, scan, untimed
from workbench.rules.plan import lossy_bitmap


def bitmap(lossy: int = 5_200, exact: int = 700, **given: Any) -> Tree:
    blocks = {"Lossy Heap Blocks": lossy, "Exact Heap Blocks": exact}
    return scan(kind="Bitmap Heap Scan", rows=25_000, ms=80.0, **{**blocks, "Rows Removed by Index Recheck": 75_000, **given})


def test_pages_and_memory_are_told() -> None:
    finding = assert_finding(lossy_bitmap, plan(bitmap()), at=0, lossy_pages=5_200, pages=5_900)
    assert finding.sql == "set work_mem = '8MB'"  # twice the default, though less would do
    assert finding.saves_ms == pytest.approx(60)


def test_many_pages_need_more() -> None:
    finding = assert_finding(lossy_bitmap, plan(bitmap(lossy=1_000_000)), at=0)
    assert finding.evidence["work_mem_mb_estimate"] == 123  # 128 bytes for each of 1,000,700 pages


def test_the_workers_pages_count_too() -> None:
    workers = [{"Worker Number": 0, "Lossy Heap Blocks": 40, "Exact Heap Blocks": 2}]
    assert_finding(lossy_bitmap, plan(bitmap(0, 1, Workers=workers)), at=0, lossy_pages=40, pages=43)


def test_without_times_nothing_is_said_of_milliseconds() -> None:
    assert assert_finding(lossy_bitmap, plan(untimed(bitmap())), at=0).saves_ms is None


@pytest.mark.parametrize("tree", [bitmap(0), planned_only(bitmap(0)), scan()], ids=["exact", "only planned", "another scan"])
def test_near_misses(tree: Tree) -> None:
    assert_silent(lossy_bitmap, plan(tree))
