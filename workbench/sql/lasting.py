"""Functions whose effect outlives a rollback. A trial runs a statement many times and promises that nothing stays, so it
refuses statements that call one of these by name. What a user's own function does inside can't be seen from here.

https://www.postgresql.org/docs/current/functions-admin.html, https://www.postgresql.org/docs/current/functions-sequence.html
"""

from __future__ import annotations

import re
from itertools import pairwise

from workbench.errors import StatementError
from workbench.sql.lexer import Kind
from workbench.sql.statement import Statement

# What each does, and the names that do it (as patterns of the whole name).
_LASTING = (
    ("moves a sequence", r"nextval|setval"),
    ("takes a lock that stays with the session", r"pg_(try_)?advisory_(un)?lock(_all|_shared)?"),
    ("ends or cancels other sessions", r"pg_(terminate|cancel)_backend"),
    ("works in another session, which is not rolled back", r"dblink\w*|pg_background\w*|cron_\w*|\w*_bgworker"),
    ("changes the server's state", r"pg_(reload_conf|rotate_logfile\w*|switch_wal|promote|create_restore_point|backup_\w+|"
     r"start_backup|stop_backup|wal_replay_\w+|log_standby_snapshot|sync_replication_slots)"),
    ("makes, moves or drops a replication slot or origin", r"pg_(create|copy|drop|replication)_\w*(slot|origin)\w*|"
     r"pg_replication_(slot|origin)_\w+|pg_logical_\w+"),
    ("resets or writes statistics", r"pg_stat_reset\w*|pg_stat_statements_reset|pg_stat_force_next_flush|"
     r"pg_(restore|clear)_\w*stats"),
    ("writes files on the server", r"lo_export|pg_file_\w+|pg_log_backend_memory_contexts"),
    ("empties or fills the server's memory", r"pg_buffercache_evict\w*|pg_prewarm|autoprewarm_\w+"),
    ("changes settings of other sessions or statements", r"pg_notify"),
)  # fmt: skip


def check_undone(statement: Statement) -> None:
    """Does nothing where a rollback undoes all that the statement does by itself.

    Raises:
        StatementError: it calls a function whose effect would stay; the message names it.

    >>> check_undone(Statement.of("select count(*) from orders"))
    """
    solid = [token for token in statement.tokens if token.kind not in (Kind.SPACE, Kind.COMMENT)]
    for token, following in pairwise(solid):
        if token.kind is not Kind.NAME or following.text != "(":
            continue
        name = token.text.strip('"').lower()
        for effect, pattern in _LASTING:
            if re.fullmatch(pattern, name):
                raise StatementError(
                    f"{name}() {effect}, and no rollback takes that back.",
                    "A trial runs the statement many times and leaves nothing behind.",
                    hint="leave the call out, or try the statement on a clone: with wb.clone() as clone: clone.trial(...)",
                )
