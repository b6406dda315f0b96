"""TEMPORARY: real build engine for development."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import replace

from workbench.errors import WorkbenchError
from workbench.indexes import Candidate, Priced, Rejected, Size
from workbench.plan import Plan, read_plans
from workbench.postgres.changes import build, hide
from workbench.postgres.connection import Connection
from workbench.sql import Bound
from workbench.trials import Change


class Tryout:
    engine = "build"

    def __init__(self, connection: Connection) -> None:
        self._connection, self._stack = connection, ExitStack()
        self._stack.enter_context(connection.rolled_back())
        self._made: dict[Candidate, object] = {}

    def prepare(self, sizes: Mapping[Candidate, Size]) -> tuple[Rejected, ...]:
        refused = []
        for candidate in sizes:
            try:
                with self._connection.committed():
                    self._made[candidate] = build(self._connection, Change.of(candidate.ddl).steps)
            except WorkbenchError as error:
                refused.append(Rejected(candidate, error.message))
        return tuple(refused)

    def plan(self, bound: Bound, candidates: Iterable[Candidate]) -> Plan:
        wanted = set(candidates)
        hidden = [thing for c, made in self._made.items() if c not in wanted for thing in made.built]
        with self._connection.rolled_back():
            if hidden:
                hide(self._connection, hidden, writes=False)()
            rows = self._connection.prefixed("explain (format json, verbose)", bound)
        return replace(read_plans(rows)[0], statement=bound.statement.text)

    def price(self, bound: Bound, candidates: Iterable[Candidate]) -> Priced:
        wanted = frozenset(candidates)
        plan = self.plan(bound, wanted)
        names = {node.index for node in plan.nodes}
        used = frozenset(c for c in wanted if any(n in names for b in self._made[c].built for n in b.names))
        return Priced(plan.root.total_cost, used)

    def close(self) -> None:
        self._stack.close()
