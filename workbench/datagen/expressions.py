"""Columns that follow from others of their row, by an SQL expression: `quantity * unit_price`. Parsed by sqlglot, computed by
arrow; nothing of Python's own is evaluated.

    arithmetic and ||     + - * / with numbers, || with text, times + interval '3 days'
    comparisons           = <> < <= > >=, between, in (...), is null, and, or, not; null as in SQL
    choices               case when ... then ... else ... end, coalesce, greatest, least
    functions             lower, upper, length, abs, round(x, n), cast(x as bigint | numeric(12,2) | text | ...)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.compute as pc
import sqlglot
from sqlglot import exp

from workbench.datagen.columns import Column, Mask
from workbench.datagen.philox import Rows

_UNITS = {"day": 86_400, "hour": 3_600, "minute": 60, "second": 1, "week": 604_800}  # in seconds


class Source(Protocol):
    """A column of the same row, nulls included."""

    def array(self, rows: Rows) -> pa.Array:
        """The values of these rows."""


@dataclass(frozen=True)
class Expression(Column):
    """The value of an SQL expression over columns of the same row; null where SQL says so."""

    text: str
    sources: Mapping[str, Source]

    def values(self, rows: Rows) -> pa.Array:
        """An arrow array of whatever type the expression has."""
        known = {name: source.array(rows) for name, source in self.sources.items()}
        value = _value(parsed(self.text), known)
        return pa.repeat(value, len(rows)) if isinstance(value, pa.Scalar) else value

    def array(self, values: pa.Array) -> pa.Array:
        """As they are."""
        return values

    def true(self, rows: Rows) -> Mask:
        """Where the condition holds: neither false nor null."""
        held: Mask = pc.fill_null(self.values(rows), False).to_numpy(zero_copy_only=False)
        return held


@lru_cache(maxsize=1024)
def parsed(text: str) -> exp.Expression:
    """The tree of an expression. Raises ValueError that says what isn't understood."""
    try:
        tree = sqlglot.parse_one(text, dialect="postgres")
    except sqlglot.errors.ParseError as error:
        told = error.errors[0]["description"] if error.errors else str(error)
        raise ValueError(f"not an SQL expression: {told}") from error
    for node in tree.walk():
        if not isinstance(node, _PARTS) and type(node) not in _FUNCTIONS:
            raise ValueError(f"{node.sql(dialect='postgres')!r} isn't understood")
    return tree


def names(text: str) -> tuple[str, ...]:
    """The columns that an expression reads, sorted."""
    return tuple(sorted({column.name for column in parsed(text).find_all(exp.Column)}))


def _value(node: exp.Expression, known: Mapping[str, pa.Array]) -> Any:
    if isinstance(node, exp.Column):
        return known[node.name]
    if isinstance(node, exp.Case):
        return _case(node, known)
    if isinstance(node, exp.Literal):
        return _literal(node)
    if isinstance(node, exp.Interval):
        return _interval(node)
    if isinstance(node, exp.Cast):
        return _cast(_value(node.this, known), node.to)
    if isinstance(node, exp.Boolean):
        return pa.scalar(bool(node.this))
    if isinstance(node, exp.Null):
        return pa.scalar(None)
    if isinstance(node, exp.In):
        value = _value(node.this, known)
        listed = pa.array([_value(item, known).as_py() for item in node.expressions], value.type)
        return pc.if_else(pc.is_valid(value), pc.is_in(value, listed), None)
    operands = [_value(part, known) for part in _operands(node)]
    return _FUNCTIONS[type(node)](*operands)


def _operands(node: exp.Expression) -> list[exp.Expression]:
    """The parts that a function of _FUNCTIONS takes, in order."""
    if isinstance(node, exp.Between):
        return [node.this, node.args["low"], node.args["high"]]
    if isinstance(node, exp.Round):
        return [node.this, *filter(None, [node.args.get("decimals")])]
    first = [node.this] if isinstance(node.this, exp.Expression) else []
    second = [node.expression] if isinstance(node.args.get("expression"), exp.Expression) else []
    return [*first, *second, *node.expressions]


def _literal(node: exp.Literal) -> pa.Scalar:
    if node.is_string:
        return pa.scalar(node.this)
    return pa.scalar(int(node.this) if re.fullmatch(r"\d+", node.this) else float(node.this))


def _interval(node: exp.Interval) -> pa.Scalar:
    amount, unit = node.this.name, (node.text("unit") or "").lower().rstrip("s")
    if unit not in _UNITS:
        raise ValueError(f"an interval in {unit!r}; take days, hours, minutes, seconds or weeks")
    return pa.scalar(int(float(amount) * _UNITS[unit] * 1_000_000), pa.duration("us"))


def _case(node: exp.Case, known: Mapping[str, pa.Array]) -> Any:
    value = _value(node.args["default"], known) if node.args.get("default") else pa.scalar(None)
    for branch in reversed(node.args["ifs"]):
        condition = _value(branch.this, known)
        if node.this is not None:  # case status when 'open' then ...
            condition = pc.equal(_value(node.this, known), condition)
        condition = pc.fill_null(condition, False)
        value = pc.if_else(condition, _value(branch.args["true"], known), value)
    return value


def _cast(value: Any, to: exp.DataType) -> Any:
    name = to.this.value.lower()
    if name == "decimal":
        digits = [int(part.name) for part in to.expressions] or [18, 6]
        scale = digits[1] if len(digits) > 1 else 0
        return pc.round(value, scale, round_mode="half_towards_infinity").cast(
            pa.decimal128(max(digits[0], 18), scale), safe=False
        )
    return value.cast(_TYPES[name], safe=False) if name in _TYPES else value


def _joined(*parts: Any) -> Any:
    return pc.binary_join_element_wise(*(part.cast(pa.string()) for part in parts), "")


def _rounded(value: Any, decimals: Any = None) -> Any:
    return pc.round(value, 0 if decimals is None else decimals.as_py(), round_mode="half_towards_infinity")


_TYPES = {
    "bigint": pa.int64(),
    "int": pa.int64(),
    "smallint": pa.int64(),
    "double": pa.float64(),
    "float": pa.float64(),
    "text": pa.string(),
    "varchar": pa.string(),
    "date": pa.date32(),
    "boolean": pa.bool_(),
}
_FUNCTIONS: Mapping[type[exp.Expression], Callable[..., Any]] = {
    exp.Add: pc.add,
    exp.Sub: pc.subtract,
    exp.Mul: pc.multiply,
    exp.Div: pc.divide,
    exp.Neg: pc.negate,
    exp.EQ: pc.equal,
    exp.NEQ: pc.not_equal,
    exp.LT: pc.less,
    exp.LTE: pc.less_equal,
    exp.GT: pc.greater,
    exp.GTE: pc.greater_equal,
    exp.And: pc.and_kleene,
    exp.Or: pc.or_kleene,
    exp.Not: pc.invert,
    exp.Is: lambda value, null: pc.is_null(value),  # noqa: ARG005 - `is` takes nothing but null
    exp.Between: lambda value, low, high: pc.and_kleene(pc.greater_equal(value, low), pc.less_equal(value, high)),
    exp.Paren: lambda value: value,
    exp.DPipe: _joined,
    exp.Concat: _joined,
    exp.Coalesce: pc.coalesce,
    exp.Greatest: pc.max_element_wise,
    exp.Least: pc.min_element_wise,
    exp.Lower: pc.utf8_lower,
    exp.Upper: pc.utf8_upper,
    exp.Length: pc.utf8_length,
    exp.Abs: pc.abs,
    exp.Round: _rounded,
}
_PARTS = (
    exp.Column,
    exp.Identifier,
    exp.Literal,
    exp.Boolean,
    exp.Null,
    exp.Case,
    exp.If,
    exp.In,
    exp.Interval,
    exp.Var,
    exp.Cast,
    exp.DataType,
    exp.DataTypeParam,
)
