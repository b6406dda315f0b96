"""The embedded server's life: made once, started by the first handle, shared by all, stopped with the last.

The one seam to PostgreSQL's programs; whoever wants another server changes `binaries.py`, nothing else. Handles are shared
file locks, so a killed kernel (-9) lets go of its handle without a word, and no list of process ids can go stale:

    start.lock    held exclusively while somebody starts or stops the server
    handles.lock  held shared by every handle; whoever can take it exclusively is the last

Everything listens on a Unix socket in a folder that only the server's account can enter; there is no port and no password.
"""

from __future__ import annotations

import atexit
import fcntl
import hashlib
import os
import shutil
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import platformdirs
import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo
from psycopg.pq import PGconn, Ping

from workbench.errors import ServerError
from workbench.postgres.binaries import Binaries, find_binaries
from workbench.postgres.settings import Recipe, shared

SUPERUSER = "postgres"
PORT = "5432"  # a part of the socket's name, no more
# After a postmaster's sudden death its backends need a moment to notice; until then the memory block is taken.
START_PATIENCE_S = 20.0


@dataclass(frozen=True)
class Place:
    """Where one cluster lives: `folder` holds data, log and locks; the socket has a short path of its own."""

    folder: Path

    @property
    def data(self) -> Path:
        """PGDATA."""
        return self.folder / "data"

    @property
    def log(self) -> Path:
        """The server's log."""
        return self.folder / "server.log"

    @property
    def socket(self) -> Path:
        """A socket's path may have 107 bytes at most (unix(7)), which a data folder can exceed; /tmp never does."""
        digest = hashlib.sha256(str(self.folder).encode()).hexdigest()[:12]
        return Path("/tmp") / f"query-workbench-{digest}"  # noqa: S108 - owner and mode are checked in own_folder


class ServerHandle:
    """One user of the embedded server. The server runs at least until `close()`.

    Attributes:
        conninfo: what psycopg needs to connect.
        major: the server's major version.
        home: the folder that was asked for.
        data: its data directory.
    """

    def __init__(self, binaries: Binaries, place: Place, recipe: Recipe) -> None:
        self._binaries, self._place = binaries, place
        self._pid = os.getpid()
        self.major = binaries.major
        self.home = place.folder.parent
        self.data = place.data
        self.conninfo = {**_address(place), "dbname": recipe.database}
        with locked(place.folder / "start.lock"):
            self._lock: int | None = _lock_shared(place.folder / "handles.lock")
            try:
                _ensure_cluster(binaries, place, recipe)
                _ensure_running(binaries, place, recipe)
                _ensure_database(place, recipe)
            except BaseException:
                if self._is_last():
                    _stop(binaries, place)
                self._let_go()
                raise
        atexit.register(self.close)

    def close(self) -> None:
        """Lets go; the last handle stops the server. Safe to call twice, and a forked child's call does nothing."""
        atexit.unregister(self.close)
        if self._lock is None or os.getpid() != self._pid:
            return
        if not self._place.folder.exists():  # somebody deleted the home under us; there is nothing left to stop
            self._let_go()
            return
        with locked(self._place.folder / "start.lock"):
            if self._is_last():
                _stop(self._binaries, self._place)
            self._let_go()

    def _is_last(self) -> bool:
        try:
            fcntl.flock(self._lock or -1, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _let_go(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def open_server(home: str | os.PathLike[str] | None = None, recipe: Recipe | None = None) -> ServerHandle:
    """Starts the embedded server, or joins the one that already runs in the same home.

    Args:
        home: where its data lives; default `WORKBENCH_HOME`, or the user's data folder.
        recipe: how it is made, where it isn't there yet; default that of the server which all sessions share.

    Raises:
        ServerError: it can't be started; the details hold the end of its log.
    """
    root = own_home(home)
    binaries = find_binaries(root)
    place = Place(root / f"postgresql-{binaries.major}")
    own_folder(place.folder, binaries)
    return ServerHandle(binaries, place, recipe or shared())


def own_home(home: str | os.PathLike[str] | None = None) -> Path:
    """The folder where servers live, made if need be.

    Raises:
        ServerError: it can't be made.
    """
    root = Path(home or os.environ.get("WORKBENCH_HOME") or _default_home()).expanduser().resolve()
    try:
        before = os.umask(0o022)  # as root, the server's account passes through the folders that are made here
        try:
            root.mkdir(parents=True, exist_ok=True)
        finally:
            os.umask(before)
    except OSError as error:
        raise ServerError(
            f"The folder {root} can't be made: {error.strerror}.",
            hint="set WORKBENCH_HOME to a folder that you may write to.",
        ) from None
    return root


def _default_home() -> Path:
    """Root's own data folder is closed to the account that runs the server, so root gets the system's."""
    if os.geteuid() == 0:
        return Path("/var/lib/query-workbench")
    return platformdirs.user_data_path("query-workbench", appauthor=False)


def own_folder(folder: Path, binaries: Binaries) -> None:
    """Makes a folder that belongs to the server's account alone, or checks that it is one."""
    try:
        folder.mkdir(mode=0o700)
        os.chown(folder, binaries.account.uid, binaries.account.gid)
    except FileExistsError:
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != binaries.account.uid:
            raise ServerError(
                f"{folder} exists and doesn't belong to {binaries.account.name}.",
                hint="move it away, or set WORKBENCH_HOME to another folder.",
            ) from None
        folder.chmod(0o700)
    except PermissionError as error:
        raise ServerError(
            f"{folder} can't be made: {error.strerror}.",
            hint="set WORKBENCH_HOME to a folder that you may write to.",
        ) from None


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Waits until nobody else holds this file's lock, and holds it."""
    lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _lock_shared(path: Path) -> int:
    lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(lock, fcntl.LOCK_SH)
    return lock


def _ensure_cluster(binaries: Binaries, place: Place, recipe: Recipe) -> None:
    """initdb into a folder beside, then one rename: a half-made cluster is never taken for a whole one."""
    for left in place.folder.glob("new-*"):  # of an initdb that was killed
        shutil.rmtree(left)
    if not place.data.exists():
        fresh = place.folder / f"new-{os.getpid()}"
        make_cluster(binaries, fresh, recipe)
        fresh.rename(place.data)


def make_cluster(binaries: Binaries, data: Path, recipe: Recipe) -> None:
    """An empty cluster in this folder, which isn't there yet; above it is one of the server's account.

    Raises:
        ServerError: initdb fails.
    """
    # Sort order must not depend on the machine's locales, or no report could be compared with another machine's.
    locale = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8") if binaries.major >= 17 else ()
    made = binaries.run(
        "initdb", "-D", str(data), "-U", SUPERUSER, "--encoding=UTF8", "--locale=C", *locale,
        "--auth-local=trust", "--auth-host=reject", *recipe.initdb, cwd=data.parent,
    )  # fmt: skip
    if made.returncode != 0:
        raise ServerError("initdb failed.", *_tail(made.stderr), hint=_initdb_hint(binaries, data.parent))
    with (data / "postgresql.conf").open("a") as conf:
        conf.write("\ninclude 'workbench.conf'\n")
    _write(data / "workbench.conf", "")


def _initdb_hint(binaries: Binaries, folder: Path) -> str:
    return f"is there space in {folder}, and may {binaries.account.name} enter every folder above it?"


def _ensure_running(binaries: Binaries, place: Place, recipe: Recipe) -> None:
    deadline = time.monotonic() + START_PATIENCE_S
    while not _answers(place):
        own_folder(place.socket, binaries)
        _write(place.data / "workbench.conf", recipe.settings_file(place.socket))
        started = binaries.run("pg_ctl", "-D", str(place.data), "-l", str(place.log), "-w", "-s", "start", cwd=place.folder)
        if started.returncode != 0 and time.monotonic() > deadline:
            log = place.log.read_text(errors="replace") if place.log.exists() else started.stderr
            raise ServerError(
                "The embedded PostgreSQL didn't start. The end of its log:",
                *_tail(log),
                hint=f"see {place.log}; set WORKBENCH_HOME to another folder to go on without this data.",
            )
        if started.returncode != 0:
            time.sleep(0.2)


def _stop(binaries: Binaries, place: Place) -> None:
    stopped = binaries.run("pg_ctl", "-D", str(place.data), "-m", "fast", "-w", "-s", "stop", cwd=place.folder)
    if stopped.returncode == 0:
        shutil.rmtree(place.socket, ignore_errors=True)


def _write(path: Path, text: str) -> None:
    """Readable for the server's account whatever the umask; it lies in a folder that nobody else can enter."""
    path.write_text(text)
    path.chmod(0o644)


def _answers(place: Place) -> bool:
    """Whether the server takes connections, even if just now it has none left to give."""
    if not (place.data / "postmaster.pid").exists():
        return False
    with without_libpq_environment():
        return PGconn.ping(make_conninfo(**_address(place)).encode()) == Ping.OK


def _address(place: Place) -> dict[str, str]:
    return {"host": str(place.socket), "port": PORT, "user": SUPERUSER}


@contextmanager
def without_libpq_environment() -> Iterator[None]:
    """PGHOSTADDR, PGSERVICE, PGOPTIONS and their like speak of another server; libpq reads them whatever one passes to it."""
    kept = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("PG")}
    try:
        yield
    finally:
        os.environ.update(kept)


def _ensure_database(place: Place, recipe: Recipe) -> None:
    problem = ""
    try:
        with _connect(place, "postgres") as connection:
            if connection.execute("select from pg_database where datname = %s", [recipe.database]).rowcount:
                return
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(recipe.database)))
        with _connect(place, recipe.database) as connection:
            for name in recipe.extensions:
                connection.execute(sql.SQL("create extension if not exists {}").format(sql.Identifier(name)))
    except psycopg.Error as error:
        problem = str(error).strip().splitlines()[-1]
    if problem:
        raise ServerError(
            f"The embedded server runs, but doesn't let us in: {problem}", hint="close other notebooks, then try again."
        )


def _connect(place: Place, database: str) -> psycopg.Connection[tuple[object, ...]]:
    with without_libpq_environment():
        conninfo = make_conninfo(**_address(place), dbname=database, connect_timeout=5)
        return psycopg.connect(conninfo, autocommit=True)


def _tail(text: str, lines: int = 2) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()[-lines:]]
