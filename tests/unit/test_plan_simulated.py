"""Plans that never ran: an execution is made up, printed as EXPLAIN does it, read again, and compared with the truth.

Drawn are a tree, what each node spent in each loop (whole nanoseconds), how often it ran, its rows and its pages. A child on an
inner side runs once for each row of the outer, a SubPlan once for each row of its node; an InitPlan runs once, inside the
node that mentions it, and a CTE inside its one reader, wherever they hang.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench import Plan
from workbench.plan.build import build
from workbench.plan.document import Document

MS = 1_000_000  # nanoseconds


@dataclass
class Ran:
    """A node as it ran: its own nanoseconds and pages over all loops, and what it contains of others."""

    kind: str
    loops: int
    own_ns: int
    own_pages: int
    rows: int
    relationship: str = "Outer"
    below: list[Ran] = field(default_factory=list)
    pulls: list[Ran] = field(default_factory=list)  # InitPlans and CTEs that hang elsewhere and run in here
    fields: dict[str, Any] = field(default_factory=dict)

    def contained(self) -> list[Ran]:
        """What ran inside: all below but for InitPlans, and what it pulled."""
        return [child for child in self.below if child.relationship != "InitPlan"] + self.pulls

    def total(self, figure: str) -> int:
        return int(getattr(self, figure)) + sum(child.total(figure) for child in self.contained())

    def all(self) -> list[Ran]:
        """In pre-order, as a plan lists them."""
        return [self, *(node for child in self.below for node in child.all())]

    def printed(self, decimals: int) -> dict[str, Any]:
        """As EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) has it: means per loop, rounded."""
        loops = max(self.loops, 1)
        return {
            "Node Type": self.kind, "Parent Relationship": self.relationship, "Actual Loops": self.loops,
            "Actual Total Time": round(self.total("own_ns") / MS / loops, 3),
            "Actual Rows": round(self.rows / loops, decimals) if decimals else round(self.rows / loops),
            "Plan Rows": 1, "Shared Hit Blocks": self.total("own_pages"), **self.fields,
            "Plans": [child.printed(decimals) for child in self.below],
        }  # fmt: skip


@st.composite
def executions(draw: st.DrawFn) -> Ran:
    """A statement that ran in one process."""
    count = iter(range(1, 100))

    def node(kind: str, loops: int, **given: Any) -> Ran:
        each = draw(st.integers(0, 3 * MS))
        return Ran(kind, loops, each * loops + draw(st.integers(0, 999)) * (loops > 0), draw(st.integers(0, 50)) * loops,
                   draw(st.integers(0, 6)) * loops, **given)  # fmt: skip

    def grow(loops: int, depth: int, relationship: str = "Outer") -> Ran:
        shape = draw(st.sampled_from(["scan", "sort", "loop", "append", "sub"])) if depth else "scan"
        if shape == "loop":
            outer = grow(loops, depth - 1)
            made = node("Nested Loop", loops, below=[outer, grow(outer.rows, depth - 1, "Inner")])
        elif shape == "append":
            made = node("Append", loops, below=[grow(loops, depth - 1, "Member") for _ in range(draw(st.integers(1, 3)))])
        elif shape == "sub":
            made = node("Seq Scan", loops)
            made.below = [grow(made.rows, depth - 1, "SubPlan")]
            made.below[0].fields["Subplan Name"] = f"SubPlan {next(count)}"
        else:
            made = node("Sort", loops, below=[grow(loops, depth - 1)]) if shape == "sort" else node("Seq Scan", loops)
        made.relationship = relationship
        return made

    root = grow(1, 3)
    for _ in range(draw(st.integers(0, 2))):
        _hang(draw, root, grow(1, 1, "InitPlan"), next(count))
    return root


def _hang(draw: st.DrawFn, root: Ran, made: Ran, number: int) -> None:
    """An InitPlan that hangs on the root and runs inside of a node that mentions it; or a CTE with a reader."""
    users = [node for node in root.all() if node.loops and not node.pulls and "Subplan Name" not in node.fields
             and node.relationship != "InitPlan" and "CTE Name" not in node.fields]  # fmt: skip
    scans = [node for node in users if node.kind == "Seq Scan" and not node.below and node is not root]
    if not users:
        return
    if scans and draw(st.booleans()):
        reader = draw(st.sampled_from(scans))
        reader.kind, reader.pulls = "CTE Scan", [made]
        reader.fields.update({"CTE Name": f"w{number}", "Alias": f"w{number}"})
        made.fields["Subplan Name"] = f"CTE w{number}"
    else:
        user = draw(st.sampled_from(users))
        user.pulls = [made]
        user.fields["Filter"] = f"(a > (InitPlan {number}).col1)"
        made.fields["Subplan Name"] = f"InitPlan {number}"
    root.below.insert(0, made)


def read(root: Ran, decimals: int = 2) -> Plan:
    return build(Document({"Plan": root.printed(decimals), "Execution Time": root.total("own_ns") / MS + 0.01}))


@settings(max_examples=300, deadline=None)
@given(executions())
def test_a_nodes_own_time_is_true_within_its_error(root: Ran) -> None:
    plan = read(root)
    for truth, node in zip(root.all(), plan.nodes, strict=True):
        assert abs(node.exclusive_ms - truth.own_ns / MS) <= node.error_ms + 0.002, (node.label, truth.own_ns / MS)


@settings(max_examples=200, deadline=None)
@given(executions())
def test_all_shares_add_up_to_the_whole(root: Ran) -> None:
    plan = read(root)
    assert all(node.exclusive_ms >= 0 for node in plan.nodes)
    assert sum(node.exclusive_ms for node in plan.nodes) == pytest.approx(plan.root.time_ms, abs=1e-9)


@settings(max_examples=200, deadline=None)
@given(executions())
def test_pages_are_exact(root: Ran) -> None:
    plan = read(root)
    assert [node.exclusive_buffers.shared_hit for node in plan.nodes] == [truth.own_pages for truth in root.all()]


@settings(max_examples=200, deadline=None)
@given(executions(), st.sampled_from([0, 2]))
def test_rows_are_true_within_their_error(root: Ran, decimals: int) -> None:
    for truth, node in zip(root.all(), read(root, decimals).nodes, strict=True):
        assert abs(node.rows - truth.rows) <= node.rows_error + 0.5
