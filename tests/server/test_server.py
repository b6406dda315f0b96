"""The embedded server: one for all, gone with the last, whole again after any death. On every PostgreSQL of this machine."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from tests.machine import DEBIAN_SERVERS
from workbench.errors import ServerError
from workbench.postgres.server import open_server

BINARIES = [None, *(str(path.parent) for path in DEBIAN_SERVERS if int(path.parts[-3]) >= 15)]


@pytest.fixture(params=BINARIES, ids=lambda folder: folder or "embedded")
def home(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home of its own, in a path with spaces, for each set of binaries."""
    if request.param:
        monkeypatch.setenv("WORKBENCH_PG_BIN", request.param)
    folder = Path(tempfile.mkdtemp(prefix="wb home "))
    folder.chmod(0o755)
    monkeypatch.setenv("WORKBENCH_HOME", str(folder))
    yield folder
    _kill(_postmaster(folder))
    shutil.rmtree(folder)


def _postmaster(home: Path) -> int | None:
    """The postmaster's process id, if it lives."""
    for pidfile in home.glob("postgresql-*/data/postmaster.pid"):
        pid = int(pidfile.read_text().split()[0])
        return pid if psutil.pid_exists(pid) else None
    return None


def _kill(pid: int | None) -> None:
    if pid is not None:
        os.kill(pid, signal.SIGKILL)
        psutil.wait_procs([psutil.Process(pid)] if psutil.pid_exists(pid) else [], timeout=10)


def _kernel(code: str) -> subprocess.Popen[str]:
    """A process of its own, as a notebook's kernel is one; it says `ready` when its code has run, and then waits."""
    process = subprocess.Popen(
        [sys.executable, "-c", f"import time, workbench\n{code}\nprint('ready', flush=True)\ntime.sleep(600)"],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "ready"
    return process


def _kill_kernel(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


def test_two_handles_share_one_server_and_the_last_stops_it(home: Path) -> None:
    first, second = open_server(), open_server()
    running = _postmaster(home)
    assert running is not None
    first.close()
    assert _postmaster(home) == running
    second.close()
    second.close()  # twice does no harm
    assert _postmaster(home) is None


def test_another_kernel_joins_the_same_server(home: Path) -> None:
    with open_server_here() as handle:
        other = _kernel("wb = workbench.connect(); wb.query('create table t as select 7 as a')")
        with psycopg.connect(**handle.conninfo) as connection:
            assert connection.execute("select a from t").fetchone() == (7,)
        _kill_kernel(other)
        assert _postmaster(home) is not None


def test_after_killing_kernel_and_postmaster_every_committed_row_is_there(home: Path) -> None:
    kernel = _kernel(
        "wb = workbench.connect(); wb.query('create table t (a int)')\n"
        "for i in range(100): wb.query('insert into t values (:i)', i=i)"
    )
    _kill_kernel(kernel)
    _kill(_postmaster(home))
    with open_server_here() as handle, psycopg.connect(**handle.conninfo) as connection:
        assert connection.execute("select count(*), sum(a) from t").fetchone() == (100, 4950)


def test_a_killed_kernel_leaves_no_handle_behind(home: Path) -> None:
    kernel = _kernel("wb = workbench.connect()")
    _kill_kernel(kernel)
    open_server().close()
    assert _postmaster(home) is None


def test_the_socket_is_open_to_its_owner_only_and_there_is_no_port(home: Path) -> None:
    with open_server_here() as handle:
        assert Path(handle.conninfo["host"]).stat().st_mode & 0o777 == 0o700
        with psycopg.connect(**handle.conninfo) as connection:
            assert connection.execute("show listen_addresses").fetchone() == ("",)


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("fsync", "on"),
        ("synchronous_commit", "on"),
        ("full_page_writes", "on"),
        ("jit", "off"),
        ("compute_query_id", "on"),
        ("track_io_timing", "on"),
        ("shared_preload_libraries", "pg_stat_statements,auto_explain"),
        ("TimeZone", "UTC"),
    ],
)
def test_its_settings(server: None, setting: str, value: str) -> None:
    with open_server_here() as handle, psycopg.connect(**handle.conninfo) as connection:
        assert connection.execute("select current_setting(%s)", [setting]).fetchone() == (value,)


def test_pg_stat_statements_counts(wb) -> None:
    wb.query("select count(*) from pg_am where amname like 'marked for the statistics'")
    found = wb.query("select calls from pg_stat_statements where query like 'select count(*) from pg_am where amname like%'")
    assert found.rows[0][0] >= 1


def test_a_folder_without_programs_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("WORKBENCH_PG_BIN", str(tmp_path))
    with pytest.raises(ServerError, match="No PostgreSQL programs") as caught:
        open_server(tmp_path / "home")
    assert "WORKBENCH_PG_BIN" in str(caught.value)


def test_a_damaged_cluster_is_reported_with_its_log(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    open_server().close()
    monkeypatch.setattr("workbench.postgres.server.START_PATIENCE_S", 0.0)
    for control in home.glob("postgresql-*/data/global/pg_control"):
        control.unlink()
    began = time.monotonic()
    with pytest.raises(ServerError) as caught:
        open_server()
    assert time.monotonic() - began < 30
    assert 3 <= len(str(caught.value).splitlines()) <= 5


def open_server_here():
    """A handle as a context manager."""
    from contextlib import closing

    return closing(open_server())
