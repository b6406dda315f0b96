"""python -m workbench plan: what a terminal shows of a file, of two, and of what is no plan."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tests.corpus import names, stored
from workbench import read_plan
from workbench.__main__ import main

TEXT = "Seq Scan on orders  (cost=0.00..2500.00 rows=12 width=8) (actual time=0.010..9.000 rows=10 loops=1)\n"
DISCARDS = TEXT + "  Filter: (user_id = 7)\n  Rows Removed by Filter: 99990\n"


def shown(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["plan", *arguments]) == 0
    return capsys.readouterr().out


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "plan.txt"
    path.write_text(DISCARDS)
    return path


def test_a_file_is_shown_as_tree_findings_and_totals(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = shown(capsys, str(file))
    assert "▲ critical: Seq Scan on orders reads 100,000 rows" in out
    assert "create index on orders (user_id)" in out
    assert "threw 99,990 away" in out
    assert out.rindex("per table") < out.rindex("per node type")


def test_two_files_are_compared(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    after = tmp_path / "after.txt"
    after.write_text(
        "Index Scan using by_user on orders  (cost=0.29..8.50 rows=12 width=8) (actual time=0.01..0.02 rows=10 loops=1)"
    )
    assert "Diff: orders: Seq Scan -> Index Scan using by_user; 99,990 rows no longer read" in shown(
        capsys, str(file), str(after)
    )


def test_several_plans_are_numbered(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    both = tmp_path / "both.txt"
    both.write_text(f"{TEXT}\n{TEXT}")
    out = shown(capsys, str(both))
    assert [line for line in out.splitlines() if line.startswith("Plan ")] == ["Plan 1 of 2", "Plan 2 of 2"]
    assert main(["plan", str(both), str(both)]) == 1
    assert capsys.readouterr().err.splitlines()[0] == "One of these files holds 2 plans."


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(DISCARDS))
    assert "Seq Scan on orders" in shown(capsys, "-")


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_formats_of_explain_can_be_had(form: str, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert read_plan(shown(capsys, str(file), "--format", form)).nodes == read_plan(file).nodes


def test_an_anonymised_plan_keeps_its_findings(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = shown(capsys, str(file), "--anonymise")
    assert "Seq Scan on table_1 reads 100,000 rows" in out
    assert "orders" not in out
    assert "user_id" not in out


@pytest.mark.parametrize("name", ["nowhere.txt", "."])
def test_what_cannot_be_read_is_said_in_three_lines(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", str(tmp_path / name)]) == 1
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 3
    assert "can't be read" in said[0]


@pytest.mark.parametrize("name", names(18))
def test_a_narrow_terminal_cuts_labels_not_figures(name: str) -> None:
    from workbench.render.plan_text import plan_text
    from workbench.render.totals import totals_text

    plan = read_plan(stored(name))
    wide, narrow = totals_text(plan).splitlines(), totals_text(plan, width=70).splitlines()
    assert [line.split()[-1] for line in wide] == [line.split()[-1] for line in narrow]
    assert max(map(len, narrow)) <= 70
    assert plan_text(plan, width=10_000) == plan_text(plan)


def test_a_page_and_a_drawing_can_be_written(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(capsys, str(file), "--format", "html").startswith("<!doctype html>")
    assert "<svg" in shown(capsys, str(file), "--format", "svg")
