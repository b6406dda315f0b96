"""What a plan's filter tests: columns and comparisons, by sqlglot's tree. Text in, names out; no rule and no threshold."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

import sqlglot
from sqlglot import exp

# A longer condition (a list of thousands of values) is not worth the seconds that reading it takes.
LONGEST = 10_000
# Reading one takes half a millisecond. A plan with more different conditions than this has thousands of partitions, whose
# findings become one in the end: nobody sees the columns of the others, and nobody should wait seconds for them.
MOST_DIFFERENT = 300

# Constants and the numbers that the planner gives partitions (events_17.ts) differ where the columns are the same.
_STRING = re.compile(r"'(?:[^']|'')*'")
_NUMBER = re.compile(r"(?<![\w$.])\d+(?:\.\d+)?(?![\w.])")
_PARTITION = re.compile(r"\b([A-Za-z_]\w*?)_\d+\.(?=[A-Za-z_])")


def filter_columns(condition: str) -> tuple[str, ...]:
    """The columns that an AND of simple comparisons tests, those with = first; empty where it is anything else."""
    return _columns(_shape(condition)) if len(condition) <= LONGEST else ()


def bounded() -> Callable[[str], tuple[str, ...]]:
    """`filter_columns` for one plan: after 300 different conditions it answers none that it hasn't read yet."""
    known: dict[str, tuple[str, ...]] = {}

    def columns(condition: str) -> tuple[str, ...]:
        shape = _shape(condition) if len(condition) <= LONGEST else ""
        if shape not in known:
            if len(known) >= MOST_DIFFERENT:
                return ()
            known[shape] = _columns(shape)
        return known[shape]

    return columns


def _shape(condition: str) -> str:
    """The same with all constants alike, so that it is read once. Quoted names and escapes stay as they are."""
    if '"' in condition or "\\" in condition:
        return condition
    return _PARTITION.sub(r"\1.", _NUMBER.sub("0", _STRING.sub("''", condition)))


@lru_cache(maxsize=1024)
def _columns(condition: str) -> tuple[str, ...]:
    try:
        return _filter_columns(condition)
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
