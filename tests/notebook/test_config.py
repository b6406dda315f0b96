"""%config Workbench, service names, and an extension that comes and goes without a trace."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from IPython.core.interactiveshell import InteractiveShell

import workbench
from workbench.postgres.server import open_server
from workbench.render.options import options


@pytest.fixture(autouse=True)
def options_are_put_back(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("display", "reproducible", "rows", "statement_timeout"):
        monkeypatch.setattr(options, name, getattr(options, name))


def run(shell: InteractiveShell, cell: str) -> object:
    result = shell.run_cell(cell, store_history=False)
    result.raise_error()
    return result.result


def test_config_shows_every_setting_with_its_help(shell: InteractiveShell, capsys: pytest.CaptureFixture) -> None:
    run(shell, "%config Workbench")
    shown = capsys.readouterr().out
    for name in ("display", "reproducible", "rows", "statement_timeout"):
        assert f"Workbench.{name}=<" in shown
    assert "How many rows of a result are shown" in shown


def test_rows_and_timeout_act(shell: InteractiveShell, server: None) -> None:
    run(shell, "%config Workbench.rows = 3\n%config Workbench.statement_timeout = '7s'")
    session = run(shell, "%connect")
    try:
        assert run(shell, "%query show statement_timeout").rows == (("7s",),)
        result = run(shell, "%query select * from generate_series(1, 9)")
        html = shell.display_formatter.format(result)[0]["text/html"]
        assert "the first 3 shown" in html
        assert html.count("<tr") == 4
    finally:
        session.close()


@pytest.mark.parametrize("wrong", ["rows = 0", "rows = 'x'", "display = 'loud'"])
def test_what_does_not_fit_is_refused_and_changes_nothing(
    shell: InteractiveShell, wrong: str, caplog: pytest.LogCaptureFixture
) -> None:
    before = repr(options)
    run(shell, f"%config Workbench.{wrong}")
    assert "trait of a Workbench instance" in caplog.text  # IPython tells it there
    assert repr(options) == before


def test_connect_takes_a_service_name(
    shell: InteractiveShell, server: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    handle = open_server()
    try:
        known = {name: str(value) for name, value in handle.conninfo.items()}
        lines = [f"{name}={value}" for name, value in known.items() if name != "password"]
        (tmp_path / "services.conf").write_text("\n".join(["[prod]", *lines, ""]))
        monkeypatch.setenv("PGSERVICEFILE", str(tmp_path / "services.conf"))
        if "password" in known:
            monkeypatch.setenv("PGPASSWORD", known["password"])
        session = run(shell, "%connect service=prod")
        try:
            assert run(shell, "%query select 1").rows == ((1,),)
        finally:
            session.close()
        assert quote(known.get("password", "\0")) not in capsys.readouterr().out
        with pytest.raises(workbench.WorkbenchError, match="service"):
            run(shell, "%connect service=nowhere")
    finally:
        handle.close()


def state(shell: InteractiveShell) -> dict[str, object]:
    """What an extension may leave in a shell."""
    return {
        "magics": {kind: set(names) for kind, names in shell.magics_manager.magics.items()},
        "registry": set(shell.magics_manager.registry),
        "configurables": [type(one).__name__ for one in shell.configurables],
        "matchers": list(shell.Completer.custom_matchers),
        "events": {name: list(found) for name, found in shell.events.callbacks.items()},
    }


def test_load_and_unload_leave_nothing_behind() -> None:
    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance()
    shell.run_line_magic("load_ext", "IPython.extensions.storemagic")  # IPython makes %load_ext itself only now
    before = state(shell)
    shell.run_line_magic("load_ext", "workbench")
    loaded = state(shell)
    assert loaded != before
    for _ in range(2):
        shell.run_line_magic("reload_ext", "workbench")
    assert len(shell.Completer.custom_matchers) == len(before["matchers"]) + 1  # type: ignore[arg-type]
    assert state(shell)["configurables"] == loaded["configurables"]
    shell.run_line_magic("unload_ext", "workbench")
    assert state(shell) == before
    shell.run_line_magic("load_ext", "workbench")
    shell.run_line_magic("unload_ext", "workbench")
    assert state(shell) == before
    InteractiveShell.clear_instance()
