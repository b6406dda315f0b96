"""Damaged plans and hostile texts: only PlanError comes out, in three lines, and twice the text takes twice the time at most.

`python bench/fuzz_plans.py` does the same with 100,000 inputs.
"""

from __future__ import annotations

import importlib.util
import random
import time
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.errors import PlanError
from workbench.plan.read import read_documents


def _bench() -> ModuleType:
    file = Path(__file__).parents[2] / "bench" / "fuzz_plans.py"
    specification = importlib.util.spec_from_file_location("fuzz_plans", file)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


FUZZ = _bench()


@pytest.mark.parametrize("seed", range(5))
def test_a_damaged_plan_is_read_or_refused(seed: int) -> None:
    corpus = FUZZ.load(FUZZ.GOLDEN)
    chance = random.Random(seed)
    for _ in range(300):
        source = FUZZ.damaged(chance, corpus)
        outcome, _ = FUZZ.attempt(source)
        assert outcome in ("read", "PlanError"), source


SNIPPETS = st.lists(
    st.sampled_from([*FUZZ.WORDS, *FUZZ.SIGNS, '"', "'", "[", "]", "{", "}", "\n", "\n  ", ": "]), max_size=30
).map("".join)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | SNIPPETS | st.binary(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["Plan", "Plans", "Node Type", "Workers", "QUERY PLAN", "x", ""]), inner, max_size=4)
        | st.tuples(inner, inner)
    ),
    max_leaves=12,
)


def _complaint(source: object) -> list[str]:
    try:
        documents = read_documents(source)
    except PlanError as error:
        return error.lines()
    return [] if all("Plan" in document.fields for document in documents) else ["a document without a plan"]


@settings(max_examples=300, deadline=None)
@given(SNIPPETS | st.text(max_size=80) | VALUES)
def test_nonsense_is_refused_in_three_lines(source: object) -> None:
    lines = _complaint(source)
    assert len(lines) in (0, 3)
    assert all(line.strip() for line in lines)


HOSTILE = [
    '{"Plans": [', '{"Plan": "', '["Plan": ', '("', "[(", '"', "> ", "<Plan>", "<Plan></Plan>", "<td>", "<td></td>",
    "- Plan: \n", 'x: "a\n', "duration: 1.5 ms  plan:\n", '"duration: 1.5 ms  plan:\n', "(cost=", "QUERY PLAN\n---\n",
    '{"message":"duration: 1.5 ms  plan:\n', "```\n", "\\n", "1: x\n", "+---+\n| x |\n", "-[ RECORD 1 ]---\n",
    "QUERY PLAN | x\n", "|====\n", ".TS\n", "\x1b[", "\xa0\n", "{'a': 'b'\n 'c'\n", "(1 row)\n", " +\n", "漢 +\n",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_no_repetition_takes_more_than_linear_time(piece: str) -> None:
    started = time.perf_counter()
    with pytest.raises(PlanError):
        read_documents(piece * (200_000 // len(piece)))
    assert time.perf_counter() - started < 5  # 0.1 to 0.5 s; anything quadratic takes minutes
