"""Plan, Node and what they are made of: frozen values. No threshold lives here, and nothing that reads or computes a plan.

Units: times in milliseconds of wall clock, buffers in blocks of 8 kB, rows as totals over all loops and workers unless
a name says `per_loop`. PostgreSQL prints means per loop, rounded; totals carry that rounding.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from workbench.findings import Finding, Severity

if TYPE_CHECKING:
    import pandas as pd

    from workbench.notebook.plan_widget import PlanWidget
    from workbench.plan.diff import PlanDiff


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
class IoTime:
    """Milliseconds spent waiting for reads and writes (track_io_timing), summed over all processes; temporary files apart."""

    read_ms: float = 0.0
    write_ms: float = 0.0
    temp_read_ms: float = 0.0
    temp_write_ms: float = 0.0

    @property
    def total_ms(self) -> float:
        """All four."""
        return self.read_ms + self.write_ms + self.temp_read_ms + self.temp_write_ms


@dataclass(frozen=True)
class Wal:
    """What was written to the write-ahead log: records, full page images (each up to 8 kB), bytes of all."""

    records: int = 0
    full_pages: int = 0
    bytes: int = 0
    buffers_full: int = 0


@dataclass(frozen=True)
class Usage:
    """What a node used of the machine beside time."""

    buffers: Buffers = Buffers()
    io: IoTime = IoTime()
    wal: Wal = Wal()


@dataclass(frozen=True)
class Participant:
    """One process's part in a node: "leader" or "worker 0". Times in ms of that process, loops and rows in total."""

    name: str
    loops: int
    rows: float
    time_ms: float


@dataclass(frozen=True, slots=True)
class Node:
    """One node of a plan, all figures computed.

    Attributes:
        number: its place in pre-order; 0 is the root.
        parent: the number of its parent, None for the root. children: the numbers of the nodes directly below.
        depth: 0 for the root.
        kind: PostgreSQL's JSON "Node Type", such as "Seq Scan".
        label: kind with join type, index, relation and alias, as text plans show it.
        relationship: how it hangs on its parent: Outer, Inner, Member, InitPlan, SubPlan, Subquery; Task (Citus: it ran
            elsewhere, and its figures are in nobody else's).
        subplan_name: "CTE recent", "InitPlan 1", or None.
        relation: schema-qualified where the plan tells the schema. table: its bare name, which may itself hold a dot.
        loops: how often it ran, over all processes.
        never_executed: the plan had it, and execution never came to it.
        processes: how many ran the part of the plan in which it stands, as observed; 1 outside of a Gather.
        rows: rows that came out, in total. rows_error: the rounding of the printed mean leaves this much open.
        rows_per_loop: as printed.
        rows_planned: the planner's estimate for as many loops, comparable with `rows`.
        estimate_factor: how far apart these are, at least 1, never infinite. estimate_direction: "over", "under", "exact".
        estimate_blame: the number of the node where the error starts: itself, or the lowest below it that has most of it.
        rows_removed: rows read and thrown away by filters and rechecks, in total.
        time_ms: wall clock, children included; 0 in a plan without times. Of several processes that of the one for which the
            Gather waited, where the plan tells each one's (VERBOSE), else the mean over those that ran it.
        exclusive_ms: its own share of the statement's wall clock, never negative. All nodes' shares add up to the root's
            time, and what runs after the root (a writing CTE that nobody reads).
        error_ms: how far off `exclusive_ms` may be: rounding, shares that the plan doesn't tell, uneven processes.
        approximate: more than rounding is open: the split of the time is an estimate.
        participants: the leader's and each worker's part, where the plan tells (VERBOSE); else empty.
        usage: buffers, I/O times and WAL, children included. exclusive: without them, exact.
        startup_cost, total_cost: the planner's, for one loop, without the 1e10 that PostgreSQL <= 17 adds to what is disabled.
        exclusive_cost: without the children's, for one run of each, never negative: an estimate of an estimate.
        disabled: the planner was told not to use this (enable_... = off) and had no other way.
        conditions: what the node evaluates or produces: Filter, Index Cond, Sort Key, ...
        fields: all that the plan has of this node, by PostgreSQL's JSON names, as printed.
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
    total_cost: float
    usage: Usage = Usage()
    exclusive: Usage = Usage()
    conditions: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, Any] = field(default_factory=dict)
    table: str | None = None
    children: tuple[int, ...] = ()
    processes: float = 1.0
    rows_error: float = 0.0
    estimate_blame: int = 0
    error_ms: float = 0.0
    participants: tuple[Participant, ...] = ()
    startup_cost: float = 0.0
    exclusive_cost: float = 0.0
    disabled: bool = False

    @property
    def buffers(self) -> Buffers:
        """Blocks, children included."""
        return self.usage.buffers

    @property
    def exclusive_buffers(self) -> Buffers:
        """Blocks of the node itself, exact."""
        return self.exclusive.buffers

    @property
    def other(self) -> Mapping[str, Any]:
        """Every field of the plan that is not read into an attribute of its own."""
        return {key: value for key, value in self.fields.items() if key not in _READ and key not in self.conditions}

    @property
    def skew(self) -> float:
        """The slowest process's time over the mean of all; 1 where all took as long, or the plan doesn't tell."""
        times = [participant.time_ms for participant in self.participants]
        mean = sum(times) / len(times) if times else 0.0
        return max(times) / mean if mean else 1.0

    def per_loop(self, name: str) -> float:
        """A number as printed, by PostgreSQL's JSON name; 0 where the plan has none."""
        value = self.fields.get(name)
        return float(value) if isinstance(value, int | float | str) and value != "" else 0.0

    def over_loops(self, name: str) -> float:
        """In total what PostgreSQL prints per loop, though it doesn't say so: the "Rows Removed by ..." counters."""
        return self.per_loop(name) * self.loops


_READ = frozenset(
    {"Node Type", "Parent Relationship", "Subplan Name", "Schema", "Relation Name", "Alias", "Index Name", "Actual Loops",
     "Actual Rows", "Plan Rows", "Actual Total Time", "Startup Cost", "Total Cost"}
)  # fmt: skip


@dataclass(frozen=True)
class Trigger:
    """A trigger's calls while the statement ran. A constraint's runs after all nodes; others may run inside of one."""

    name: str
    relation: str | None
    calls: int
    time_ms: float
    constraint: str | None = None


@dataclass(frozen=True)
class Outside:
    """A part of the execution that no node accounts for."""

    name: str
    time_ms: float


@dataclass(frozen=True, repr=False)
class Plan:
    """A plan as it ran. `nodes` is in pre-order, the root first.

    Attributes:
        statement: the SQL, where known.
        planning_ms, execution_ms: None where the plan doesn't tell.
        duration_ms: what auto_explain logged as the statement's duration, or None.
        jit_ms: time of just-in-time compilation, part of it inside of nodes; None where there was none.
        serialization_ms: time to turn rows into the wire's format (EXPLAIN's SERIALIZE), or None.
        outside: the execution's time that no node accounts for, by what it went to.
        settings: planner settings that differ from the defaults.
        findings: what the rules say, the worst first.
        rolled_back: the statement ran in a transaction that was rolled back.
        analyzed: whether it was executed, or only planned. timed: whether nodes were timed (TIMING OFF leaves times out).
        other: every top-level field that is not read into an attribute.
        unread: lines of the source that were not understood; they are in none of the figures.
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
    timed: bool = True
    duration_ms: float | None = None
    jit_ms: float | None = None
    serialization_ms: float | None = None
    outside: tuple[Outside, ...] = ()
    unread: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """One line: a plan of a thousand nodes is no text to read. `print(plan.to_text())` shows it, and notebooks draw it."""
        nodes = "1 node" if len(self.nodes) == 1 else f"{len(self.nodes):,} nodes"
        ran = f", {self.total_ms:,.3f} ms" if self.timed else ", executed" if self.analyzed else ", not executed"
        worse = sum(finding.severity > Severity.GOOD for finding in self.findings)
        return f"<Plan of {self.root.label}: {nodes}{ran}, {worse} finding{'' if worse == 1 else 's'}>"

    @property
    def root(self) -> Node:
        """The node that gives the statement's rows."""
        return self.nodes[0]

    def children(self, node: Node) -> tuple[Node, ...]:
        """The nodes directly below, in the plan's order."""
        return tuple(self.nodes[number] for number in node.children)

    def above(self, node: Node) -> Node | None:
        """The node on which this one hangs; None above the root."""
        return None if node.parent is None else self.nodes[node.parent]

    @property
    def total_ms(self) -> float:
        """The execution's time; where the plan has none, the logged duration, or else the root's."""
        given = self.execution_ms if self.execution_ms is not None else self.duration_ms
        return self.root.time_ms if given is None else given

    @property
    def unexplained_ms(self) -> float | None:
        """Execution time that no node accounts for: triggers, executor start and stop, JIT, serialization."""
        return None if self.execution_ms is None else sum(part.time_ms for part in self.outside)

    def diff(self, after: Plan) -> PlanDiff:
        """What changed from this plan to another of the same statement: nodes aligned, figures before and after."""
        from workbench.plan.diff import diff

        return diff(self, after)

    def to_frame(self) -> pd.DataFrame:
        """One row a node, in pre-order; units stand in the names of the columns. NaN: the plan has no such figure."""
        from workbench.plan.frame import frame

        return frame(self)

    def totals(self) -> pd.DataFrame:
        """Figures summed per table, index and node type; own figures of the nodes, so that nothing counts twice."""
        from workbench.plan.frame import totals

        return totals(self)

    def to_text(self) -> str:
        """EXPLAIN's text format, as PostgreSQL 18 prints it."""
        from workbench.plan.write import to_text

        return to_text(self)

    def to_json(self) -> str:
        """EXPLAIN's JSON format; `read_plan` reads it again to an equal plan."""
        from workbench.plan.write import to_json

        return to_json(self)

    def to_html(self) -> str:
        """A page of its own with the interactive view, for a mail or a ticket; without script the static tree is seen."""
        from workbench.render.page import plan_page

        return plan_page(self)

    def to_svg(self) -> str:
        """The tree as a drawing for reports and slides: a standalone SVG document without script, on light ground."""
        from workbench.render.plan_picture import plan_svg

        return plan_svg(self)

    def to_png(self, scale: float = 2) -> bytes:
        """The same drawing as a PNG picture, `scale` pixels for a point (1/72 inch) of the SVG."""
        from workbench.render.plan_picture import plan_png

        return plan_png(self, scale)

    def widget(self, **traits: Any) -> PlanWidget:
        """The interactive view as a live widget; traits such as `colour="rows"` set it up."""
        from workbench.notebook.plan_widget import PlanWidget

        return PlanWidget(self, **traits)

    def anonymise(self) -> Plan:
        """The same plan with names and literals replaced, each always by the same; structure and numbers stay."""
        from workbench.plan.anonymise import anonymise

        return anonymise(self)
