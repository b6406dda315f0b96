"""What a statement's parameters are compared with: columns, whose statistics tell which values are rare and which common."""

from __future__ import annotations

from dataclasses import dataclass

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from workbench.sql.statement import Bound

# The comparison as it reads with the column on the left.
_OPERATORS: dict[type[exp.Expression], str] = {exp.EQ: "=", exp.LT: "<", exp.LTE: "<", exp.GT: ">", exp.GTE: ">", exp.In: "="}
_TURNED = {"=": "=", "<": ">", ">": "<"}


@dataclass(frozen=True)
class Comparison:
    """`column operator :parameter`, the operator one of "=", "<", ">".

    Attributes:
        parameter: the parameter's name.
        tables: the tables that the column may be of, by name, perhaps with a schema; one where the statement says which.
        column: the column's name.
    """

    parameter: str
    tables: tuple[str, ...]
    column: str
    operator: str


def comparisons(bound: Bound) -> tuple[Comparison, ...]:
    """The comparisons of plain columns with a parameter, casts aside. Empty where the statement can't be parsed.

    >>> from workbench.sql import Statement
    >>> comparisons(Statement.of("select 1 from orders o where o.user_id = :u").bind({"u": 7}))
    (Comparison(parameter='u', tables=('orders',), column='user_id', operator='='),)
    """
    try:
        tree = sqlglot.parse_one(bound.sql, read="postgres")
    except (SqlglotError, RecursionError):
        return ()
    found = (_comparison(node, bound.statement.parameters) for node in tree.find_all(exp.Parameter))
    return tuple(dict.fromkeys(comparison for comparison in found if comparison is not None))


def _comparison(node: exp.Expression, names: tuple[str, ...]) -> Comparison | None:
    inner: exp.Expression = node
    while isinstance(inner.parent, exp.Cast | exp.Paren):
        inner = inner.parent
    parent = inner.parent
    operator = _OPERATORS.get(type(parent))
    if parent is None or operator is None:
        return None
    turned = isinstance(parent, exp.Binary) and parent.expression is not inner
    column = parent.expression if turned else parent.this
    while isinstance(column, exp.Cast | exp.Paren):
        column = column.this
    if not isinstance(column, exp.Column):
        return None
    name = names[int(node.name) - 1]
    return Comparison(name, _tables(column), column.name, _TURNED[operator] if turned else operator)


def _tables(column: exp.Column) -> tuple[str, ...]:
    """The tables of the select in which the column stands: the one of its alias, or all of them."""
    select = column.find_ancestor(exp.Select, exp.Update, exp.Delete)
    if select is None:
        return ()
    inside = [
        table for table in select.find_all(exp.Table) if table.find_ancestor(type(select)) is select or table.parent is select
    ]
    named = [table for table in inside if not column.table or table.alias_or_name == column.table]
    return tuple(dict.fromkeys(f"{table.db}.{table.name}" if table.db else table.name for table in named))
