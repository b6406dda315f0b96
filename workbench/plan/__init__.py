"""Plan and Node, the reader, the arithmetic. No thresholds, no rendering, no server."""

from workbench.plan.model import Buffers, Node, Plan, Trigger
from workbench.plan.reader import read_plan_json

__all__ = ["Buffers", "Node", "Plan", "Trigger", "read_plan_json"]
