"""What is read from a statement's conditions, as values, and which comparisons an index can serve."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from sqlglot import exp

from workbench.catalog import Table


class Kinds(Enum):
    """How a condition looks at its operand."""

    EQUAL = "equal"
    RANGE = "range"
    IS_NULL = "is null"
    NOT_NULL = "is not null"
    PATTERN = "like"
    SEARCH = "text search"
    CONTAINS = "contains"
    HAS_KEY = "has key"
    OVERLAPS = "overlaps"
    ELEMENT_OF = "= any(column)"


@dataclass(frozen=True)
class Operand:
    """What is compared: a column of the table, or an expression over its columns. node: its tree."""

    text: str
    column: str | None
    columns: tuple[str, ...]
    node: exp.Expression = field(compare=False, repr=False)


@dataclass(frozen=True)
class Condition:
    """One condition on one table.

    Attributes:
        branch: 0 where it always holds; the number of the side of an OR where only that needs it.
        predicate: the whole condition as SQL, where it holds constants only.
        pattern: of LIKE, where it is known. starts: whether it may be looked up by its beginning (no ILIKE, no ~).
        joins: the column is compared with one of another table.
    """

    kind: Kinds
    operand: Operand
    branch: int = 0
    predicate: str | None = None
    pattern: str | None = None
    starts: bool = False
    joins: bool = False


@dataclass(frozen=True)
class Ordered:
    """One key of an order."""

    operand: Operand
    descending: bool = False
    nulls_first: bool = False


@dataclass
class Use:
    """One reference to a table, filled while the statement is read, and left alone afterwards.

    Attributes:
        orders: orders that the statement asks of this table alone. limited: whether the first one ends in a LIMIT.
        needed: columns that are read; whole: all of them are.
    """

    table: Table
    conditions: list[Condition] = field(default_factory=list)
    orders: list[tuple[Ordered, ...]] = field(default_factory=list)
    limited: bool = False
    needed: set[str] = field(default_factory=set)
    whole: bool = False


def comparisons(node: exp.Expression) -> Iterator[tuple[Kinds, exp.Expression, list[exp.Expression]]]:
    """(kind, operand, what it is compared with) of a condition, once for each side that may be the operand."""
    if (
        isinstance(node, exp.EQ | exp.NullSafeEQ)
        and isinstance(node.this, exp.Tuple)
        and isinstance(node.expression, exp.Tuple)
    ):
        for left, right in zip(node.this.expressions, node.expression.expressions, strict=False):
            yield from comparisons(exp.EQ(this=left.copy(), expression=right.copy()))
    elif isinstance(node, exp.GT | exp.GTE | exp.LT | exp.LTE) and isinstance(node.this, exp.Tuple):
        yield Kinds.RANGE, node.this.expressions[0], [node.expression]
    elif isinstance(node, exp.EQ) and isinstance(node.expression, exp.Any):
        inner = node.expression.this.unnest()
        if isinstance(inner, exp.Column):
            yield Kinds.ELEMENT_OF, inner, [node.this]
        else:
            yield Kinds.EQUAL, node.this, [inner]
    elif isinstance(node, exp.In):
        query = node.args.get("query")
        yield Kinds.EQUAL, node.this, [query] if query is not None else list(node.expressions)
        inner = query.unnest() if query is not None else None
        if isinstance(inner, exp.Select) and len(inner.selects) == 1:
            yield Kinds.EQUAL, inner.selects[0].unalias(), [node.this]
    elif isinstance(node, exp.Is):
        yield from _is(node)
    elif isinstance(node, exp.Between):
        yield Kinds.RANGE, node.this, [node.args["low"], node.args["high"]]
    elif isinstance(node, exp.Column):
        yield Kinds.EQUAL, node, [exp.true()]
    elif isinstance(node, exp.Not) and isinstance(node.this.unnest(), exp.Column):
        yield Kinds.EQUAL, node.this.unnest(), [exp.false()]
    elif isinstance(node, exp.MatchAgainst) and len(node.expressions) == 1:
        yield Kinds.SEARCH, node.expressions[0], [node.this]
        yield Kinds.SEARCH, node.this, [node.expressions[0]]
    elif not node.args.get("negate"):
        yield from _by_table(node)


_BOTH_SIDES: tuple[tuple[type[exp.Expression], Kinds], ...] = (
    (exp.EQ, Kinds.EQUAL),
    (exp.GT, Kinds.RANGE),
    (exp.GTE, Kinds.RANGE),
    (exp.LT, Kinds.RANGE),
    (exp.LTE, Kinds.RANGE),
    (exp.ArrayOverlaps, Kinds.OVERLAPS),
)
_LEFT_SIDE: tuple[tuple[type[exp.Expression], Kinds], ...] = (
    (exp.Like, Kinds.PATTERN),
    (exp.ILike, Kinds.PATTERN),
    (exp.RegexpLike, Kinds.PATTERN),
    (exp.RegexpILike, Kinds.PATTERN),
    (exp.StartsWith, Kinds.PATTERN),
    (exp.ArrayContainsAll, Kinds.CONTAINS),
    (exp.JSONBContainsTopKey, Kinds.HAS_KEY),
    (exp.JSONBContainsAnyTopKeys, Kinds.HAS_KEY),
    (exp.JSONBContainsAllTopKeys, Kinds.HAS_KEY),
)


def _by_table(node: exp.Expression) -> Iterator[tuple[Kinds, exp.Expression, list[exp.Expression]]]:
    for type_, kind in _BOTH_SIDES:
        if type(node) is type_:
            yield kind, node.this, [node.expression]
            yield kind, node.expression, [node.this]
    for type_, kind in _LEFT_SIDE:
        if type(node) is type_:
            yield kind, node.this, [node.expression]
    if type(node) is exp.ArrayContainedBy:
        yield Kinds.CONTAINS, node.expression, [node.this]


def _is(node: exp.Is) -> Iterator[tuple[Kinds, exp.Expression, list[exp.Expression]]]:
    if isinstance(node.expression, exp.Null):
        yield (Kinds.NOT_NULL if node.args.get("negate") else Kinds.IS_NULL), node.this, []
    elif isinstance(node.expression, exp.Boolean) and not node.args.get("negate"):
        yield Kinds.EQUAL, node.this, [node.expression]


_CONSTANTS = (exp.Literal, exp.Boolean, exp.Null, exp.Neg, exp.Paren, exp.Cast, exp.DataType, exp.Array, exp.Tuple)


def is_constant(node: exp.Expression) -> bool:
    """Whether it holds literals only: no column, no parameter, no function."""
    return all(isinstance(part, _CONSTANTS) for part in node.walk())
