"""The statements that pg_stat_statements has seen in this database, without our own."""

from __future__ import annotations

from dataclasses import dataclass

from psycopg import sql

from workbench.errors import MissingCapability
from workbench.postgres.connection import Connection

# Together they are nearly all of the time; what comes after them is not worth an index.
MOST = 200


@dataclass(frozen=True)
class Seen:
    """A statement as the server normalised it (`$1` for each literal), how often it ran, and milliseconds in all."""

    text: str
    calls: int
    total_ms: float


def seen_statements(connection: Connection) -> tuple[Seen, ...]:
    """What ran here since the counters were reset, the most expensive first.

    Raises:
        MissingCapability: the extension isn't there.
        DatabaseError: it isn't loaded.
    """
    connection.capabilities.require("pg_stat_statements")
    found = connection.rows("extension_home", name="pg_stat_statements")
    if not found:  # it was dropped since this session began
        raise MissingCapability("pg_stat_statements is not there.", hint="run: create extension pg_stat_statements")
    home = found[0]["schema"]
    query = sql.SQL(_QUERY).format(view=sql.Identifier(home, "pg_stat_statements"), most=sql.Literal(MOST))
    return tuple(Seen(*row) for row in connection.composed(query))


# Other databases' and other tools' bookkeeping is left out; what a function runs inside is its caller's, and would count twice.
_QUERY = """
select query, sum(calls)::bigint as calls, sum(total_exec_time)::float8 as total_ms
  from {view}
 where dbid = (select oid from pg_database where datname = current_database())
   and query not like '%/* workbench */%'
   and query ~* '^[[:space:](]*(select|with|insert|update|delete|merge|values|table)'
   and query !~* '(pg_catalog|information_schema|pg_stat_)'
 group by query
 order by sum(total_exec_time) desc, query
 limit {most}
"""
