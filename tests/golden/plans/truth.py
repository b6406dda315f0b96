"""What the plan's own arithmetic says of the `sleep_` cases, beside the truth. Nothing is judged here but the slack."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.golden.plans.cases import SLEEPS, Case, Slept
from workbench import read_plan
from workbench.plan import Node

HERE = Path(__file__).parent
MAJORS = sorted(int(folder.name) for folder in HERE.iterdir() if folder.name.isdigit())
STORED = [(case, major, kind) for case in SLEEPS for major in MAJORS if case.runs_on(major) for kind in ("json", "txt")]
SLACK_MS = 5.0  # pg_sleep wakes late, up to a millisecond a call
SLACK_SHARE = 0.05
STARTING_WORKERS_MS = 40.0  # nodes that start the workers, or wait for the last of them
WAITING = ("Gather", "Gather Merge", "Parallel Hash")


@dataclass(frozen=True)
class Checked:
    """A node, what it truly took, and how far off the computed time may be."""

    node: Node
    true_ms: float
    slack_ms: float

    @property
    def is_right(self) -> bool:
        """Within the slack, or within what the node itself says is open (and the truth is some milliseconds off by itself)."""
        off = abs(self.node.exclusive_ms - self.true_ms)
        return off <= self.slack_ms or off - SLACK_MS <= self.node.error_ms


def checked(case: Case, major: int, kind: str) -> Iterator[Checked]:
    """Every node of a stored plan; one that the case doesn't name did not sleep.

    Raises LookupError where the plan has no node that the case names.
    """
    nodes = read_plan((HERE / str(major) / f"{case.name}.{kind}").read_text(encoding="utf-8")).nodes
    truth: dict[int, float] = {}
    for slept in case.slept:
        named = [number for number, node in enumerate(nodes) if number not in truth and _is(node, slept)]
        if not named:
            raise LookupError(f"{slept} is not among {[(node.label, node.subplan_name) for node in nodes]}")
        truth[named[0]] = slept.ms
    for number, node in enumerate(nodes):
        true_ms = truth.get(number, 0.0)
        yield Checked(
            node, true_ms, max(STARTING_WORKERS_MS if node.label.startswith(WAITING) else SLACK_MS, SLACK_SHARE * true_ms)
        )


def _is(node: Node, slept: Slept) -> bool:
    return bool(re.match(re.escape(slept.label) + r"(?![a-z0-9])", node.label)) and (node.subplan_name or "").startswith(
        slept.subplan
    )
