"""Workbench: the session that a user holds. It keeps the connection and delegates; no body here is longer than a call."""

from __future__ import annotations

import os
from types import TracebackType
from typing import Any

from workbench.indexes import Trial
from workbench.plan import Plan
from workbench.postgres import connect as edge
from workbench.postgres.capabilities import Capabilities
from workbench.postgres.cluster import Client
from workbench.postgres.connection import Connection
from workbench.render.options import options
from workbench.sql import Result
from workbench.verbs.explain import explain
from workbench.verbs.generate import Generated, generate
from workbench.verbs.load import Loaded, load
from workbench.verbs.query import query
from workbench.verbs.trial import trial
from workbench.verbs.twin import Twin, Values, twin


class Workbench:
    """One session on one server. Several side by side are independent of one another.

    Make it with `workbench.connect()`; close it with `close()` or a `with` block.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @property
    def capabilities(self) -> Capabilities:
        """What the server and the role can do."""
        return self._connection.capabilities

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

    def query(self, sql: str, /, **values: Any) -> Result:
        """Runs one statement; `:name` in it takes the keyword `name`: see `workbench.verbs.query.query`."""
        return query(self._connection, sql, values)

    def explain(self, sql: str, /, **values: Any) -> Plan:
        """The plan of one statement as it really ran, rolled back: see `workbench.verbs.explain.explain`."""
        return explain(self._connection, sql, values)

    def trial(self, sql: str, index: str, /, **values: Any) -> Trial:
        """One statement before and after one index, rolled back: see `workbench.verbs.trial.trial`."""
        return trial(self._connection, sql, index, values)

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


def connect(dsn: str | None = None, *, statement_timeout: str = edge.STATEMENT_TIMEOUT) -> Workbench:
    """A workbench on the embedded PostgreSQL, or on the server that `dsn` names.

    Args:
        dsn: None for the embedded server, which is started if need be. Else a libpq URI or `key=value` string;
            PG* variables, service files and ~/.pgpass fill in what it leaves out.
        statement_timeout: how long one statement may run, as PostgreSQL writes it ("30s", "10min", "0" for ever).

    Raises:
        ServerError: the embedded server can't be started.
        ConnectionLost, AccessDenied: the server can't be reached, or doesn't let us in.
        BadInput: the DSN can't be read.
    """
    return Workbench(edge.connect(dsn, statement_timeout=statement_timeout))
