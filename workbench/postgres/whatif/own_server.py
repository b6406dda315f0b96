"""A shadow's server: a cluster of its own, in a folder of its own, deleted when it is closed.

It is a copy of an empty cluster that is kept for this, with a database in it: copying files takes less time than initdb
and CREATE DATABASE. A killed kernel leaves a folder behind and no process, because a shell waits for our end and stops the
server; the next shadow that opens removes such folders. They lie in `shadows` below the home of the embedded server, the empty
cluster in `empty`.
"""

from __future__ import annotations

import atexit
import fcntl
import hashlib
import os
import secrets
import shutil
import subprocess
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from workbench.errors import MissingCapability, ServerError
from workbench.postgres.binaries import Account, Binaries, find_binaries
from workbench.postgres.dump import WITH_STATISTICS
from workbench.postgres.server import Place, ServerHandle, locked, own_folder, own_home
from workbench.postgres.settings import shadow

# The database that is there already, as one of initdb's: builtin C.UTF-8, so texts are sorted by bytes. Whoever wants it
# renames it.
BY_BYTES = "by_bytes"


class OwnServer:
    """A cluster that only this object uses.

    Attributes:
        conninfo: what psycopg needs to connect, as a superuser, to its database.
        data: its data directory. account: who owns the files there.
    """

    def __init__(self, binaries: Binaries, folder: Path, empty: Path) -> None:
        own_folder(folder, binaries)
        self._folder = folder
        self._place = Place(folder)
        _copy(empty, self._place.data)
        self._handle = ServerHandle(binaries, self._place, shadow())
        self.conninfo = self._handle.conninfo
        self.data: Path = self._place.data
        self.account: Account = binaries.account
        self._heir = binaries.run_when_we_are_gone("pg_ctl", *_stop(self._place), cwd=Path("/"))
        self._pid = os.getpid()
        atexit.register(self.close)

    def close(self) -> None:
        """Stops it and deletes its folder. Safe to call twice; a forked child's call does nothing."""
        atexit.unregister(self.close)
        if os.getpid() != self._pid or not self._folder.exists():
            return
        self._handle.close()
        self._heir.kill()
        self._heir.communicate()
        shutil.rmtree(self._folder, ignore_errors=True)


def own_server() -> OwnServer:
    """Starts one, after having removed what killed processes left.

    Raises:
        MissingCapability: these programs are too old to restore statistics.
        ServerError: it can't be started.
    """
    home = own_home()
    binaries = find_binaries(home)
    if binaries.major < WITH_STATISTICS:
        raise MissingCapability(
            f"A shadow needs PostgreSQL {WITH_STATISTICS}, the first that can restore statistics;"
            f" WORKBENCH_PG_BIN has {binaries.major}.",
            hint="unset it to use the programs of the embedded server.",
        )
    root = own_home(home / "shadows")
    # Held until the new one holds a lock of its own, or another process would take its folder for a dead one's.
    with locked(root / "shadows.lock"):
        for folder in sorted(path for path in root.iterdir() if path.is_dir()):
            _remove_if_dead(folder, binaries)
        return OwnServer(binaries, root / secrets.token_hex(4), _empty_cluster(home / "empty", binaries))


def _empty_cluster(folder: Path, binaries: Binaries) -> Path:
    """The cluster that shadows are copied from, made anew when the programs or the recipe have changed."""
    own_folder(folder, binaries)
    program = (binaries.folder / "postgres").stat()
    recipe = replace(shadow(), database=BY_BYTES)
    made_by = (str(binaries.folder), program.st_mtime_ns, program.st_size, recipe.initdb, recipe.database)
    data = folder / hashlib.sha256(repr(made_by).encode()).hexdigest()[:12]
    if not data.exists():
        for old in folder.iterdir():  # of other programs, or of one who was killed at this place
            _remove_if_dead(old, binaries)
        fresh = Place(folder / "new")
        own_folder(fresh.folder, binaries)
        with closing(ServerHandle(binaries, fresh, recipe)):
            pass  # it is made, started, given its database, and stopped
        fresh.data.rename(data)
        shutil.rmtree(fresh.folder)
    return data


def _copy(empty: Path, data: Path) -> None:
    """A thousand small files, with their owners: cp takes half as long as shutil, a tenth less where the disk is crowded."""
    copied = subprocess.run(["cp", "-Rp", str(empty), str(data)], capture_output=True, text=True, check=False)  # noqa: S607
    if copied.returncode != 0:
        raise ServerError(
            f"A shadow's server can't be copied to {data.parent}:",
            *copied.stderr.strip().splitlines()[-1:],
            hint="is there space left?",
        )


def _remove_if_dead(folder: Path, binaries: Binaries) -> None:
    lock = folder / "handles.lock"
    if lock.exists():
        with lock.open() as held:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            place = Place(folder)
            if (place.data / "postmaster.pid").exists():
                binaries.run("pg_ctl", *_stop(place), cwd=Path("/"))
            shutil.rmtree(place.socket, ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)


def _stop(place: Place) -> tuple[str, ...]:
    return ("-D", str(place.data), "-m", "immediate", "-w", "-s", "stop")
