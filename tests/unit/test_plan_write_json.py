"""What to_json writes is read again to an equal plan, and reads like PostgreSQL's own."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.corpus import names, stored
from workbench import Plan, read_plan
from workbench.plan.write import write_json

GOLDEN = [stored(name) for name in names(18)]
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=12,
)


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_a_plan_written_and_read_is_the_same(path: Path) -> None:
    plan = read_plan(path)
    assert read_plan(plan.to_json()) == plan
    (written,), (original,) = json.loads(plan.to_json()), json.loads(path.read_text())
    assert written == original


@given(st.dictionaries(st.text(), VALUES, max_size=5))
def test_any_value_is_written_as_json_has_it(fields: dict[str, Any]) -> None:
    assert json.loads(write_json(fields)) == [fields]


def test_a_statement_and_a_logged_duration_are_kept() -> None:
    plan = read_plan({"Query Text": 'select "é\n"', "Duration": 4.5, "Plan": {"Node Type": "Result", "Actual Loops": 1}})
    again = read_plan(plan.to_json())
    assert isinstance(again, Plan)
    assert (again.statement, again.duration_ms) == ('select "é\n"', 4.5)
    assert again == plan


def test_unread_lines_and_findings_are_not_written() -> None:
    plan = read_plan({"Plan": {"Node Type": "Result", "Actual Loops": 1}})
    assert read_plan(replace(plan, unread=("?",)).to_json()) == plan


def test_five_thousand_levels_are_written_in_linear_time() -> None:
    """Twice the levels take about twice as long, not four times; the indentation stops growing."""
    sizes = []
    for levels in (2_500, 5_000):
        tree: dict[str, Any] = {"Node Type": "Result", "Actual Loops": 1}
        for _ in range(levels):
            tree = {"Node Type": "Materialize", "Actual Loops": 1, "Plans": [tree]}
        plan = read_plan(tree)
        begun = time.perf_counter()
        sizes.append(len(plan.to_json()))
        assert time.perf_counter() - begun < 5
    assert sizes[1] < 2.2 * sizes[0]
