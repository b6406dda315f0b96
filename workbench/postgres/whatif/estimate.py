"""EXPLAIN without ANALYZE: what the planner thinks of a statement, which is never run. Read from the plan's JSON as it comes,
since an advisor asks thousands of times.

A statement whose `$1` has no value gets its generic plan, on every version by PREPARE and EXPLAIN EXECUTE with nulls under
plan_cache_mode = force_generic_plan. EXPLAIN (GENERIC_PLAN), of PostgreSQL 16, shows the same plan, but takes `$1` without a
value in the simple protocol only, in which a second statement that slipped through would run. There are three traps in it:

* bound nulls without that setting prove `col > null` to be empty, and the plan is an empty one;
* the server keeps a generic plan and doesn't see new hypothetical indexes, so it is prepared anew each time;
* nulls match no partition, so EXPLAIN leaves partitions out ("Subplans Removed"), though their cost is in the total. Then the
  indexes are read from the plan without pruning: all that may be read, never too few.

https://www.postgresql.org/docs/current/sql-prepare.html#SQL-PREPARE-NOTES
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from psycopg import sql

from workbench.indexes import Candidate, Priced
from workbench.plan import Plan, read_plans
from workbench.postgres.connection import Connection
from workbench.postgres.explain import check_explainable
from workbench.sql import Bound, Statement

_NAME = "workbench_whatif"
Document = dict[str, Any]


@dataclass(frozen=True)
class Estimate:
    """The plans of one statement (rules may make several of it, or none), as EXPLAIN (FORMAT JSON) gives them.

    Attributes:
        documents: one for each plan.
        unpruned: the same with all partitions, where the first have left some out.
    """

    documents: tuple[Document, ...]
    unpruned: tuple[Document, ...] = ()

    @property
    def cost(self) -> float:
        """In the planner's units; a statement that does nothing costs nothing."""
        return sum(float(document["Plan"]["Total Cost"]) for document in self.documents)

    @property
    def indexes(self) -> frozenset[str]:
        """The bare names of the indexes that are read."""
        return frozenset(node["Index Name"] for node in self.nodes() if "Index Name" in node)

    @property
    def tables(self) -> frozenset[tuple[str, str]]:
        """Schema and name of the tables that are read or written; known of a verbose estimate only."""
        return frozenset((node["Schema"], node["Relation Name"]) for node in self.nodes() if "Schema" in node)

    def nodes(self) -> Iterator[Document]:
        """All of them."""
        for document in self.unpruned or self.documents:
            yield from nodes(document["Plan"])


def estimate(connection: Connection, bound: Bound, *, verbose: bool = False) -> Estimate:
    """The planner's estimate.

    Raises:
        StatementError: EXPLAIN doesn't take it.
        DatabaseError: the server objects to it.
    """
    check_explainable(bound)
    options = "verbose, settings, format json" if verbose else "format json"
    return _generic(connection, options, bound) if bound.unknown else Estimate(_explained(connection, options, bound))


def priced(found: Estimate, names: Mapping[str, Candidate]) -> Priced:
    """The price, and which of the candidates the plan reads, by the bare names of their indexes."""
    return Priced(found.cost, frozenset(names[name] for name in found.indexes if name in names))


def planned(connection: Connection, bound: Bound, documents: Iterable[Document] | None = None) -> Plan:
    """The plan, of estimates only; of these documents, if they are there already."""
    found = estimate(connection, bound, verbose=True).documents if documents is None else documents
    version = connection.capabilities.version
    return replace(read_plans(list(found))[0], statement=bound.statement.text, server_version=version)


def nodes(plan: Document) -> Iterator[Document]:
    """A plan's node and all below."""
    yield plan
    for child in plan.get("Plans", ()):
        yield from nodes(child)


def _explained(connection: Connection, options: str, bound: Bound) -> tuple[Document, ...]:
    return tuple(document for row in connection.prefixed(f"explain ({options})", bound) for document in row[0])


def _generic(connection: Connection, options: str, bound: Bound) -> Estimate:
    with connection.rolled_back():
        connection.command("set local plan_cache_mode = force_generic_plan")
        documents = _prepared(connection, options, bound)
        if not any("Subplans Removed" in node for document in documents for node in nodes(document["Plan"])):
            return Estimate(documents)
        connection.command("set local enable_partition_pruning = off")
        return Estimate(documents, _prepared(connection, options, bound))


def _prepared(connection: Connection, options: str, bound: Bound) -> tuple[Document, ...]:
    """PREPARE is no part of the transaction, and its text stays in the session until it is taken back."""
    execute = Statement(f"execute {_NAME} ({', '.join(['null'] * bound.unknown)})").bind({})
    with connection.rolled_back():
        connection.prefixed(f"prepare {_NAME} as", bound)
    try:
        with connection.rolled_back():
            return _explained(connection, options, execute)
    finally:
        connection.take_back("deallocate {name}", name=sql.Identifier(_NAME))
