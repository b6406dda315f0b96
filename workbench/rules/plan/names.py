"""Names of the database in a remedy that can be run as it stands. No rule lives here."""

from __future__ import annotations

import re

from workbench.plan import Node

_PLAIN = re.compile(r"[a-z_][a-z0-9_$]*")
# `select word from pg_get_keywords() where catcode in ('R', 'T')` on PostgreSQL 18: these never name a table unquoted.
_RESERVED = frozenset(
    re.findall(
        r"\w+",
        "all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation "
        "column concurrently constraint create cross current_catalog current_date current_role current_schema current_time "
        "current_timestamp current_user default deferrable desc distinct do else end except false fetch for foreign freeze "
        "from full grant group having ilike in initially inner intersect into is isnull join lateral leading left like limit "
        "localtime localtimestamp natural not notnull null offset on only or order outer overlaps placing primary references "
        "returning right select session_user similar some symmetric system_user table tablesample then to trailing true union "
        "unique user using variadic verbose when where window with ",
    )
)


def identifier(name: str) -> str:
    """The name as SQL: quoted where PostgreSQL would fold, split or take it for a keyword; otherwise as it is."""
    from sqlglot import exp  # here: it takes half a second to import, and few plans have a remedy that names a table

    quoted = _PLAIN.fullmatch(name) is None or name in _RESERVED
    return str(exp.to_identifier(name, quoted=quoted).sql(dialect="postgres"))


def qualified(node: Node) -> str:
    """The node's table as SQL, with its schema where the plan tells it; "" where the node has no table."""
    schema = node.fields.get("Schema")
    names = [str(schema), node.table] if schema else [node.table]
    return ".".join(identifier(name) for name in names if name) if node.table else ""
