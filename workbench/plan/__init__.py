"""Plan and Node, the readers, the arithmetic, the diff. No thresholds, no rendering, no server."""

from workbench.plan.diff import Change, PlanDiff
from workbench.plan.model import Buffers, IoTime, Node, Outside, Participant, Plan, Trigger, Usage, Wal
from workbench.plan.reader import read_plans

__all__ = [
    "Buffers",
    "Change",
    "IoTime",
    "Node",
    "Outside",
    "Participant",
    "Plan",
    "PlanDiff",
    "Trigger",
    "Usage",
    "Wal",
    "read_plans",
]
