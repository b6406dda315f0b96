"""Names of the database in a remedy that can be run as it stands. No rule lives here."""

from __future__ import annotations

import re

from workbench.plan import Node
from workbench.plan.words import RESERVED

_PLAIN = re.compile(r"[a-z_][a-z0-9_$]*")


def identifier(name: str) -> str:
    """The name as SQL: quoted where PostgreSQL would fold, split or take it for a keyword; otherwise as it is."""
    if _PLAIN.fullmatch(name) and name not in RESERVED:
        return name  # without sqlglot, which takes half a second to import, and half a second more for 10,000 partitions
    from sqlglot import exp

    return str(exp.to_identifier(name, quoted=True).sql(dialect="postgres"))


def qualified(node: Node) -> str:
    """The node's table as SQL, with its schema where the plan tells it; "" where the node has no table."""
    schema = node.fields.get("Schema")
    names = [str(schema), node.table] if schema else [node.table]
    return ".".join(identifier(name) for name in names if name) if node.table else ""
