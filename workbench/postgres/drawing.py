"""Draws values for a statement's parameters from the planner's statistics: best, typical and worst. Never a row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workbench.catalog import spread
from workbench.catalog.spread import Spread
from workbench.postgres.connection import Connection
from workbench.sql import Bound
from workbench.sql.comparisons import Comparison, comparisons


def drawn(connection: Connection, bound: Bound) -> dict[str, Mapping[str, Any]]:
    """For "best", "typical" and "worst" (how many rows are found) a value for each parameter that is compared with a column.

    Values come as text, whose type the server infers. Empty where no parameter has statistics.
    """
    found: dict[str, dict[str, Any]] = {which: {} for which in spread.WHICH}
    told = {comparison: _spread(connection, comparison) for comparison in comparisons(bound)}
    for comparison, statistics in told.items():
        for which, value in _values(comparison, statistics, tuple(told)).items():
            found[which][comparison.parameter] = value
    return {which: values for which, values in found.items() if values}


def _values(comparison: Comparison, statistics: Spread, others: tuple[Comparison, ...]) -> dict[str, str]:
    """Alone, or as one end of a range of the same column."""
    operators = {other.operator for other in others if (other.tables, other.column) == (comparison.tables, comparison.column)}
    if comparison.operator != "=" and {"<", ">"} <= operators:
        low, high = spread.between(statistics)
        return low if comparison.operator == ">" else high
    return spread.DRAWN[comparison.operator](statistics)


def _spread(connection: Connection, comparison: Comparison) -> Spread:
    rows = connection.rows("spread", tables=list(comparison.tables), column=comparison.column)
    return Spread(**{name: tuple(values) for name, values in rows[0].items()}) if rows else Spread()
