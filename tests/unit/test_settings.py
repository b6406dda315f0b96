"""Settings from the environment and from pyproject.toml: which wins, and what is refused."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from workbench.errors import BadInput
from workbench.render.options import options
from workbench.settings import SETTINGS, given

DEFAULTS = {"display": "both", "reproducible": False, "rows": 20, "statement_timeout": "5min"}


def project(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pyproject.toml").write_text(text, encoding="utf-8")
    return folder


def test_without_any_the_defaults_hold(tmp_path: Path) -> None:
    assert given(tmp_path, {}) == DEFAULTS
    assert set(SETTINGS) == set(DEFAULTS)


def test_the_nearest_pyproject_with_our_table_decides(tmp_path: Path) -> None:
    project(tmp_path, "[tool.workbench]\nrows = 7\ndisplay = 'static'")
    project(tmp_path / "a" / "b", "[tool.ruff]\nline-length = 100")
    assert given(tmp_path / "a" / "b", {}) == DEFAULTS | {"rows": 7, "display": "static"}
    project(tmp_path / "a", "[tool.workbench]\nrows = 9")
    assert given(tmp_path / "a" / "b", {}) == DEFAULTS | {"rows": 9}


def test_the_environment_wins_over_the_project(tmp_path: Path) -> None:
    project(tmp_path, "[tool.workbench]\nrows = 7\nreproducible = true")
    found = given(tmp_path, {"WORKBENCH_ROWS": "1_000", "WORKBENCH_REPRODUCIBLE": "0", "WORKBENCH_STATEMENT_TIMEOUT": "30s"})
    assert found == DEFAULTS | {"rows": 1000, "statement_timeout": "30s"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("row = 7", "Nearest: rows"),
        ("rows = 0", "1 to 10,000"),
        ("rows = true", "can't be True"),
        ("rows = 'many'", "can't be 'many'"),
        ("display = 'loud'", "'both', 'static', 'interactive'"),
        ("reproducible = 1.5", "true or false"),
        ("statement_timeout = 30", "30s"),
        ("password = 'x'", "There is no option 'password'"),
    ],
)
def test_a_mistake_is_told_with_its_file(tmp_path: Path, text: str, said: str) -> None:
    project(tmp_path, f"[tool.workbench]\n{text}")
    with pytest.raises(BadInput) as caught:
        given(tmp_path, {})
    assert said in str(caught.value)
    assert "pyproject.toml" in str(caught.value)


def test_a_wrong_variable_is_told_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="WORKBENCH_ROWS"):
        given(tmp_path, {"WORKBENCH_ROWS": "many"})


@pytest.mark.parametrize("text", ["[tool", "tool = 3", "\x00", "[tool]\nworkbench = 1"])
def test_a_file_that_is_not_ours_to_mend_has_no_settings(tmp_path: Path, text: str) -> None:
    assert given(project(tmp_path, text), {}) == DEFAULTS


def test_options_refuse_what_does_not_fit() -> None:
    with pytest.raises(BadInput, match="There is no option 'row'"):
        options.row = 3  # type: ignore[attr-defined]
    with pytest.raises(BadInput, match="can't be -1"):
        options.rows = -1


def test_a_process_takes_what_its_folder_says(tmp_path: Path) -> None:
    project(tmp_path, "[tool.workbench]\nrows = 3\nreproducible = true")
    code = "import workbench; print(workbench.options)"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "<options: display='both', reproducible=True, rows=3, statement_timeout='5min'>"
