"""Generated trees survive being written and read; damaged texts give Documents or a PlanError, and nothing else."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.test_plan_text import CITUS, FLAT, FOOT, GROUPING, SUBPLANS, WORKERS
from workbench.errors import PlanError
from workbench.plan.document import Document
from workbench.plan.read.text import read_text
from workbench.plan.write import write_text

NAMES = st.text(st.characters(exclude_categories=("C", "Z"), exclude_characters="\x85"), min_size=1, max_size=8)
NAMES_WITH_BLANKS = st.one_of(
    NAMES, st.builds("{} on {}".format, NAMES, NAMES), st.sampled_from(["My Orders", 'a"b', "*VALUES*", "select"])
)
COUNTS = st.integers(0, 10**9)
CENTS = st.integers(0, 10**9).map(lambda cents: cents / 100)
MICROSECONDS = st.integers(0, 10**9).map(lambda count: count / 1000)
EXPRESSIONS = st.lists(
    st.sampled_from(
        ["(a = 1)", "('x, y'::text = b)", "it IS NULL", "('-> Seq Scan on t'::text)", "('a\n  ->  b'::text)", '"c, d"']
    ),
    min_size=1,
    max_size=3,
)
DETAILS: dict[str, st.SearchStrategy[Any]] = {
    "Filter": EXPRESSIONS.map(" AND ".join),
    "Index Cond": EXPRESSIONS.map(" AND ".join),
    "Output": EXPRESSIONS,
    "Rows Removed by Filter": st.integers(1, 10**9),
    "Heap Fetches": COUNTS,
    "Index Searches": COUNTS,
    "Workers Planned": COUNTS,
    "Disabled": st.just(True),
    "Vendor Count": COUNTS,
    "Vendor Remark": st.sampled_from(["a remark", "x: y", "done (twice)"]),
}
FIGURES = {"Startup Cost": CENTS, "Total Cost": CENTS, "Plan Rows": COUNTS, "Plan Width": COUNTS}
RUN = {
    "Actual Startup Time": MICROSECONDS, "Actual Total Time": MICROSECONDS,
    "Actual Rows": CENTS, "Actual Loops": st.integers(1, 10**6),
}  # fmt: skip
RELATED = {
    "Append": ["Member"] * 9,
    "Hash Join": ["Outer", "Inner"],
    "Sort": ["Outer"],
    "Subquery Scan": ["Subquery"],
    "Result": ["Outer"],
}


@st.composite
def leaves(draw: st.DrawFn) -> dict[str, Any]:
    kind = draw(st.sampled_from(["Seq Scan", "Tid Scan", "Result"]))
    target = {} if kind == "Result" else {"Relation Name": draw(NAMES_WITH_BLANKS), "Alias": draw(NAMES_WITH_BLANKS)}
    return _node(draw, kind, target)


@st.composite
def branches(draw: st.DrawFn, below: st.SearchStrategy[dict[str, Any]]) -> dict[str, Any]:
    kind = draw(st.sampled_from(["Append", "Hash Join", "Sort", "Subquery Scan"]))
    count = {"Append": draw(st.integers(1, 3)), "Hash Join": 2}.get(kind, 1)
    extra = {"Join Type": draw(st.sampled_from(["Inner", "Right Anti"]))} if kind == "Hash Join" else {}
    extra = {"Alias": draw(NAMES_WITH_BLANKS)} if kind == "Subquery Scan" else extra
    plans = [draw(below) | {"Parent Relationship": RELATED[kind][number]} for number in range(count)]
    if draw(st.booleans()):
        plans.insert(0, draw(below) | {"Parent Relationship": "InitPlan", "Subplan Name": f"CTE {draw(NAMES)}"})
    if draw(st.booleans()):
        plans.append(draw(below) | {"Parent Relationship": "SubPlan", "Subplan Name": f"SubPlan {draw(st.integers(1, 99))}"})
    return _node(draw, kind, extra) | {"Plans": plans}


def _node(draw: st.DrawFn, kind: str, extra: dict[str, Any]) -> dict[str, Any]:
    details = draw(st.fixed_dictionaries({}, optional=DETAILS))
    return {
        "Node Type": kind,
        "Parallel Aware": draw(st.booleans()),
        **extra,
        **draw(st.fixed_dictionaries({**FIGURES, **RUN})),
        **details,
    }


TREES = st.recursive(leaves(), lambda below: branches(below), max_leaves=8)


@given(root=TREES, planning=CENTS)
@settings(max_examples=300, deadline=None)
def test_a_tree_survives_being_written_and_read(root: dict[str, Any], planning: float) -> None:
    document = {"Plan": root, "Planning Time": planning}
    (back,) = read_text(write_text(document))
    assert back.unread == ()
    assert back.fields == document


def test_the_name_of_a_cte_may_end_like_a_key() -> None:
    (back,) = read_text("Result  (cost=0.00..1.00 rows=1 width=4)\n  CTE :\n    ->  Result  (cost=0.00..1.00 rows=1 width=4)")
    assert back.unread == ()
    assert back.fields["Plan"]["Plans"][0]["Subplan Name"] == "CTE :"


LINES = [line for text in (CITUS, FLAT, FOOT, GROUPING, SUBPLANS, WORKERS) for line in text.split("\n")]
TEXTS = [CITUS, FLAT, FOOT, GROUPING, SUBPLANS, WORKERS]
EDITS = st.lists(
    st.tuples(
        st.sampled_from(["drop", "double", "cut", "shift", "insert", "replace", "swap"]),
        st.integers(0, 10**6),
        st.integers(0, 10**6),
    ),
    min_size=1,
    max_size=6,
)
PIECES = [
    "'",
    '"',
    "(",
    ")",
    "->  ",
    "\t",
    ": ",
    "(cost=",
    "Worker 9:  ",
    "JIT:",
    "Trigger x: calls=1",
    "\x00",
    "•",
    "9" * 400,
    "CTE ",
    "é\u2028",
]


def damaged(text: str, edits: list[tuple[str, int, int]]) -> str:
    for edit, first, second in edits:
        lines = text.split("\n")
        at, piece = first % len(lines), PIECES[second % len(PIECES)]
        column = second % (len(lines[at]) + 1)
        if edit == "drop":
            del lines[at]
        elif edit == "double":
            lines.insert(at, LINES[second % len(LINES)])
        elif edit == "cut":
            lines[at] = lines[at][:column]
        elif edit == "shift":
            lines[at] = " " * (second % 9) + lines[at].lstrip()
        elif edit == "insert":
            lines[at] = lines[at][:column] + piece + lines[at][column:]
        elif edit == "replace":
            lines[at] = lines[at].replace(":", piece, 1)
        else:
            lines[at], lines[-1] = lines[-1], lines[at]
        text = "\n".join(lines) or " "
    return text


@given(text=st.one_of(st.builds(damaged, st.sampled_from(TEXTS), EDITS), st.text(max_size=200)))
@settings(max_examples=1500, deadline=None)
def test_a_damaged_text_gives_documents_or_a_plan_error_of_three_lines(text: str) -> None:
    documents, complaint = _read(text)
    assert all(isinstance(document.fields["Plan"]["Node Type"], str) for document in documents)
    assert len(complaint) == (0 if documents else 3)
    assert not any("\n" in line for line in complaint)
    for document in documents:
        assert write_text(document.fields)


def _read(text: str) -> tuple[tuple[Document, ...], list[str]]:
    try:
        return read_text(text), []
    except PlanError as error:
        return (), error.lines()
