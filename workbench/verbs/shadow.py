"""The verb shadow: the plans of a server that one can't reach, or doesn't want to touch, from its schema and statistics."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any

from workbench.advice import Advice
from workbench.catalog import Catalog
from workbench.errors import BadInput
from workbench.indexes import Candidate
from workbench.indexes.size import sizes_of
from workbench.plan import Plan
from workbench.plan.diff import PlanDiff
from workbench.postgres.catalog import read_catalog
from workbench.postgres.connect import connect
from workbench.postgres.connection import Connection
from workbench.postgres.whatif.shadow import ShadowEngine
from workbench.postgres.whatif.source import Source, from_files, from_server, to_text
from workbench.sql import Bound, Statement
from workbench.verbs.advise import ADVISE_TERMS, advise_there
from workbench.verbs.explain import with_findings
from workbench.verbs.workload_trial import Statements


class Shadow:
    """A server's plans without the server. It has no way to run a statement; close it with `close()` or a `with` block.

    Its statistics hold real values: the most common ones of each column, and the bounds of its histogram.

    Attributes:
        engine: what prices statements under candidates; see `workbench.indexes.WhatIf`.
    """

    def __init__(self, engine: ShadowEngine) -> None:
        self.engine = engine

    @property
    def version(self) -> str:
        """Of the server that it is the shadow of; it plans as PostgreSQL 18 does."""
        return self.engine.version

    @property
    def notes(self) -> tuple[str, ...]:
        """What is not as on that server, a sentence each."""
        return self.engine.notes

    def explain(self, sql: str, /, **values: Any) -> Plan:
        """The plan of one statement, of estimates only. A statement with `$1` and no values gets its generic plan.

        Raises:
            StatementError: not one statement, or one without a plan.
            ParameterError: a `:name` without a value.
            DatabaseError: the server objects.
        """
        return with_findings(self.engine.plan(_bound(sql, values)))

    def whatif(self, sql: str, /, *ddl: str, **values: Any) -> PlanDiff:
        """The plan without and with indexes that don't exist, their sizes estimated from the statistics.

        Raises:
            BadInput: an index can't be made there, with the server's reason.
        """
        bound = _bound(sql, values)
        candidates = [Candidate.of(text) for text in ddl]
        for rejected in self.engine.prepare(sizes_of(candidates, self._catalog)):
            raise BadInput(rejected.reason, rejected.candidate.ddl, hint="check the statement against the message.")
        before, after = self.engine.plan(bound), self.engine.plan(bound, candidates)
        return with_findings(before).diff(with_findings(after))

    def remarks(self, *ddl: str) -> tuple[str, ...]:
        """What a reader should know of the prices of indexes that `whatif` was asked about: where the statistics of their
        expressions come from."""
        return self.engine.remarks([Candidate.of(text) for text in ddl])

    @cached_property
    def _catalog(self) -> Catalog:
        return read_catalog(self.engine.connection)

    def advise(self, statements: str | Statements, **asked: Any) -> Advice:
        """The indexes that a workload should have: see `workbench.verbs.advise.advise`; there is no proof without rows."""
        terms = {name: asked.pop(name) for name in ADVISE_TERMS if name in asked}
        return advise_there(self.engine, self.engine.connection, self._catalog, statements, **terms, values=asked)

    def close(self) -> None:
        """Stops its server and deletes its files. Safe to call twice."""
        self.engine.close()

    def __enter__(self) -> Shadow:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self.close()

    def __repr__(self) -> str:
        major = self.version.partition(".")[0] or "?"
        lines = [f"<Shadow of PostgreSQL {major}, planned as 18 does; its statistics hold real values of that database"]
        return "\n  ".join([*lines, *(f"- {note}" for note in self.notes)]) + ">"


def shadow(
    source: Connection | str | os.PathLike[str] | None, *, schema: str | None = None, settings: Mapping[str, str] | None = None
) -> Shadow:
    """A shadow of a database.

    Args:
        source: a DSN, None for the embedded server, or what pg_dump (18, from servers of 13 and later) has written with
            `--no-data --statistics`; or two such files, `--schema-only` and `--statistics-only`, separated as in PATH.
        schema: of a server, this one alone; None for all of the database.
        settings: that the source plans with, such as {"random_page_cost": "1.1", "work_mem": "64MB"}; files don't tell them.
            From a server those of the session are taken.

    Raises:
        BadInput: a file isn't pg_dump's, or has no statistics.
        DatabaseError, ServerError: the source can't be reached or read.
    """
    return Shadow(ShadowEngine(_source(source, schema), {name: str(value) for name, value in (settings or {}).items()}))


def dump(connection: Connection, file: str | os.PathLike[str], schema: str | None = None) -> Path:
    """Writes what a shadow is made from: this database's definition and statistics, or those of one schema. No row, but the
    statistics hold real values.

    Raises:
        ServerError: pg_dump failed. BadInput: the file can't be written.
    """
    path = Path(file).expanduser()
    text = to_text(from_server(connection, schema))
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise BadInput(f"{path} can't be written: {error.strerror}.", hint="name a file in a folder of yours.") from None
    return path


def _bound(sql: str, values: Mapping[str, Any]) -> Bound:
    """With its values; where none is given for any, the generic one."""
    statement = Statement.of(sql)
    generic = statement.numbered or (statement.parameters and values.keys().isdisjoint(statement.parameters))
    return statement.generic() if generic else statement.bind(values)


def _source(source: Connection | str | os.PathLike[str] | None, schema: str | None) -> Source:
    if isinstance(source, Connection):
        return from_server(source, schema)
    files = [Path(part).expanduser() for part in os.fspath(source).split(os.pathsep)] if source is not None else []
    if files and all(file.is_file() for file in files):
        return from_files(*files)
    if isinstance(source, os.PathLike) or (isinstance(source, str) and source.endswith(".sql")):
        raise BadInput(f"{source} is no file.", hint="name pg_dump's output, or give a DSN as text.")
    connection = connect(source)
    try:
        return from_server(connection, schema)
    finally:
        connection.close()
