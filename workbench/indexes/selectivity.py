"""What fraction of a table's rows a predicate lets through, by the statistics alone; None where they don't tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from workbench.catalog import ColumnStatistics, Table

_RANGES = (exp.GT, exp.GTE, exp.LT, exp.LTE)


def fraction(predicate: str, table: Table) -> float | None:
    """Between 0 and 1; conditions that AND joins are taken as independent."""
    try:
        tree = sqlglot.parse_one(predicate, read="postgres")
    except (SqlglotError, RecursionError):
        return None
    return _of(tree, table)


def _of(node: exp.Expression, table: Table) -> float | None:
    node = node.unnest()
    if isinstance(node, exp.And | exp.Or):
        left, right = _of(node.this, table), _of(node.expression, table)
        if left is None or right is None:
            return None
        return left * right if isinstance(node, exp.And) else left + right - left * right
    if isinstance(node, exp.Not):
        inner = _of(node.this, table)
        return None if inner is None else 1 - inner
    return _of_column(node, table)


def _of_column(node: exp.Expression, table: Table) -> float | None:
    column = node if isinstance(node, exp.Column) else _uncast(node.this) if isinstance(node.this, exp.Expression) else None
    found = table.column(column.name) if isinstance(column, exp.Column) else None
    known = found.statistics if found is not None else None
    if found is None or known is None:
        return None
    if found.inner is not None and found.inner.name == "bpchar":  # its values are padded with spaces that don't count
        known = replace(known, common=tuple(text.rstrip(" ") for text in known.common))
    if isinstance(node, exp.Column):
        return equal("t", known, table.rows)
    if isinstance(node, exp.Is):
        nulls = isinstance(node.expression, exp.Null)
        held = known.null if nulls else equal("t" if node.expression.this else "f", known, table.rows)
        return 1 - held if node.args.get("negate") else held
    return _compared(node, known, table.rows)


def _compared(node: exp.Expression, known: ColumnStatistics, rows: float) -> float | None:
    if isinstance(node, exp.In) and node.expressions:
        values = [_value(item) for item in node.expressions]
        return None if None in values else min(1.0, sum(equal(value, known, rows) for value in values if value is not None))
    value = _value(node.expression) if isinstance(node.args.get("expression"), exp.Expression) else None
    if isinstance(node, exp.EQ) and value is not None:
        return equal(value, known, rows)
    if isinstance(node, exp.NEQ) and value is not None:
        return max(0.0, 1 - known.null - equal(value, known, rows))
    if isinstance(node, exp.Between):
        low, high = _value(node.args["low"]), _value(node.args["high"])
        below, above = below_of(high, known), below_of(low, known)
        return None if below is None or above is None else max(0.0, below - above)
    if isinstance(node, _RANGES) and value is not None:
        below = below_of(value, known)
        return None if below is None else below if isinstance(node, exp.LT | exp.LTE) else max(0.0, 1 - known.null - below)
    return None


def equal(value: str, known: ColumnStatistics, rows: float) -> float:
    """The fraction of rows with this value, as the planner reckons: known for common ones, an even share for others."""
    if value in known.common:
        return known.frequencies[known.common.index(value)]
    count = known.distinct if known.distinct >= 0 else -known.distinct * max(rows, 1.0)
    others = count - len(known.common)
    rest = max(0.0, 1 - known.null - sum(known.frequencies))
    return rest / others if others >= 1 else 0.0


def below_of(value: str | None, known: ColumnStatistics) -> float | None:
    """The fraction of rows below a value; None where values can't be compared here."""
    if value is None or not (known.bounds or known.common):
        return None
    place = number(value)
    numbers = [number(text) for text in (*known.common, *known.bounds)]
    if place is None or None in numbers:
        return None
    common = sum(f for text, f in zip(known.common, known.frequencies, strict=True) if (number(text) or 0.0) < place)
    bounds = [bound for text in known.bounds if (bound := number(text)) is not None]
    rest = max(0.0, 1 - known.null - sum(known.frequencies))
    return common + rest * _place(place, bounds)


def _place(value: float, bounds: list[float]) -> float:
    """Where a value stands in a histogram, from 0 to 1."""
    if len(bounds) < 2 or value <= bounds[0]:
        return 0.0
    if value >= bounds[-1]:
        return 1.0
    at = max(place for place, bound in enumerate(bounds) if bound <= value)
    width = bounds[at + 1] - bounds[at]
    return (at + ((value - bounds[at]) / width if width else 0.0)) / (len(bounds) - 1)


def number(text: str) -> float | None:
    """A number, or a time as seconds; None for any other text."""
    try:
        return float(text)
    except ValueError:
        pass
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.replace(tzinfo=None).toordinal() * 86_400.0 + moment.hour * 3_600 + moment.minute * 60 + moment.second


def _value(node: exp.Expression) -> str | None:
    node = _uncast(node)
    if isinstance(node, exp.Neg) and isinstance(node.this, exp.Literal):
        return f"-{node.this.this}"
    if isinstance(node, exp.Boolean):
        return "t" if node.this else "f"
    return str(node.this) if isinstance(node, exp.Literal) else None


def _uncast(node: exp.Expression) -> exp.Expression:
    node = node.unnest()
    while isinstance(node, exp.Cast):
        node = node.this.unnest()
    return node
