"""What a plan's filter tests: columns and comparisons, by sqlglot's tree. Text in, names out; no rule and no threshold."""

from __future__ import annotations

from functools import lru_cache

import sqlglot
from sqlglot import exp

# A longer condition (a list of thousands of values) is not worth the seconds that reading it takes.
LONGEST = 10_000


@lru_cache(maxsize=1024)  # partitions are tested by the same text
def filter_columns(condition: str) -> tuple[str, ...]:
    """The columns that an AND of simple comparisons tests, those with = first; empty where it is anything else."""
    try:
        return _filter_columns(condition) if len(condition) <= LONGEST else ()
    except (sqlglot.errors.SqlglotError, RecursionError):
        return ()


def _filter_columns(condition: str) -> tuple[str, ...]:
    tree = sqlglot.parse_one(condition, dialect="postgres")
    terms = list(tree.unnest().flatten() if isinstance(tree.unnest(), exp.And) else [tree])
    found = [(not isinstance(term, exp.EQ), _column(term)) for term in (t.unnest() for t in terms)]
    if any(column is None for _, column in found):
        return ()
    return tuple(dict.fromkeys(column for _, column in sorted(found, key=lambda pair: pair[0]) if column))


def _column(term: exp.Expression) -> str | None:
    """`column op constant`, casts aside."""
    if not isinstance(term, exp.EQ | exp.GT | exp.GTE | exp.LT | exp.LTE):
        return None
    left, right = (_uncast(side) for side in (term.this, term.expression))
    if isinstance(left, exp.Column) and not right.find(exp.Column):
        return str(left.this.sql(dialect="postgres"))
    return None


def _uncast(side: exp.Expression) -> exp.Expression:
    side = side.unnest()
    while isinstance(side, exp.Cast):
        side = side.this.unnest()
    return side
