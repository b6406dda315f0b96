"""What a join's or a sub-select's condition compares with: by sqlglot's tree. Text in, names out; no rule and no threshold."""

from __future__ import annotations

import sqlglot
from sqlglot import exp

from workbench.rules.plan.filters import LONGEST


def equal_columns(condition: str, alias: str) -> tuple[str, ...]:
    """The columns of `alias` that an AND of comparisons sets equal to something outside of it; empty where there is none."""
    try:
        return _equal_columns(condition, alias) if len(condition) <= LONGEST else ()
    except (sqlglot.errors.SqlglotError, RecursionError):
        return ()


def _equal_columns(condition: str, alias: str) -> tuple[str, ...]:
    tree = sqlglot.parse_one(condition, dialect="postgres").unnest()
    terms = tree.flatten() if isinstance(tree, exp.And) else [tree]
    found = (_column(term.unnest(), alias) for term in terms)
    return tuple(dict.fromkeys(column for column in found if column))


def _column(term: exp.Expression, alias: str) -> str | None:
    if not isinstance(term, exp.EQ):
        return None
    for side, other in ((term.this, term.expression), (term.expression, term.this)):
        bare = _uncast(side)
        if isinstance(bare, exp.Column) and bare.table == alias and not _mentions(other, alias):
            return str(bare.this.sql(dialect="postgres"))
    return None


def _mentions(side: exp.Expression, alias: str) -> bool:
    return any(column.table == alias for column in side.find_all(exp.Column))


def _uncast(side: exp.Expression) -> exp.Expression:
    side = side.unnest()
    while isinstance(side, exp.Cast):
        side = side.this.unnest()
    return side
