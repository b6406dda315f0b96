"""How many rows the planner expects of a table without and with statistics over several columns: it is asked, in a transaction
that is rolled back. ANALYZE reads a sample of the table for that, so this is for servers of our own.
"""

from __future__ import annotations

from collections.abc import Mapping

from psycopg import sql

from workbench.postgres.connection import Connection
from workbench.postgres.whatif.estimate import estimate
from workbench.sql import Bound, Statement

# ANALYZE looks at 300 rows for each of these, and a factor of ten shows in 6,000 rows; PostgreSQL's own 100 takes a second.
_TARGET = 20


def expected_rows(connection: Connection, bound: Bound, table: tuple[str, str], objects: Mapping[str, str]) -> list[float]:
    """Rows that the statement's scans of this table give in the planner's eyes: without statistics, then with each alone.

    Args:
        table: schema and name. objects: CREATE STATISTICS of each by its bare name; it is in the table's schema.

    Raises:
        DatabaseError: the server objects. LockUnavailable: somebody else has locked the table.
    """
    found = []
    with connection.rolled_back():
        connection.command("set local lock_timeout = '1s'")
        connection.command("set local default_statistics_target = {target}", target=sql.Literal(_TARGET))
        connection.command("set local enable_nestloop = off")  # or an inner scan is told by the row of the other side
        for ddl in objects.values():
            connection.run(Statement(ddl).bind({}))
        connection.command("analyze {table}", table=sql.Identifier(*table))
        for only in (None, *objects):
            with connection.rolled_back():
                for name in objects:
                    if name != only:
                        connection.command("drop statistics {name}", name=sql.Identifier(table[0], name))
                found.append(_rows(connection, bound, table))
    return found


def _rows(connection: Connection, bound: Bound, table: tuple[str, str]) -> float:
    found = estimate(connection, bound, verbose=True)
    scans = [node for node in found.nodes() if (node.get("Schema"), node.get("Relation Name")) == table]
    return float(sum(node["Plan Rows"] for node in scans))
