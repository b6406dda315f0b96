"""Runs notebooks without a browser: the tour, and the stored copies. nbclient executes, nbconvert writes HTML."""

from __future__ import annotations

import ast
import copy
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
from jupyter_core.utils import run_sync
from nbclient import NotebookClient
from nbconvert import HTMLExporter

from workbench.render.page import section, view_script
from workbench.render.view_data import MIME

# One cell may load a million rows and build indexes on a slow laptop.
CELL_TIMEOUT_S = 600
TEMPLATES = Path(__file__).parent / "templates"


def execute(notebook: Path, *, reproducible: bool, ask: Mapping[str, str] | None = None) -> tuple[Any, dict[str, str]]:
    """Executes a notebook in a fresh kernel of this Python.

    Args:
        notebook: the .ipynb file; it isn't changed.
        reproducible: leave volatile numbers out of the outputs.
        ask: expressions to evaluate in the kernel at the end, by name.

    Returns:
        The executed notebook, and the `str` of each asked expression.

    Raises:
        nbclient.exceptions.CellExecutionError: a cell failed.
    """
    node = nbformat.read(notebook, as_version=4)
    client = NotebookClient(
        node,
        timeout=CELL_TIMEOUT_S,
        kernel_name="python3",
        store_widget_state=False,
        extra_arguments=["--IPKernelApp.log_level=40"],  # its warnings about local ports are none of the reader's business
        resources={"metadata": {"path": str(notebook.parent)}},
    )
    env = {**os.environ, "WORKBENCH_REPRODUCIBLE": "1" if reproducible else ""}
    answers: dict[str, str] = {}
    with client.setup_kernel(env=env):
        for index, cell in enumerate(node.cells):
            client.execute_cell(cell, index)
        for name, expression in (ask or {}).items():
            answers[name] = _evaluate(client, f"str({expression})")
    return node, answers


def store(notebook: Path) -> None:
    """Executes a notebook in reproducible mode and writes its outputs into it: what git holds and nbval compares."""
    node, _ = execute(notebook, reproducible=True)
    for cell in node.cells:
        cell.metadata.pop("execution", None)
    node.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    nbformat.write(node, notebook)


def tour(notebook: Path, target: Path) -> str:
    """Executes the first notebook and writes it as one HTML file that needs no network, and can be read without script.

    Returns:
        The verdict of the notebook's last trial, in a line.
    """
    node, answers = execute(notebook, reproducible=False, ask={"verdict": "trial.verdict"})
    _drop_progress(node)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(to_html(node, notebook.stem), encoding="utf-8")
    return answers["verdict"]


def to_html(node: Any, title: str) -> str:
    """An executed notebook as a self-contained page: no external file, and no script but the plan view where there are plans
    for it; without script their static form is seen."""
    exporter = HTMLExporter(template_name="report", extra_template_basedirs=[str(TEMPLATES)], embed_images=True)
    shown = copy.deepcopy(node)
    viewed = [_with_data(output) for cell in shown.cells for output in cell.get("outputs", [])]
    body, _ = exporter.from_notebook_node(shown, resources={"metadata": {"name": title}})
    return str(body).replace("</body>", f"{view_script()}</body>") if any(viewed) else str(body)


def _with_data(output: Any) -> bool:
    """Puts the view's data into the HTML of an output, where it has any, for the page's script to find."""
    held = output.get("data", {})
    data = held.pop(MIME, None)
    if data is None:
        return False
    held["text/html"] = str(section(held.get("text/html", ""), data))
    return True


def _drop_progress(node: Any) -> None:
    """A progress bar paints over itself; on paper every one of its strokes would be left."""
    for cell in node.cells:
        if cell.cell_type == "code":
            cell.outputs = [out for out in cell.outputs if not out.get("text", "").startswith("\r")]


def _evaluate(client: NotebookClient, expression: str) -> str:
    ask = run_sync(client.kc.execute_interactive)
    reply = ask("", user_expressions={"it": expression}, silent=True, output_hook=lambda _: None)
    answer = reply["content"]["user_expressions"]["it"]
    if answer["status"] != "ok":
        raise RuntimeError(f"{expression}: {answer['ename']}: {answer['evalue']}")
    return str(ast.literal_eval(answer["data"]["text/plain"]))
