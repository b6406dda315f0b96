"""memoize-hits: a cache that answers nearly everything."""

from __future__ import annotations

import pytest

from tests.unit.rules.plans import Tree, assert_finding, assert_silent, plan
from tests.unit.rules.test_memoize_misses import memoize
from workbench.findings import Severity
from workbench.rules.plan import memoize_hits


def test_nine_of_ten_hits_are_good_to_know() -> None:
    finding = assert_finding(memoize_hits, plan(memoize(900, 100)), at=0, hit_ratio=0.9)
    assert finding.severity is Severity.GOOD
    assert finding.saves_ms == 0


@pytest.mark.parametrize(
    "tree", [memoize(899, 101), memoize(899, 99), memoize(0, 0), memoize(900, 100) | {"Node Type": "Materialize"}]
)
def test_fewer_hits_or_lookups_are_not_worth_a_word(tree: Tree) -> None:
    assert_silent(memoize_hits, plan(tree))
