"""The verb explain: one statement, its plan as it really ran, and what there is to say about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from workbench.plan import Plan, read_plans
from workbench.postgres import explain as edge
from workbench.postgres.connection import Connection
from workbench.rules.plan import findings
from workbench.sql import Statement


def explain(connection: Connection, sql: str, values: Mapping[str, Any]) -> Plan:
    """EXPLAIN ANALYZE in a transaction that is rolled back, also for writes, with findings.

    Raises:
        StatementError: not one statement, or one without a plan.
        ParameterError: a `:name` without a value.
        DatabaseError: the server objects.
        Cancelled: stopped by the user.
    """
    with connection.stoppable():
        return with_findings(edge.explain(connection, Statement.of(sql).bind(values)))


def read_plan(source: object) -> Plan | tuple[Plan, ...]:
    """A plan made elsewhere, with findings; a tuple of all where the source holds several. No server is needed.

    The source: text in any of EXPLAIN's formats (text, JSON, YAML, XML) with whatever decoration it was pasted, entries of
    the server's log, a path or an open file, rows of a driver, decoded JSON, a data frame, or a list of these.

    Raises:
        PlanError: there is no plan in it, or one is damaged or cut off; the message says where.
    """
    plans = tuple(with_findings(plan) for plan in read_plans(source))
    return plans[0] if len(plans) == 1 else plans


def with_findings(plan: Plan) -> Plan:
    """The same plan with the findings of all plan rules."""
    return replace(plan, findings=findings(plan))
