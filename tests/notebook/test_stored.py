"""The stored notebooks are true: executed again on this machine they give the same outputs, strictly, with no ignore tag."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.mark.timeout(900)
@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_nbval_finds_no_difference(notebook: Path, server: None) -> None:
    """The plain command, as anyone would type it; notebooks/conftest.py puts the kernel into reproducible mode."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--nbval", "--nbval-current-env", "-q", "-p", "no:cacheprovider", str(notebook)],
        cwd=ROOT,
        env={**os.environ, "WORKBENCH_TEST_HOME": os.environ["WORKBENCH_HOME"]},
        capture_output=True,
        text=True,
    )
    # From the beginning: the first cell that differs is the reason for the others.
    assert done.returncode == 0, done.stdout[:6000] + done.stderr[-2000:]
    assert f"{len(_code(notebook))} passed" in done.stdout


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_is_stored_executed_with_nothing_left_out_of_the_comparison(notebook: Path) -> None:
    for cell in _code(notebook):
        assert cell["execution_count"], "stored without having been run"
        assert cell["outputs"], "a cell without output proves nothing"
        assert not any("nbval" in tag for tag in cell["metadata"].get("tags", []))
        assert "NBVAL" not in "".join(cell["source"])


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_holds_no_script_and_no_time(notebook: Path) -> None:
    outputs = json.dumps([cell["outputs"] for cell in _code(notebook)])
    assert "<script" not in outputs
    assert " ms" not in outputs
    assert "times left out" in outputs


def _code(notebook: Path) -> list[dict]:
    cells = json.loads(notebook.read_text())["cells"]
    return [cell for cell in cells if cell["cell_type"] == "code"]
