"""From a source to a Plan: whatever is no plan gives a PlanError of three to five lines, and no field is lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.corpus import names, stored
from workbench import Plan, read_plan
from workbench.errors import PlanError

FILES = [stored(name) for name in names(18)]
DOCUMENT = json.loads(stored("joins.18").read_text())
NODE = {"Node Type": "Result"}


def test_a_bare_node_has_no_times_around_it() -> None:
    plan = read_plan(DOCUMENT[0]["Plan"])
    assert plan.nodes == read_plan(DOCUMENT).nodes
    assert plan.execution_ms is None


@pytest.mark.parametrize(
    "source",
    [
        None, 3, "", b"", b"\xff", "{}", "[]", "null", [], {},
        {"Plan": {}}, {"Plan": None},
        {"Plan": {**NODE, "Plans": None}}, {"Plan": {**NODE, "Plans": [None]}}, {"Plan": {**NODE, "Plans": "x"}},
        {"Plan": {**NODE, "Actual Loops": "x"}}, {"Plan": {**NODE, "Actual Loops": -1}},
        {"Plan": {**NODE, "Actual Total Time": None}}, {"Plan": {**NODE, "Actual Rows": float("inf")}},
        {"Plan": {**NODE, "Plan Rows": 10**400}}, {"Plan": {**NODE, "Shared Hit Blocks": []}},
        {"Plan": {**NODE, "Workers": [3]}}, {"Plan": {**NODE, "Workers": [{"Sort Space Used": "x"}]}},
        {"Plan": {**NODE, "Alias": 3}}, {"Plan": {"Node Type": 5}}, {"Plan": NODE, "Triggers": 5},
        {"Plan": NODE, "Triggers": [{"Time": "soon"}]}, {"Plan": NODE, "Settings": None}, {"Plan": NODE, "Execution Time": "x"},
        '{"Plans": [' * 100_000,
    ],
)  # fmt: skip
def test_what_is_no_plan_is_refused_in_three_to_five_lines(source: object) -> None:
    with pytest.raises(PlanError) as caught:
        read_plan(source)
    assert 3 <= len(caught.value.lines()) <= 5
    assert all(len(line) < 200 for line in caught.value.lines())


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["Plan", "Plans", "Workers", "x"]), inner),
    max_leaves=10,
)
_FIELDS = sorted({field for path in FILES for field in json.loads(path.read_text())[0]["Plan"]})


@given(st.dictionaries(st.sampled_from(_FIELDS), _JSON), st.dictionaries(st.sampled_from(["Triggers", "Settings", "x"]), _JSON))
def test_only_plan_error_comes_out_of_a_damaged_plan(fields: dict[str, object], around: dict[str, object]) -> None:
    try:
        plan = read_plan({"Plan": {"Node Type": "Seq Scan", **fields}, **around})
    except PlanError:
        return
    assert isinstance(plan, Plan)


def test_a_source_with_several_plans_gives_all_of_them() -> None:
    first, second = read_plan([{"Plan": NODE}, {"Plan": {"Node Type": "Seq Scan", "Relation Name": "t"}}])
    assert [first.root.label, second.root.label] == ["Result", "Seq Scan on t"]


def test_five_thousand_levels_are_read() -> None:
    node: dict[str, object] = {"Node Type": "Result", "Actual Loops": 1}
    for _ in range(5000):
        node = {"Node Type": "Nested Loop", "Actual Loops": 1, "Plans": [node]}
    assert read_plan(node).nodes[-1].depth == 5000


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_field_of_a_real_plan_is_lost(path: Path) -> None:
    """Each is in an attribute or in `other`; the labels are never a question mark."""
    document = json.loads(path.read_text())[0]
    plan = read_plan(document)
    assert all("?" not in node.label for node in plan.nodes)
    assert set(document) - set(plan.other) <= {"Plan", "Planning Time", "Execution Time", "Triggers", "Settings", "Query Text"}


def test_a_plain_explain_is_not_taken_for_an_execution() -> None:
    plan = read_plan({"Plan": {"Node Type": "Seq Scan", "Relation Name": "t", "Plan Rows": 5, "Total Cost": 2.5}})
    assert not plan.analyzed
    assert not plan.root.never_executed
    assert (plan.root.rows_planned, plan.root.total_cost) == (5.0, 2.5)
    assert list(plan.to_frame()["rows_planned"]) == [5.0]


def test_an_unknown_field_is_kept_with_its_value() -> None:
    plan = read_plan({"Plan": {**NODE, "Storage Flushes": [1, {"a": None}]}, "Advice": {"x": 1}})
    assert plan.root.other == {"Storage Flushes": [1, {"a": None}]}
    assert plan.other == {"Advice": {"x": 1}}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            {"Actual Loops": 1, "Actual Total Time": 2.5, "Actual Rows": 1},
            "<Plan of Seq Scan on t: 1 node, 2.500 ms, 0 findings>",
        ),
        ({"Actual Loops": 1, "Actual Rows": 1}, "<Plan of Seq Scan on t: 1 node, executed, 0 findings>"),
        ({}, "<Plan of Seq Scan on t: 1 node, not executed, 0 findings>"),
    ],
)
def test_a_plan_is_a_line_where_python_prints_it(fields: dict[str, object], expected: str) -> None:
    assert repr(read_plan({"Node Type": "Seq Scan", "Relation Name": "t", **fields})) == expected
