"""Each statement's plan as things are: where advice begins. Those that the server refuses are set aside, with what to do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from workbench.advice import SetAside
from workbench.catalog import Catalog
from workbench.errors import AccessDenied, ConnectionLost, WorkbenchError
from workbench.indexes import WhatIf
from workbench.plan import Plan
from workbench.postgres.connection import Connection
from workbench.sql.names import folded
from workbench.verbs.asked import Asked, By


@dataclass(frozen=True)
class Planned:
    """A statement with the plan that it has as things are, and the bare names of the tables in it."""

    asked: Asked
    plan: Plan
    tables: frozenset[str]

    @property
    def name(self) -> str:
        """The statement's name in the workload."""
        return self.asked.task.name

    @property
    def weight(self) -> float:
        """How often it runs."""
        return self.asked.task.weight

    @property
    def cost(self) -> float:
        """In the planner's units, once."""
        return self.plan.root.total_cost


def planned(
    connection: Connection, whatif: WhatIf, catalog: Catalog, asked: Sequence[Asked], by: By
) -> tuple[list[Planned], list[SetAside]]:
    """Each statement's plan as things are. Those that the server refuses are set aside."""
    found: list[Planned] = []
    aside: list[SetAside] = []
    for one in asked:
        try:
            plan = whatif.plan(one.bound, ())
            names = _tables(plan, catalog)
            if denied := _denied(connection, catalog, one):
                raise denied
        except ConnectionLost:
            raise  # or each of the others would be blamed for it
        except WorkbenchError as error:
            reason = _denied(connection, catalog, one) or error  # what may not be read is not in the shadow at all
            hint = (reason is error and _missing(connection, whatif, one)) or reason.hint or ""
            aside.append(SetAside(one.task.name, reason.message, hint))
            continue
        if by == "time" and one.total_ms is not None:
            one = replace(one, task=replace(one.task, weight=one.total_ms / max(plan.root.total_cost, 1e-9)))
        found.append(Planned(one, plan, names))
    return found, aside


def _missing(connection: Connection, whatif: WhatIf, one: Asked) -> str | None:
    """What the statement names and the engine hasn't, though the server may have it."""
    words = {folded(word) for word in one.bound.statement.words}
    gone = next((note for note in whatif.caveats if words & set(_NAMES.findall(note.partition(": ")[0]))), None)
    if gone is not None:
        return f"on the server it may be there; in the {whatif.engine}, {gone}"
    temporary = words & {row["name"] for row in connection.rows("temporary_tables")} if whatif.engine == "shadow" else ()
    told = ", ".join(sorted(temporary))
    return f"{told} is temporary, and only this session sees it; make it a plain table to ask for advice." if told else None


_NAMES = re.compile(r"\w+")


def _tables(plan: Plan, catalog: Catalog) -> frozenset[str]:
    """The bare names of the tables in the plan, and of those that they are partitions of."""
    found = {node.table for node in plan.nodes if node.table}
    parents = {(table.schema, table.name): table.parent for table in catalog}
    for table in catalog:
        above = table.parent if table.name in found else None
        while above is not None:
            found.add(above[1])
            above = parents.get(above)
    return frozenset(found)


def _denied(connection: Connection, catalog: Catalog, one: Asked) -> AccessDenied | None:
    """The GRANT that is missing, where the statement names a table that the role may not read."""
    words = [word.strip('"') for word in one.bound.statement.words]
    for place, word in enumerate(words):
        table = catalog.table(word, words[place - 2] if words[place - 1 : place] == ["."] else None)
        if table is not None and not table.readable:
            name, role = f"{table.schema}.{table.name}", connection.capabilities.role
            return AccessDenied(
                f"The role {role} may not read {name}.", hint=f"let its owner run: grant select on {name} to {role};"
            )
    return None
