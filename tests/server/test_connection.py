"""Connecting elsewhere: libpq's ways work, and no password is ever shown."""

from __future__ import annotations

import shutil
import tempfile
import traceback
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

import workbench
from workbench.errors import AccessDenied, BadInput, ConnectionLost, MissingCapability
from workbench.postgres.server import open_server

SECRET = "s3cret-pass"


@pytest.fixture
def host() -> Iterator[str]:
    handle = open_server()
    yield handle.conninfo["host"]
    handle.close()


def test_a_dsn_connects(host: str) -> None:
    with workbench.connect(f"postgresql://postgres:{SECRET}@/workbench?host={host}") as wb:
        assert wb.query("select 1").rows == ((1,),)
        assert repr(wb) == f"<Workbench on PostgreSQL {wb.capabilities.version}, database workbench, role postgres>"


def test_environment_variables_and_service_files_work(host: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    services = tmp_path / "services.conf"
    services.write_text(f"[here]\nhost={host}\nuser=postgres\n")
    monkeypatch.setenv("PGSERVICEFILE", str(services))
    monkeypatch.setenv("PGDATABASE", "workbench")
    with workbench.connect("service=here") as wb:
        assert wb.capabilities.database == "workbench"


def test_everything_from_the_environment(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"PGHOST": host, "PGUSER": "postgres", "PGDATABASE": "workbench"}.items():
        monkeypatch.setenv(name, value)
    with workbench.connect("") as wb:
        assert wb.capabilities.role == "postgres"


@pytest.mark.parametrize(
    ("dsn", "error"),
    [
        (f"postgresql://u:{SECRET}@127.0.0.1:1/d", ConnectionLost),
        (f"postgresql://u:{SECRET}@[oops/d", BadInput),
        (f"host=x password='{SECRET} nonsense", BadInput),
        (f"postgresql://u:{SECRET}@h/d?nonsense=1", BadInput),
        (f"postgresql://nobody:{SECRET}@/nodatabase?host={{host}}", AccessDenied),
    ],
)
def test_a_password_never_shows(host: str, dsn: str, error: type[Exception]) -> None:
    with pytest.raises(error) as caught:
        workbench.connect(dsn.format(host=host))
    shown = "".join(traceback.format_exception(caught.value)) + "".join(caught.value._render_traceback_()) + repr(caught.value)
    own_lines = [line for line in shown.splitlines() if "workbench.connect(" not in line]
    assert SECRET not in "\n".join(own_lines)
    assert 2 <= len(str(caught.value).splitlines()) <= 5


@pytest.fixture
def password_server(tmp_path: Path) -> Iterator[str]:
    """A server of its own that asks the role `pw` for a password."""
    home = Path(tempfile.mkdtemp(prefix="wb pw "))
    home.chmod(0o755)
    handle = open_server(home)
    with psycopg.connect(**handle.conninfo, autocommit=True) as connection:
        connection.execute(f"create role pw login password '{SECRET}'")
        rules = Path(connection.execute("show hba_file").fetchone()[0])
        rules.write_text("local all pw scram-sha-256\n" + rules.read_text())
        connection.execute("select pg_reload_conf()")
    yield handle.conninfo["host"]
    handle.close()
    shutil.rmtree(home)


def test_a_password_comes_from_pgpass_or_is_asked_for_in_words(
    password_server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dsn = f"host={password_server.replace(' ', chr(92) + ' ')} user=pw dbname=workbench"
    with pytest.raises((AccessDenied, ConnectionLost)):
        workbench.connect(dsn)
    with pytest.raises(AccessDenied, match="password authentication failed") as caught:
        workbench.connect(f"{dsn} password=wrong-{SECRET}")
    assert SECRET not in str(caught.value)
    passfile = tmp_path / "pgpass"
    passfile.write_text(f"*:*:*:pw:{SECRET}\n")
    passfile.chmod(0o600)
    monkeypatch.setenv("PGPASSFILE", str(passfile))
    with workbench.connect(dsn) as wb:
        assert wb.capabilities.role == "pw"
        assert not wb.capabilities.superuser


def test_capabilities_say_why_not(wb) -> None:
    assert wb.capabilities.why_not("pg_stat_statements") is None
    assert "create extension bloom" in wb.capabilities.why_not("bloom")
    with pytest.raises(MissingCapability, match="hypopg"):
        wb.capabilities.require("hypopg")
    with pytest.raises(MissingCapability) as caught:
        wb._connection.require("bloom")
    assert caught.value.hint == "create extension bloom"


def test_an_extension_that_was_created_meanwhile_is_found(wb) -> None:
    wb.query("begin")
    wb.query("create extension bloom")
    assert wb.capabilities.why_not("bloom") is not None
    wb._connection.require("bloom")
    assert wb.capabilities.why_not("bloom") is None
    wb.query("rollback")


def test_two_sessions_are_independent(wb) -> None:
    with workbench.connect() as other:
        other.query("set work_mem = '77MB'")
        assert wb.query("show work_mem").rows != (("77MB",),)
    assert wb.query("select 1").rows == ((1,),)


def test_the_statement_timeout_is_ours_to_choose() -> None:
    with workbench.connect(statement_timeout="50ms") as wb:
        with pytest.raises(workbench.errors.StatementTimeout, match="57014"):
            wb.query("select pg_sleep(5)")
        assert wb.query("select 1").rows == ((1,),)
