"""How fast plans are read: every format, at 10, 1,000 and 10,000 flat nodes and at 5,000 levels.

    python bench/read_plans.py

Beside each time stands a limit measured in the same run: json.loads of the same plan in JSON, which makes neither figures nor
findings. `read` is workbench.read_plan with all its rules, `bare` the same without the rules. Best of three.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any

from workbench import read_plan
from workbench.plan import read_plans
from workbench.plan.write import write_json, write_text

ROUNDS = 3
HEADING = "{:24} {:6} {:>7} {:>11} {:>11} {:>11} {:>7} {:>18}"
NODE = {
    "Node Type": "Seq Scan", "Parallel Aware": False, "Async Capable": False, "Relation Name": "events_1", "Alias": "events_1",
    "Startup Cost": 0.0, "Total Cost": 1693.0, "Plan Rows": 1, "Plan Width": 244, "Actual Startup Time": 0.013,
    "Actual Total Time": 0.03, "Actual Rows": 20.0, "Actual Loops": 1, "Disabled": False,
    "Filter": "((user_id = 7) AND (status = 'pending'::text))", "Rows Removed by Filter": 180, "Shared Hit Blocks": 9,
    "Shared Read Blocks": 0, "Shared Dirtied Blocks": 0, "Shared Written Blocks": 0,
}  # fmt: skip


def main() -> None:
    sys.setrecursionlimit(100_000)  # for json.loads, which is the limit to compare with; the workbench needs none
    print(HEADING.format("plan", "format", "kB", "json.loads", "bare", "read", "µs/node", "read / json.loads"))
    for name, fields, nodes in (
        ("10 nodes", flat(10), 10), ("1,000 nodes", flat(1_000), 1_000), ("10,000 nodes", flat(10_000), 10_000),
        ("5,000 levels", deep(5_000), 5_000),
    ):  # fmt: skip
        as_json = write_json(fields)
        limit = best(lambda text=as_json: json.loads(text))
        for kind, text in (("json", as_json), ("text", write_text(fields))):
            bare, full = best(lambda text=text: read_plans(text)), best(lambda text=text: read_plan(text))
            ms = (f"{seconds * 1000:8.1f} ms" for seconds in (limit, bare, full))
            print(f"{name:24} {kind:6} {len(text) // 1024:7,}", *ms, f"{full / nodes * 1e6:7.1f}", f"{full / limit:17.1f}x")


def flat(nodes: int) -> dict[str, Any]:
    """An Append of so many partitions."""
    members = [
        {**NODE, "Parent Relationship": "Member", "Relation Name": f"events_{i}", "Alias": f"events_{i}"}
        for i in range(nodes - 1)
    ]
    return {"Plan": {**NODE, "Node Type": "Append", "Plans": members}, "Planning Time": 1.0, "Execution Time": 99.0}


def deep(levels: int) -> dict[str, Any]:
    """A chain of so many nodes, a line each: in text they are indented by 30 kB in the end, 71 MB in all."""
    bare = {
        name: value for name, value in NODE.items() if name not in ("Filter", "Rows Removed by Filter", "Shared Hit Blocks")
    }
    tree: dict[str, Any] = dict(bare)
    for _ in range(levels - 1):
        tree = {**bare, "Node Type": "Materialize", "Parent Relationship": "Outer", "Plans": [tree]}
    return {"Plan": tree, "Planning Time": 1.0, "Execution Time": 99.0}


def best(work: Callable[[], object]) -> float:
    """The fastest of three, in seconds."""
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return min(times)


if __name__ == "__main__":
    main()
