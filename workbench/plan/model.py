"""Plan, Node and Buffers: frozen values. No threshold lives here, and nothing that reads or computes a plan.

Units: times in milliseconds of wall clock, buffers in blocks of 8 kB, rows as totals over all loops and workers unless
a name says `per_loop`. PostgreSQL prints means per loop, rounded; totals carry that rounding.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from workbench.findings import Finding

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Buffers:
    """Blocks of 8 kB: found in memory (hit), read, dirtied, written; temporary files apart."""

    shared_hit: int = 0
    shared_read: int = 0
    shared_dirtied: int = 0
    shared_written: int = 0
    local_hit: int = 0
    local_read: int = 0
    local_dirtied: int = 0
    local_written: int = 0
    temp_read: int = 0
    temp_written: int = 0

    def __sub__(self, other: Buffers) -> Buffers:
        return Buffers(*(getattr(self, f.name) - getattr(other, f.name) for f in fields(self)))

    def __add__(self, other: Buffers) -> Buffers:
        return Buffers(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    @property
    def touched(self) -> int:
        """Pages of tables and indexes that were looked at, wherever they were found: the same in every run."""
        return self.shared_hit + self.shared_read + self.local_hit + self.local_read


@dataclass(frozen=True)
class Node:
    """One node of a plan, all figures computed.

    Attributes:
        number: its place in pre-order; 0 is the root.
        parent: the number of its parent, None for the root.
        depth: 0 for the root.
        kind: PostgreSQL's JSON "Node Type", such as "Seq Scan".
        label: kind with join type, index, relation and alias, as text plans show it.
        relationship: how it hangs on its parent: Outer, Inner, Member, InitPlan, SubPlan, Subquery.
        subplan_name: "CTE recent", "InitPlan 1", or None.
        relation: schema-qualified where the plan tells the schema. table: its bare name, which may itself hold a dot.
        loops: how often it ran, over all processes.
        never_executed: the plan had it, and execution never came to it.
        rows: rows that came out, in total. rows_per_loop: as printed.
        rows_planned: the planner's estimate for as many loops, comparable with `rows`.
        estimate_factor: how far apart these are, at least 1, never infinite. estimate_direction: "over", "under", "exact".
        rows_removed: rows read and thrown away by filters and rechecks, in total.
        time_ms: wall clock, children included. exclusive_ms: without them, never negative.
        approximate: the split of the time is an estimate.
        buffers: children included. exclusive_buffers: without them, exact.
        conditions: what the node evaluates or produces: Filter, Index Cond, Sort Key, ...
        other: every field of the plan that is not read into an attribute.
    """

    number: int
    parent: int | None
    depth: int
    kind: str
    label: str
    relationship: str | None
    subplan_name: str | None
    relation: str | None
    alias: str | None
    index: str | None
    loops: int
    never_executed: bool
    rows_per_loop: float
    rows: float
    rows_planned_per_loop: float
    rows_planned: float
    estimate_factor: float
    estimate_direction: str
    rows_removed: float
    time_ms: float
    exclusive_ms: float
    approximate: bool
    buffers: Buffers
    exclusive_buffers: Buffers
    total_cost: float
    conditions: Mapping[str, str] = field(default_factory=dict)
    other: Mapping[str, Any] = field(default_factory=dict)
    table: str | None = None


@dataclass(frozen=True)
class Trigger:
    """A trigger's calls while the statement ran; its time is outside of every node."""

    name: str
    relation: str | None
    calls: int
    time_ms: float


@dataclass(frozen=True)
class Plan:
    """A plan as it ran. `nodes` is in pre-order, the root first.

    Attributes:
        statement: the SQL, where known.
        planning_ms, execution_ms: None where the plan doesn't tell.
        settings: planner settings that differ from the defaults.
        findings: what the rules say, the worst first.
        rolled_back: the statement ran in a transaction that was rolled back.
        analyzed: whether it was executed, or only planned.
        other: every top-level field that is not read into an attribute.
    """

    nodes: tuple[Node, ...]
    statement: str | None = None
    planning_ms: float | None = None
    execution_ms: float | None = None
    triggers: tuple[Trigger, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    rolled_back: bool = False
    analyzed: bool = True
    server_version: str | None = None
    other: Mapping[str, Any] = field(default_factory=dict)

    @property
    def root(self) -> Node:
        """The node that gives the statement's rows."""
        return self.nodes[0]

    def children(self, node: Node) -> tuple[Node, ...]:
        """The nodes directly below, in the plan's order."""
        return tuple(child for child in self.nodes[node.number + 1 :] if child.parent == node.number)

    @property
    def unexplained_ms(self) -> float | None:
        """Execution time that no node accounts for: triggers, executor start and stop, JIT, serialization."""
        return None if self.execution_ms is None else max(self.execution_ms - self.root.time_ms, 0.0)

    def to_frame(self) -> pd.DataFrame:
        """One row a node, in pre-order; units stand in the names of the columns."""
        import pandas as pd

        return pd.DataFrame(
            {
                "node": [node.label for node in self.nodes],
                "depth": [node.depth for node in self.nodes],
                "relation": [node.relation for node in self.nodes],
                "index": [node.index for node in self.nodes],
                "loops": [node.loops for node in self.nodes],
                "rows": [node.rows for node in self.nodes],
                "rows_planned": [node.rows_planned for node in self.nodes],
                "rows_removed": [node.rows_removed for node in self.nodes],
                "time_ms": [node.time_ms for node in self.nodes],
                "exclusive_ms": [node.exclusive_ms for node in self.nodes],
                "pages_touched": [node.buffers.touched for node in self.nodes],
                "exclusive_pages_touched": [node.exclusive_buffers.touched for node in self.nodes],
                "temp_pages_written": [node.buffers.temp_written for node in self.nodes],
            }
        )
