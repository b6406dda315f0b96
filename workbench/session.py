"""Workbench: the session that a user holds. It keeps the connection and delegates; no body here is longer than a call."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar, overload

from workbench.advice import Advice
from workbench.catalog import Catalog, Leftovers, Table
from workbench.catalog.schema import Schema
from workbench.plan import Plan
from workbench.postgres import connect as edge
from workbench.postgres.capabilities import Capabilities
from workbench.postgres.clone import clone
from workbench.postgres.cluster import Client
from workbench.postgres.connection import Connection
from workbench.postgres.known import Known
from workbench.render.options import options
from workbench.sql import Fetched, Result
from workbench.trials import Terms, Trial, WorkloadTrial
from workbench.trials.terms import BUDGET_S
from workbench.verbs.advise import ADVISE_TERMS, advise
from workbench.verbs.explain import explain
from workbench.verbs.fetch import fetch
from workbench.verbs.generate import Generated, generate
from workbench.verbs.lab import IndexLab
from workbench.verbs.leftovers import leftovers
from workbench.verbs.load import Loaded, load
from workbench.verbs.query import query, script
from workbench.verbs.sample import ROWS, sample
from workbench.verbs.schema import schema
from workbench.verbs.shadow import Shadow, dump, shadow
from workbench.verbs.transaction import transaction
from workbench.verbs.trial import trial
from workbench.verbs.twin import Twin, Values, twin
from workbench.verbs.workload_trial import Parameters, Statements, workload_trial


class Workbench:
    """One session on one server. Several side by side are independent of one another.

    Make it with `workbench.connect()`; close it with `close()` or a `with` block.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known = Known(connection)

    @property
    def capabilities(self) -> Capabilities:
        """What the server and the role can do."""
        return self._connection.capabilities

    def catalog(self, *, fresh: bool = False) -> Catalog:
        """Tables, columns, keys and indexes as values, read again where they changed: see `workbench.postgres.known.Known`."""
        return self._known.catalog(fresh=fresh)

    def schema(self, name: str | None = None) -> Schema:
        """The tables, or the one of this name, to look at: see `workbench.verbs.schema.schema`."""
        return schema(self._connection, name)

    def sample(self, table: str | Table, rows: int = ROWS) -> Result:
        """The first rows of a table: see `workbench.verbs.sample.sample`."""
        return sample(self._connection, table, rows)

    def load(
        self,
        dataset: str | os.PathLike[str],
        *,
        rows: int | None = None,
        seed: int | None = None,
        client: Client | None = None,
    ) -> Loaded:
        """Loads a dataset: see `workbench.verbs.load.load`."""
        return load(self._connection, dataset, rows=rows, seed=seed, client=client)

    def generate(self, dataset: str | os.PathLike[str], *, rows: int | None = None, seed: int | None = None) -> Generated:
        """A dataset's rows without the server: see `workbench.verbs.generate.generate`."""
        return generate(dataset, rows=rows, seed=seed)

    def twin(
        self,
        folder: str | os.PathLike[str],
        *,
        schema: str = "public",
        values: Values = "synthetic",
        seed: int | None = None,
    ) -> Twin:
        """A dataset that plans like a schema of this database: see `workbench.verbs.twin.twin`."""
        return twin(self._connection, folder, schema=schema, values=values, seed=seed)

    def shadow(self, *, schema: str | None = None, settings: Mapping[str, str] | None = None) -> Shadow:
        """This database's plans on a server of their own, which holds no row: see `workbench.verbs.shadow.shadow`."""
        return shadow(self._connection, schema=schema, settings=settings)

    def dump(self, file: str | os.PathLike[str], *, schema: str | None = None) -> Path:
        """Writes definition and statistics for a shadow elsewhere: see `workbench.verbs.shadow.dump`."""
        return dump(self._connection, file, schema)

    def query(self, sql: str, /, **values: Any) -> Result:
        """Runs one statement; `:name` in it takes the keyword `name`: see `workbench.verbs.query.query`."""
        return query(self._connection, sql, values)

    def script(self, sql: str, show: Callable[[Result], object] | None = None, /, **values: Any) -> tuple[Result, ...]:
        """Runs several statements, until the first that fails: see `workbench.verbs.query.script`."""
        return script(self._connection, sql, values, show)

    def transaction(self, command: str = "", /) -> Result:
        """begin, commit, rollback, savepoints and sandboxes: see `workbench.verbs.transaction.transaction`."""
        return transaction(self._connection, command)

    def fetch(self, sql: str, /, **values: Any) -> Fetched:
        """A query's rows, however many, as an arrow table: see `workbench.verbs.fetch.fetch`."""
        return fetch(self._connection, sql, values)

    def explain(self, sql: str, /, **values: Any) -> Plan:
        """The plan of one statement as it really ran, rolled back: see `workbench.verbs.explain.explain`."""
        return explain(self._connection, sql, values)

    @overload
    def trial(self, sql: str, change: str, /, **named: Any) -> Trial: ...
    @overload
    def trial(self, sql: str | Statements, change: Sequence[str], /, **named: Any) -> WorkloadTrial: ...
    def trial(
        self,
        sql: str | Statements,
        change: str | Sequence[str],
        /,
        *,
        budget_s: float = BUDGET_S,
        cold: bool = False,
        allow_locks: bool = False,
        parameters: Parameters = "given",
        **values: Any,
    ) -> Trial | WorkloadTrial:
        """One statement before and after one change, rolled back: see `workbench.verbs.trial.trial`. Lists of statements or of
        changes: each statement without each change: see `workbench.verbs.workload_trial.workload_trial`."""
        terms = Terms(budget_s, cold, allow_locks)
        if isinstance(sql, str) and isinstance(change, str):
            return trial(self._connection, sql, change, values, terms)
        return workload_trial(self._connection, _listed(sql), _listed(change), values, terms, parameters)

    def advise(self, statements: str | Statements, **asked: Any) -> Advice:
        """The indexes that a workload should have: see `workbench.verbs.advise.advise`. Keywords beside its own are values of
        parameters."""
        terms = {name: asked.pop(name) for name in ADVISE_TERMS if name in asked}
        return advise(self._connection, statements, **terms, values=asked)

    def lab(self, statements: str | Statements, /, *, engine: str | None = None, **values: Any) -> IndexLab:
        """Statements with indexes to tick, promise and proof: see `workbench.verbs.lab.IndexLab`."""
        return IndexLab(self._connection, statements, engine, values)

    def clone(self) -> Workbench:
        """A workbench on a copy of the database, which is dropped when it is closed: see `workbench.postgres.clone.clone`."""
        return Workbench(clone(self._connection))

    def leftovers(self) -> Leftovers:
        """What of the workbench's work is still on the server: see `workbench.verbs.leftovers.leftovers`."""
        return leftovers(self._connection)

    def close(self) -> None:
        """Ends the session; the embedded server stops with its last one."""
        self._connection.close()

    def __enter__(self) -> Workbench:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self.close()

    def __repr__(self) -> str:
        """Neither host, port, password nor process id: this text ends up in saved notebooks."""
        able = self.capabilities
        server = "embedded PostgreSQL" if self._connection.embedded else "PostgreSQL"
        version = able.major if options.reproducible else able.version
        closed = ", closed" if self._connection.closed else ""
        return f"<Workbench on {server} {version}, database {able.database}, role {able.role}{closed}>"


Given = TypeVar("Given")


def _listed(given: str | Given) -> list[str] | Given:
    return [given] if isinstance(given, str) else given


def connect(dsn: str | None = None, *, statement_timeout: str | None = None) -> Workbench:
    """A workbench on the embedded PostgreSQL, or on the server that `dsn` names.

    Args:
        dsn: None for the embedded server, which is started if need be. Else a libpq URI or `key=value` string;
            PG* variables, service files and ~/.pgpass fill in what it leaves out.
        statement_timeout: how long one statement may run, as PostgreSQL writes it ("30s", "10min", "0" for ever); None for
            `workbench.options.statement_timeout`.

    Raises:
        ServerError: the embedded server can't be started.
        ConnectionLost, AccessDenied: the server can't be reached, or doesn't let us in.
        BadInput: the DSN can't be read.
    """
    return Workbench(edge.connect(dsn, statement_timeout=statement_timeout or options.statement_timeout))
