"""The embedded server's settings, each with its reason. Planner settings are PostgreSQL's own, except where said."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

_MB = 1024 * 1024
# A quarter of memory is the manual's advice for a dedicated server; a laptop also runs a browser, so an eighth, and no
# more than 1 GB, in which the default dataset fits several times over.
# https://www.postgresql.org/docs/current/runtime-config-resource.html
_SHARE, _LEAST, _MOST = 8, 128 * _MB, 1024 * _MB

_SETTINGS = {
    # Only the socket: no port that another user could try.
    "listen_addresses": "",
    "port": "5432",
    "shared_preload_libraries": "pg_stat_statements,auto_explain",
    "compute_query_id": "on",
    "track_io_timing": "on",
    # JIT compiles for longer than a typical notebook query runs, and makes the first run unlike the others.
    "jit": "off",
    # A parallel plan's timing depends on who else uses the cores of a laptop, and its counters are means over workers.
    # `set max_parallel_workers_per_gather = 2` brings PostgreSQL's default back for a session.
    "max_parallel_workers_per_gather": "0",
    # Fewer checkpoints while a million rows are loaded; durability (fsync, synchronous_commit) stays on.
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    "maintenance_work_mem": "256MB",
    # A killed kernel's statement ends within a second, and with it its transaction and its locks.
    "client_connection_check_interval": "1s",
    # The same output on every machine.
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
}


# A shadow holds no row and is thrown away, so nothing of it needs to be safe on disk, and nothing may work in the background.
# Planner settings are PostgreSQL's own; the source's are set in each session.
_SHADOW_SETTINGS = {
    "listen_addresses": "",
    "port": "5432",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    # Statistics stay as they were restored; CREATE INDEX doesn't touch those of a table where autovacuum is off.
    "autovacuum": "off",
    "max_wal_senders": "0",
    "min_wal_size": "2MB",
    "max_wal_size": "64MB",
    "shared_buffers": "32MB",
    # Otherwise CREATE INDEX asks the planner, which reads the other indexes' first pages while they are still unwritten.
    "max_parallel_maintenance_workers": "0",
    # Thousands of indexes may be opened in one transaction.
    "max_locks_per_transaction": "1024",
    "client_connection_check_interval": "1s",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
}


@dataclass(frozen=True)
class Recipe:
    """How a cluster is made.

    Attributes:
        initdb: options of initdb.
        settings: in workbench.conf.
        database: its database, made if need be; "postgres" is always there.
        extensions: in that database.
    """

    initdb: tuple[str, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)
    database: str = "workbench"
    extensions: tuple[str, ...] = ()

    def settings_file(self, socket: Path) -> str:
        """The text of workbench.conf: every setting, one a line."""
        settings = {
            "shared_buffers": f"{shared_buffers() // _MB}MB",
            **self.settings,
            "unix_socket_directories": str(socket),
        }
        return "".join(f"{name} = '{value}'\n" for name, value in settings.items())


def shared() -> Recipe:
    """The embedded server that all sessions share."""
    return Recipe(settings=_SETTINGS, extensions=("pg_stat_statements",))


def shadow() -> Recipe:
    """A shadow's own. Without checksums: its files are written behind the server's back."""
    return Recipe(("--no-data-checksums", "--no-sync", "--wal-segsize=1"), _SHADOW_SETTINGS, "postgres")


def shared_buffers() -> int:
    """Bytes of shared buffers for this machine: an eighth of its memory, within 128 MB and 1 GB."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return min(max(memory // _SHARE, _LEAST), _MOST)
