"""wal-full-pages: whole pages in the log."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.rules.plans import Tree, assert_finding, assert_silent, node, plan, scan
from workbench.rules.plan import wal_full_pages

MB = 1024 * 1024


def written(pages: int, size: int, **more: Any) -> Tree:
    return node(
        "ModifyTable", scan(), Operation="Update", **{"WAL Records": 20_000, "WAL FPI": pages, "WAL Bytes": size, **more}
    )


def test_pages_that_are_half_of_the_log_are_told() -> None:
    finding = assert_finding(wal_full_pages, plan(written(1024, 16 * MB)), at=0, full_pages=1024, wal_bytes=16 * MB)
    assert finding.sql == "set wal_compression = on"


def test_the_node_that_wrote_them_is_named() -> None:
    assert_finding(
        wal_full_pages, plan(node("Aggregate", written(2048, 20 * MB), **{"WAL FPI": 2048, "WAL Bytes": 20 * MB})), at=1
    )


@pytest.mark.parametrize(
    "tree",
    [written(2048, 16 * MB - 1), written(1023, 16 * MB), written(2048, 17 * MB, **{"WAL FPI Bytes": 8 * MB}), scan()],
    ids=["less than a segment", "less than half", "compressed, as 19 prints", "no log"],
)
def test_a_log_of_changes_is_left_alone(tree: Tree) -> None:
    assert_silent(wal_full_pages, plan(tree))
