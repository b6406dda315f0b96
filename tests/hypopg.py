"""A PostgreSQL with HypoPG: Debian's programs, a cluster of its own in a folder of its own, on a socket."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from psycopg.conninfo import make_conninfo

from tests.machine import HYPOPG_SERVERS
from workbench.postgres.server import open_server


@contextmanager
def hypopg_server() -> Iterator[str]:
    """Its DSN, for as long as it runs; as root it runs under the embedded server's account."""
    assert HYPOPG_SERVERS, "WORKBENCH_REQUIRE_HYPOPG is set, and there is no HypoPG"
    home = Path(tempfile.mkdtemp(prefix="wb hypopg "))
    home.chmod(0o755)
    before = os.environ.get("WORKBENCH_PG_BIN")
    os.environ["WORKBENCH_PG_BIN"] = str(HYPOPG_SERVERS[-1])
    try:
        handle = open_server(home)
    finally:
        os.environ.pop("WORKBENCH_PG_BIN")
        os.environ.update({} if before is None else {"WORKBENCH_PG_BIN": before})
    try:
        yield make_conninfo("", **handle.conninfo)
    finally:
        handle.close()
        shutil.rmtree(home)
