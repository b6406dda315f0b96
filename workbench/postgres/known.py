"""The catalog as it is known without waiting: read again only where something has changed, never while a transaction is open.

For what is asked at each key that somebody presses. It never waits for another's lock, and where the server can't be asked just
now, what was known before is the answer.
"""

from __future__ import annotations

from contextlib import suppress

from workbench.catalog import Catalog
from workbench.errors import WorkbenchError
from workbench.postgres.catalog import read_catalog
from workbench.postgres.connection import Connection


class Known:
    """A connection's catalog; without statistics, unless it was asked for afresh."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._fingerprint: object = None
        self._catalog = Catalog((), (), (), connection.capabilities.major)

    @property
    def waiting(self) -> bool:
        """Whether nothing can be asked just now, and the catalog is as it was."""
        return self._connection.closed or self._connection.in_transaction

    def catalog(self, *, fresh: bool = False) -> Catalog:
        """The tables, columns, keys and indexes. Nothing is asked while the user has a transaction open: that may be broken, or
        hold locks, and is none of ours. fresh: read it whatever has changed, for sizes and statistics are in no fingerprint."""
        if not self.waiting:
            with suppress(WorkbenchError):  # somebody has locked a table against all, or the server is gone
                self._read(fresh)
        return self._catalog

    def _read(self, fresh: bool) -> None:
        with self._connection.rolled_back():
            self._connection.command("set local lock_timeout = '200ms'")
            self._connection.command("set local statement_timeout = '2s'")
            fingerprint = self._connection.rows("catalog_fingerprint")[0]["fingerprint"]
            if fresh or fingerprint != self._fingerprint:
                self._catalog = read_catalog(self._connection, statistics=fresh)
                self._fingerprint = fingerprint
