"""The form of an SQL expression: equal for two texts that mean the same to an index, however they are spelled.

PostgreSQL writes `lower((mail)::text)` where the user wrote `lower(Mail)`. A form drops what makes no difference: parentheses,
the table's name, casts to text, spelling of names. It is for comparing only, never for the server.
"""

from __future__ import annotations

from functools import lru_cache

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from workbench.sql.lexer import Kind, tokens
from workbench.sql.names import folded

_TEXTS = (exp.DataType.Type.TEXT, exp.DataType.Type.VARCHAR)
_OF_LITERALS = ("text", "regconfig", "bpchar", "date", "name")  # PostgreSQL says of a literal what it was taken for


@lru_cache(maxsize=4096)
def form(text: str) -> str:
    """The form of one expression.

    >>> form("lower((Mail)::text)") == form('lower("mail")') == form("(lower(t.mail))")
    True
    >>> form("status = 'A'") == form("((status)::text = 'a'::text)")
    False
    """
    try:
        tree = sqlglot.parse_one(_uncast(text), read="postgres")
        return str(_simplified(tree).sql(dialect="postgres", comments=False))
    except (SqlglotError, RecursionError, ValueError):
        return plain(text)


def conjuncts(text: str) -> frozenset[str]:
    """The forms of the parts of a predicate that AND joins.

    >>> sorted(conjuncts("(a = 1) and (b is null)")) == sorted([form("b is null"), form("a = 1")])
    True
    """
    try:
        tree = sqlglot.parse_one(text, read="postgres").unnest()
    except (SqlglotError, RecursionError, ValueError):
        return frozenset({plain(text)})
    parts = tree.flatten() if isinstance(tree, exp.And) else [tree]
    return frozenset(form(part.sql(dialect="postgres", comments=False)) for part in parts)


def plain(text: str) -> str:
    """The text with names folded, and without comments and needless spaces: what is left where nothing can be parsed."""
    parts = (t for t in tokens(text) if t.kind is not Kind.COMMENT)
    said = (folded(t.text) if t.kind is Kind.NAME else " " if t.kind is Kind.SPACE else t.text for t in parts)
    return " ".join("".join(said).split())


def _uncast(text: str) -> str:
    """Without the casts of literals."""
    kept: list[str] = []
    for token in tokens(text):
        if token.text in _OF_LITERALS and kept[-1:] == ["::"] and kept[-2:-1] and kept[-2].endswith("'"):
            kept.pop()
        else:
            kept.append(token.text)
    return "".join(kept)


def _simplified(tree: exp.Expression) -> exp.Expression:
    """From the leaves up, so that what replaces a node is simple already."""
    for node in reversed(list(tree.walk())):
        simpler = _simpler(node)
        if simpler is not node and node is tree:
            return simpler
        if simpler is not node:
            node.replace(simpler)
    return tree


def _simpler(node: exp.Expression) -> exp.Expression:
    if isinstance(node, exp.Paren):
        return node.this
    if isinstance(node, exp.Cast) and (node.to.this in _TEXTS or isinstance(node.this, exp.Literal | exp.Array)):
        return node.this
    if isinstance(node, exp.In) and node.expressions:  # PostgreSQL keeps IN as = ANY
        return exp.EQ(this=node.this, expression=exp.Any(this=exp.Array(expressions=node.expressions)))
    if isinstance(node, exp.Any) and isinstance(node.this, exp.Paren):
        return exp.Any(this=node.this.unnest())
    if isinstance(node, exp.Column) and isinstance(node.this, exp.Identifier):
        return exp.column(_identifier(node.this))
    return node


def _identifier(name: exp.Identifier) -> exp.Identifier:
    return exp.to_identifier(name.name if name.quoted else folded(name.name), quoted=True)
