"""JupyterLab and Notebook 7 in a real Chromium, for tests: a server of its own, isolated settings, no request elsewhere."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
from playwright.sync_api import Browser, Locator, Page, expect

ROOT = Path(__file__).parents[2]
SHOTS = ROOT / "build" / "screenshots"


# What is started, the application's class, and where a notebook is found.
_APPLICATIONS = {"lab": ("LabApp", "lab/workspaces/auto-t/tree"), "notebook": ("JupyterNotebookApp", "notebooks")}


@contextmanager
def jupyter_lab(folder: Path, theme: str = "JupyterLab Light", application: str = "lab") -> Iterator[str]:
    """A JupyterLab (or Notebook 7) over `folder`, which trusts nothing yet; gives its address, token included."""
    class_, path = _APPLICATIONS[application]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    token, base = secrets.token_hex(16), f"http://127.0.0.1:{port}"
    private = folder / ".jupyter-test"
    _settings(private, "apputils-extension/notification", '{"fetchNews": "false"}')
    _settings(private, "apputils-extension/themes", f'{{"theme": "{theme}"}}')
    env = {
        **os.environ,
        "JUPYTER_CONFIG_DIR": str(private / "config"),
        "JUPYTER_DATA_DIR": str(private / "data"),
        "JUPYTERLAB_SETTINGS_DIR": str(private / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(private / "workspaces"),
    }
    options = [
        "--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}", "--ServerApp.port_retries=0",
        f"--IdentityProvider.token={token}", f"--ServerApp.root_dir={folder}", f"--{class_}.expose_app_in_browser=True",
    ]  # fmt: skip
    with (private / "server.log").open("w") as log:
        server = subprocess.Popen([sys.executable, "-m", "jupyter", application, *options], env=env, stdout=log, stderr=log)
    try:
        wait_for(f"{base}/api?token={token}", private / "server.log")
        yield f"{base}/{path}/{{notebook}}?token={token}&reset"
    finally:
        server.terminate()
        server.wait(30)
        shutil.rmtree(private, ignore_errors=True)


# Errors of the applications themselves: of a kernel shut down while a question was open, and of Notebook 7 with any notebook.
_THEIRS = ("Canceled future for ", "Cannot read properties of undefined (reading 'schema')")


@contextmanager
def fresh_page(browser: Browser, width: int = 1280, height: int = 900) -> Iterator[tuple[Page, list[str], list[str]]]:
    """A page, the requests that would have left this machine (refused), and the errors of its scripts."""
    external: list[str] = []
    errors: list[str] = []
    context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
    local = ("http://127.0.0.1:", "data:", "blob:", "file:")
    context.route(
        "**/*",
        lambda route: (
            route.continue_() if route.request.url.startswith(local) else (external.append(route.request.url), route.abort())
        ),
    )
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.on("pageerror", lambda error: errors.append(str(error)) if not any(own in str(error) for own in _THEIRS) else None)
    yield page, external, errors
    context.close()


def shoot(page: Page, name: str, **options: bool) -> None:
    """Keeps what is on screen as build/screenshots/NAME.png."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(SHOTS / f"{name}.png"), **options)  # type: ignore[arg-type]


def shoot_at(page: Page, thing: Locator, name: str) -> None:
    """The same with a thing in sight. Lab draws cells only once they are near the window, and then moves the others: it waits
    until all is at rest."""
    thing.scroll_into_view_if_needed()
    page.wait_for_timeout(700)
    thing.scroll_into_view_if_needed()
    expect(thing).to_be_in_viewport()
    shoot(page, name)


def change_theme(page: Page, name: str) -> None:
    """ "Light" or "Dark"."""
    page.evaluate("name => window.jupyterapp.commands.execute('apputils:change-theme', {theme: name})", f"JupyterLab {name}")


def copied(name: str, folder: Path, *cells: str) -> Path:
    """One of our notebooks without its outputs, with these cells more; gives the folder."""
    notebook = nbformat.read(ROOT / "notebooks" / name, as_version=4)
    notebook.cells += [nbformat.v4.new_code_cell(source) for source in cells]
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.update(outputs=[], execution_count=None)
    nbformat.write(notebook, folder / name)
    return folder


def open_notebook(page: Page, address: str, notebook: str) -> None:
    """Opens a notebook and waits for its kernel: running before that opens a dialog and hangs for ever."""
    page.goto(address.format(notebook=notebook))
    page.locator("#jupyterlab-splash").wait_for(state="detached")
    page.locator(".jp-NotebookPanel .jp-Cell").first.wait_for()
    page.evaluate(
        """async () => { const w = window.jupyterapp.shell.currentWidget;
           await w.context.ready; await w.sessionContext.ready; await w.sessionContext.session.kernel.info }"""
    )


def run_all(page: Page, last: str) -> None:
    """Runs every cell and waits until the last output says so."""
    command(page, "notebook:run-all-cells")
    expect(page.locator(".jp-OutputArea-output").last).to_contain_text(last, timeout=240_000)


def run_cell(page: Page, index: int) -> None:
    """Runs one cell, by its place."""
    page.evaluate("index => { window.jupyterapp.shell.currentWidget.content.activeCellIndex = index }", index)
    command(page, "notebook:run-cell")


def write_notebook(file: Path, *cells: str) -> None:
    """A notebook of code cells that has not been run."""
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in cells])
    made.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(made, file)


def command(page: Page, name: str) -> None:
    """Executes one of Lab's commands without waiting for its promise."""
    page.evaluate("name => { window.jupyterapp.commands.execute(name) }", name)


def _settings(private: Path, plugin: str, text: str) -> None:
    file = private / "settings" / "@jupyterlab" / f"{plugin}.jupyterlab-settings"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def wait_for(address: str, log: Path, seconds: float = 60) -> None:
    """Until something answers there."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            urllib.request.urlopen(address, timeout=1)
        except urllib.error.HTTPError:
            return
        except OSError:
            assert time.monotonic() < deadline, log.read_text()[-2000:]
            time.sleep(0.3)
        else:
            return
