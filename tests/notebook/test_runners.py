"""A failing SQL cell stops every runner; the same notebook without the mistake passes, so that it is the cell that failed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

PYTEST = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", ".", "notebook.ipynb"]
# The command, and whether it runs the cells behind a failing one: nbval tells of each cell by itself.
RUNNERS = {
    "nbval": ([*PYTEST, "--nbval", "--nbval-current-env"], True),
    "nbval-lax": ([*PYTEST, "--nbval-lax", "--nbval-current-env"], True),
    "nbmake": ([*PYTEST, "--nbmake"], False),
    "papermill": (["-m", "papermill", "--no-progress-bar", "-k", "python3", "notebook.ipynb", "done.ipynb"], False),
    "nbclient": (["-m", "jupyter", "execute", "--kernel_name=python3", "notebook.ipynb"], False),
}
FAILING = {
    "query": "%%query\nselect nope",
    "several": "%%query\nselect 1;\nselect nope;\nselect 2",
    "fetch": "%%fetch\nselect 1 / (n - 5) from generate_series(1, 9) n",
    "parameter": "%%query\nselect :nowhere",
    "transaction": "%transaction end",
}


def _notebook(folder: Path, cell: str) -> Path:
    sources = ["%load_ext workbench\nnone = %connect", cell, "import pathlib; _ = pathlib.Path('reached').write_text('')"]
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source, execution_count=1) for source in sources])
    made.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    file = folder / "notebook.ipynb"
    nbformat.write(made, file)
    return file


def _run(folder: Path, command: list[str]) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "WORKBENCH_REPRODUCIBLE": "1"}
    return subprocess.run([sys.executable, *command], cwd=folder, env=env, capture_output=True, text=True, timeout=240)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("runner", list(RUNNERS))
def test_it_fails_under(runner: str, tmp_path: Path, server: None) -> None:
    command, goes_on = RUNNERS[runner]
    _notebook(tmp_path, FAILING["query"])
    done = _run(tmp_path, command)
    assert done.returncode != 0, done.stdout + done.stderr
    assert 'column "nope" does not exist' in done.stdout + done.stderr
    assert (tmp_path / "reached").exists() is goes_on


@pytest.mark.timeout(300)
@pytest.mark.parametrize("runner", [name for name in RUNNERS if name != "nbval"])  # which would miss the stored outputs
def test_without_the_mistake_it_passes_under(runner: str, tmp_path: Path, server: None) -> None:
    _notebook(tmp_path, "%%query --into r\nselect 1 as nope")
    done = _run(tmp_path, RUNNERS[runner][0])
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "reached").exists()


@pytest.mark.timeout(300)
@pytest.mark.parametrize("kind", list(FAILING))
def test_run_all_stops_at(kind: str, tmp_path: Path, server: None) -> None:
    notebook = nbformat.read(_notebook(tmp_path, FAILING[kind]), as_version=4)
    with pytest.raises(CellExecutionError):
        NotebookClient(notebook, kernel_name="python3", timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    assert not (tmp_path / "reached").exists()
    errors = [output for output in notebook.cells[1].outputs if output.output_type == "error"]
    assert len(errors) == 1
    assert 2 <= len(errors[0].traceback) <= 5
    if kind == "several":
        assert [output.output_type for output in notebook.cells[1].outputs] == ["display_data", "error"]
