"""memoize-misses: too small, or of no use."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.rules.plans import Tree, assert_finding, assert_silent, node, plan, scan, untimed
from workbench.findings import Severity
from workbench.rules.plan import memoize_misses


def memoize(hits: int, misses: int, evictions: int = 0, overflows: int = 0, **fields: Any) -> Tree:
    counters = {"Cache Hits": hits, "Cache Misses": misses, "Cache Evictions": evictions, "Cache Overflows": overflows}
    below = scan(kind="Index Scan", loops=max(misses, 1), ms=0.01)
    return node("Memoize", below, loops=hits + misses, ms=0.02, **{"Cache Key": "u.id", **counters, **fields})


def test_a_cache_that_had_to_make_room_is_too_small() -> None:
    subject = plan(memoize(20_000, 80_000, 72_000, **{"Peak Memory Usage": 2049}))
    finding = assert_finding(memoize_misses, subject, at=0, evictions=72_000, hit_ratio=0.2)
    assert finding.sql == "set work_mem = '21MB'"
    assert finding.saves_ms == pytest.approx(800 * 0.9)


def test_a_cache_that_nobody_asks_twice_is_of_no_use() -> None:
    finding = assert_finding(memoize_misses, plan(memoize(0, 100_000)), at=0, hits=0)
    assert finding.sql == "set enable_memoize = off"
    assert finding.severity is Severity.INFO
    assert finding.saves_ms == pytest.approx(1000.0)


def test_each_process_has_a_cache_of_its_own_and_all_count() -> None:
    worker = {"Cache Hits": 0, "Cache Misses": 600, "Cache Evictions": 0, "Cache Overflows": 0}
    assert_finding(memoize_misses, plan(memoize(0, 600, Workers=[worker])), at=0, misses=1200)


def test_nothing_is_said_of_milliseconds_without_times() -> None:
    assert assert_finding(memoize_misses, plan(untimed(memoize(0, 100_000))), at=0).saves_ms is None


@pytest.mark.parametrize(
    "tree",
    [
        memoize(249, 750), memoize(250, 750), memoize(9000, 1000, 900), memoize(500, 500, 49), memoize(0, 0),
        memoize(0, 100_000) | {"Node Type": "Materialize"},
    ],
    ids=["few lookups", "a quarter are hits", "nine tenths are hits", "few evictions", "never asked", "not a Memoize"],
)  # fmt: skip
def test_a_cache_that_pays_is_left_alone(tree: Tree) -> None:
    assert_silent(memoize_misses, plan(tree))
