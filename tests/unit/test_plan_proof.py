"""Every node's own time against the truth: plans of real servers in which pg_sleep sits in a known node, of every major."""

from __future__ import annotations

import pytest

from tests.golden.plans.cases import SLEEPS, Case
from tests.golden.plans.truth import MAJORS, STORED, checked


@pytest.mark.parametrize(("case", "major", "kind"), STORED, ids=lambda value: getattr(value, "name", str(value)))
def test_time_is_charged_to_the_node_that_slept(case: Case, major: int, kind: str) -> None:
    assert [
        f"{each.node.label}: {each.node.exclusive_ms:.1f} ± {each.node.error_ms:.1f} instead of {each.true_ms} ms"
        for each in checked(case, major, kind)
        if not each.is_right
    ] == []


def test_at_least_forty_positions_are_proven_on_the_newest_and_on_the_oldest_supported_server() -> None:
    assert {15, 18} <= set(MAJORS)
    assert len(SLEEPS) >= 40
