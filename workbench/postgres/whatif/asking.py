"""Asks what a statement would cost: EXPLAIN without ANALYZE, so nothing is executed. Shared by the engines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from workbench.errors import MissingCapability
from workbench.indexes import Candidate, Priced
from workbench.plan import Plan, read_plans
from workbench.postgres.connection import Connection
from workbench.postgres.explain import check_explainable
from workbench.sql import Bound

_GENERIC = 16  # the first that plans a statement without its values


def asked(connection: Connection, bound: Bound, *, more: str = "") -> list[tuple[Any, ...]]:
    """The rows of EXPLAIN. A statement with `$1` and no values gets its generic plan.

    Raises:
        StatementError: EXPLAIN doesn't take it.
        MissingCapability: the server has no generic plans.
        DatabaseError: the server objects.
    """
    check_explainable(bound)
    if not bound.unknown:
        return connection.prefixed(f"explain ({more}format json)", bound)
    if connection.capabilities.major < _GENERIC:
        raise MissingCapability(
            f"PostgreSQL {connection.capabilities.version} can't plan a statement with $1 and no value.",
            hint="give the parameters values, or use a shadow (PostgreSQL 18).",
        )
    return connection.generic(f"explain ({more}generic_plan, format json)", bound)


def priced(rows: list[tuple[Any, ...]], names: Mapping[str, Candidate]) -> Priced:
    """The price in these rows of EXPLAIN, and which of the candidates its plan reads, by the names of their indexes."""
    root = rows[0][0][0]["Plan"]
    return Priced(root["Total Cost"], frozenset(names[name] for name in _indexes(root) if name in names))


def _indexes(node: Mapping[str, Any]) -> Iterable[str]:
    if "Index Name" in node:
        yield node["Index Name"]
    for child in node.get("Plans", ()):
        yield from _indexes(child)


def planned(connection: Connection, bound: Bound) -> Plan:
    """The plan, of estimates only."""
    rows = asked(connection, bound, more="verbose, settings, ")
    return replace(read_plans(rows)[0], statement=bound.statement.text, server_version=connection.capabilities.version)
