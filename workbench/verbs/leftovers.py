"""The verb leftovers: what of the workbench's work is still on the server. After a trial: nothing."""

from __future__ import annotations

from workbench.catalog import Leftover, Leftovers
from workbench.postgres.connection import Connection


def leftovers(connection: Connection) -> Leftovers:
    """Looks for clones, half-loaded schemas, invalid indexes, prepared transactions, and for sessions of the workbench with an
    open transaction and their locks; this session's own are not counted.

    Another notebook that is at work just now is found, too: it is no leftover, but it isn't nothing either.
    """
    return Leftovers(tuple(Leftover(**row) for row in connection.rows("leftovers")))
