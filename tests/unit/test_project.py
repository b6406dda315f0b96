"""The project keeps its own promises: one list of dependencies, a complete face, a page for each verb, the wheel's contents."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import workbench

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
# conda-forge's name for the same package.
CONDA = {
    "psycopg[binary]": "psycopg",
    "dask[distributed]": "dask-core",
    "matplotlib": "matplotlib-base",
    "build": "python-build",
}


def _required() -> dict[str, str]:
    """Every requirement of pyproject.toml, extras included: name -> lower bound."""
    lists = [PROJECT["dependencies"], *PROJECT["optional-dependencies"].values()]
    return dict(re.fullmatch(r"([\w.\-\[\]]+)>=(.+)", line).groups() for lines in lists for line in lines)  # type: ignore[union-attr,misc]


def _conda() -> dict[str, str]:
    text = (ROOT / "environment.yml").read_text()
    return dict(re.findall(r"^ +- ([\w.\-]+)>=(\S+)$", text, re.MULTILINE))


def test_environment_yml_is_in_step_with_pyproject() -> None:
    expected = {CONDA.get(name, name): bound for name, bound in _required().items()}
    expected |= {"python": PROJECT["requires-python"].removeprefix(">="), "distributed": expected["dask-core"]}
    assert _conda() == expected


def test_the_constraints_pin_every_requirement_at_or_above_its_bound() -> None:
    pins = dict(re.findall(r"^([\w.\-]+)==(\S+)$", (ROOT / "constraints.txt").read_text(), re.MULTILINE))
    pins = {name.lower().replace("_", "-"): version for name, version in pins.items()}
    for name, bound in _required().items():
        pinned = pins[name.partition("[")[0].lower()]
        assert _numbers(pinned) >= _numbers(bound), f"{name}: pinned {pinned}, bound {bound}"


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", version)))


def test_the_face_is_sorted_and_complete() -> None:
    assert sorted(workbench.__all__) == workbench.__all__
    assert all(hasattr(workbench, name) for name in workbench.__all__)
    public = {
        name
        for name, value in vars(workbench).items()
        if isinstance(value, type) and value.__module__.startswith("workbench.") and not name.startswith("_")
    }
    assert public <= set(workbench.__all__)


def test_the_version_is_told_once() -> None:
    assert workbench.__version__ == PROJECT["version"]


@pytest.mark.parametrize(
    "verb",
    ["connect", "read_plan", "load", "query", "script", "fetch", "transaction", "explain", "trial", "clone", "leftovers"],
)
def test_every_verb_has_its_page_with_an_example_that_runs(verb: str) -> None:
    page = (ROOT / "docs" / "verbs" / f"{verb}.md").read_text()
    assert f"verbs/{verb}" in (ROOT / "docs" / "index.md").read_text()
    assert ">>> " in page


def test_every_public_verb_of_the_workbench_is_in_that_list() -> None:
    verbs = {name for name in vars(workbench.Workbench) if not name.startswith("_")} - {"close", "capabilities"}
    assert {path.stem for path in (ROOT / "docs" / "verbs").glob("*.md")} == verbs | {"connect", "read_plan"}


def test_no_module_or_function_has_grown_out_of_hand() -> None:
    """design.md, law 12: 400 lines a module and 40 a function are a smell to answer for."""
    import ast

    for path in (ROOT / "workbench").rglob("*.py"):
        text = path.read_text()
        assert len(text.splitlines()) <= 400, path
        assert ast.get_docstring(ast.parse(text)), f"{path} opens without its law"
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                assert (node.end_lineno or 0) - node.lineno < 40, f"{path}: {node.name}"


@pytest.mark.timeout(120)
def test_the_wheel_carries_datasets_queries_templates_types_and_the_view(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)],
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {
        "workbench/_datasets/shop/data.toml",
        "workbench/_datasets/blog/schema.sql",
        "workbench/_datasets/tpch/workload.sql",
        "workbench/datagen/data.schema.json",
        "workbench/postgres/queries/built_here.sql",
        "workbench/notebook/templates/report/index.html.j2",
        "workbench/py.typed",
        "workbench/render/view/plan-view.js",
        "workbench/render/view/plan-page.js",
    } <= names
    shared = "share/jupyter/labextensions/query-workbench/"
    served = {name.partition(shared)[2] for name in names if shared in name}
    assert served == {"package.json", "web/remoteEntry.js", "web/plan-mime.js", "web/plan-view.js"}
    assert not [name for name in names if name.startswith(("tests/", "notebooks/"))]
