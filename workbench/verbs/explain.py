"""The verb explain: one statement, its plan as it really ran, and what there is to say about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from workbench.findings import check
from workbench.plan import Plan, read_plan_json
from workbench.postgres import explain as edge
from workbench.postgres.connection import Connection
from workbench.rules.plan import RULES
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


def read_plan(source: object) -> Plan:
    """A plan made elsewhere, in any JSON shape: text, decoded, or rows of a driver. No server is needed.

    Raises:
        PlanError: it can't be read; the message says what it looks like.
    """
    return with_findings(read_plan_json(source))


def with_findings(plan: Plan) -> Plan:
    """The same plan with the findings of all plan rules."""
    return replace(plan, findings=check(RULES, plan))
