"""The engine "build": candidates are built for real, in a transaction that is rolled back. Exact, and as slow as building them.

It works in a session of its own, so that nothing which the user does meanwhile is rolled back with it. Building locks the
tables against writers until `close()`; on a server with others at work it is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import ExitStack

from workbench.errors import BadInput, DatabaseError, LockUnavailable, StatementError
from workbench.indexes import Candidate, Priced, Rejected, Size
from workbench.plan import Plan
from workbench.postgres import changes
from workbench.postgres.connect import on_worker
from workbench.postgres.connection import Connection
from workbench.postgres.whatif.estimate import estimate, planned, priced
from workbench.sql import Bound
from workbench.trials import Built, Change

# How long building waits for the locks of others, as long as a trial does.
_LOCK_TIMEOUT = "5s"


class Build:
    """The engine "build"; fulfils `workbench.indexes.WhatIf`."""

    engine = "build"
    caveats: tuple[str, ...] = ()

    def __init__(self, connection: Connection) -> None:
        if not connection.ours:
            raise LockUnavailable(
                "Building candidates locks their tables against all writers, and others may be at work on this server.",
                hint="take the engine 'shadow', or work on a clone: with wb.clone() as clone: ...",
            )
        self._built: dict[Candidate, Built] = {}
        self._names: dict[str, Candidate] = {}
        self._stack = ExitStack()
        try:
            self._connection = self._stack.enter_context(on_worker(connection.conninfo, "workbench"))
            for row in connection.rows("planner_settings"):
                self._connection.rows("set_setting", **row)
            self._connection.rows("set_setting", name="lock_timeout", value=_LOCK_TIMEOUT)
            self._stack.enter_context(self._connection.rolled_back())
        except BaseException:
            self.close()
            raise

    def prepare(self, sizes: Mapping[Candidate, Size]) -> tuple[Rejected, ...]:
        """Builds them. Their sizes are then what they are, whatever is given."""
        rejected = []
        for candidate in sizes:
            if candidate in self._built:
                continue
            reason = self._build(candidate)
            if reason is not None:
                rejected.append(Rejected(candidate, reason))
        fresh = [self._built[candidate] for candidate in sizes if candidate in self._built]
        changes.analyze(self._connection, sorted({built.table for built in fresh if built.has_expression}))
        return tuple(rejected)

    def size(self, candidate: Candidate) -> Size:
        """Of a candidate that has been built; its height is left to be reckoned."""
        built = self._built[candidate]
        (figures,) = self._connection.rows("rows_of_indexes", oids=list(built.oids))
        return Size(built.size_bytes // 8192, figures["rows"])

    def _build(self, candidate: Candidate) -> str | None:
        """None, or why it could not be built, or not be used."""
        try:
            with self._connection.kept():
                (built,) = changes.build(self._connection, Change.of(candidate.ddl).steps).built
        except (DatabaseError, StatementError) as error:
            return error.message
        if built.unusable:
            return "rows were changed a moment ago, so PostgreSQL doesn't use it in the transaction that built it; vacuum helps"
        self._built[candidate] = built
        self._names.update(dict.fromkeys(built.names, candidate))
        return None

    def price(self, bound: Bound, candidates: Iterable[Candidate]) -> Priced:
        """One EXPLAIN; the other candidates are away meanwhile."""
        with self._connection.rolled_back():
            self._hide_others(candidates)
            return priced(estimate(self._connection, bound), self._names)

    def plan(self, bound: Bound, candidates: Iterable[Candidate]) -> Plan:
        """The plan behind that price."""
        with self._connection.rolled_back():
            self._hide_others(candidates)
            return planned(self._connection, bound)

    def _hide_others(self, candidates: Iterable[Candidate]) -> None:
        wanted = set(candidates)
        unknown = wanted - self._built.keys()
        if unknown:
            raise BadInput("A candidate was not prepared, or was rejected.", unknown.pop().ddl, hint="prepare it first.")
        others = [built for candidate, built in self._built.items() if candidate not in wanted]
        changes.hide(self._connection, others, writes=False)()

    def close(self) -> None:
        """Rolls everything back, and ends the session."""
        self._stack.close()
