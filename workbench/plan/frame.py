"""A plan as tables: a row a node, or sums per table, index and node type. No figure is computed here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from workbench.plan.model import Node, Plan

if TYPE_CHECKING:
    import pandas as pd


def frame(plan: Plan) -> pd.DataFrame:
    """One row a node, in pre-order; units stand in the names of the columns. NaN: the plan has no such figure."""
    import pandas as pd

    ran = float("nan") if not plan.analyzed else 1.0
    timed = float("nan") if not plan.timed else 1.0
    return pd.DataFrame(
        {
            "node": [node.label for node in plan.nodes],
            "depth": [node.depth for node in plan.nodes],
            "subplan": [node.subplan_name for node in plan.nodes],
            "relation": [node.relation for node in plan.nodes],
            "index": [node.index for node in plan.nodes],
            "loops": [node.loops for node in plan.nodes],
            "rows": [node.rows * ran for node in plan.nodes],
            "rows_planned": [node.rows_planned for node in plan.nodes],
            "estimate_factor": [node.estimate_factor * ran for node in plan.nodes],
            "rows_removed": [node.rows_removed * ran for node in plan.nodes],
            "time_ms": [node.time_ms * timed for node in plan.nodes],
            "exclusive_ms": [node.exclusive_ms * timed for node in plan.nodes],
            "error_ms": [node.error_ms * timed for node in plan.nodes],
            "pages_touched": [node.buffers.touched for node in plan.nodes],
            "exclusive_pages_touched": [node.exclusive_buffers.touched for node in plan.nodes],
            "exclusive_pages_read": [node.exclusive_buffers.shared_read for node in plan.nodes],
            "exclusive_io_ms": [node.exclusive.io.total_ms for node in plan.nodes],
            "temp_pages_written": [node.exclusive_buffers.temp_written for node in plan.nodes],
            "wal_bytes": [node.exclusive.wal.bytes for node in plan.nodes],
            "total_cost": [node.total_cost for node in plan.nodes],
        }
    )


def totals(plan: Plan) -> pd.DataFrame:
    """Figures summed per table, index and node type, the most time first. Columns:

    `per` ("table", "index" or "node type"), `name`, `nodes`, `loops`, `rows`, `exclusive_ms`, `share` (of the nodes' time, 0 to
    1), `pages_touched`, `temp_pages_written`. All are the nodes' own, so that within one `per` nothing counts twice.
    """
    import pandas as pd

    whole = sum(node.exclusive_ms for node in plan.nodes) or float("nan")
    lines = [
        {
            "per": per,
            "name": name,
            "nodes": len(nodes),
            "loops": sum(node.loops for node in nodes),
            "rows": sum(node.rows for node in nodes),
            "exclusive_ms": sum(node.exclusive_ms for node in nodes) if plan.timed else float("nan"),
            "share": sum(node.exclusive_ms for node in nodes) / whole,
            "pages_touched": sum(node.exclusive_buffers.touched for node in nodes),
            "temp_pages_written": sum(node.exclusive_buffers.temp_written for node in nodes),
        }
        for per, name, nodes in _groups(plan)
    ]
    return pd.DataFrame(lines)


def _groups(plan: Plan) -> Iterator[tuple[str, str, list[Node]]]:
    """What is summed: per table, then index, then node type, each with the most time first."""
    for per, names in (
        ("table", _tables(plan)),
        ("index", [node.index for node in plan.nodes]),
        ("node type", [node.kind for node in plan.nodes]),
    ):
        found: dict[str, list[Node]] = {}
        for name, node in zip(names, plan.nodes, strict=True):
            if name is not None:
                found.setdefault(name, []).append(node)
        for name in sorted(found, key=lambda name: (-sum(n.exclusive_ms for n in found[name]), name)):
            yield per, name, found[name]


def _tables(plan: Plan) -> list[str | None]:
    """The table on which each node works; that of a bitmap's parts stands only on the heap scan above them."""
    found: list[str | None] = []
    for node in plan.nodes:
        inherits = node.kind.startswith("Bitmap") and node.relation is None and node.parent is not None
        found.append(found[node.parent] if inherits and node.parent is not None else node.relation)
    return found
