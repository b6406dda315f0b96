"""The stored sources and plans, and how two plans are compared: by shape, and how far apart their costs are. No server here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench import Plan, read_plan

HERE = Path(__file__).parent
# What a node is, beside its type.
_FIELDS = ("Join Type", "Strategy", "Partial Mode", "Scan Direction", "Operation", "Relation Name", "Index Name")
Shape = tuple[tuple[int, str, tuple[Any, ...]], ...]


@dataclass(frozen=True)
class Compared:
    """A statement's plan on its shadow beside that on its source. cost, rows: how far off, as a fraction of the source's."""

    statement: str
    same_shape: bool
    cost: float
    rows: float

    @property
    def same(self) -> bool:
        """The same shape, and cost and rows within a thousandth."""
        return self.same_shape and abs(self.cost) <= 0.001 and abs(self.rows) <= 0.001


def dump_file(major: int) -> Path:
    """What `wb.dump()` wrote of that server."""
    return HERE / f"{major}.sql"


def plan_file(major: int) -> Path:
    """What that server planned, by statement; and PostgreSQL 18 on a copy of its rows and statistics."""
    return HERE / f"{major}.json"


def stored(major: int, planner: str) -> dict[str, Plan]:
    """The plans of the source itself ("source"), or of PostgreSQL 18 with the same rows ("copy_on_18")."""
    told = json.loads(plan_file(major).read_text(encoding="utf-8"))
    return {name: read_plan(json.dumps(plan)) for name, plan in told[planner].items()}


def shape(plan: Plan) -> Shape:
    """What a plan does, without what it costs."""
    return tuple((node.depth, node.kind, tuple(node.fields.get(name) for name in _FIELDS)) for node in plan.nodes)


def compared(wanted: Mapping[str, Plan], found: Mapping[str, Plan]) -> list[Compared]:
    """Statement by statement."""
    return [_compared(name, plan, found[name]) for name, plan in wanted.items()]


def _compared(name: str, wanted: Plan, found: Plan) -> Compared:
    there, here = wanted.root, found.root
    rows = here.rows_planned / there.rows_planned - 1 if there.rows_planned else here.rows_planned
    return Compared(name, shape(wanted) == shape(found), here.total_cost / there.total_cost - 1, rows)
