"""What is shown of a workload's trial and of leftovers: escaped, static, reproducible where asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from unittest.mock import patch
from xml.etree import ElementTree

import pytest
from hypothesis import given

from tests.unit.test_render import NASTY, a_trial, assert_static, reproducible, runs, unhurried
from workbench.catalog import Leftover, Leftovers
from workbench.render.leftovers import leftovers_html, leftovers_text
from workbench.render.workload_chart import workload_svg
from workbench.render.workload_trial import workload_trial_html, workload_trial_text
from workbench.timing import compare
from workbench.trials import Case, Cell, Change, Line, Removal, WorkloadTrial

__all__ = ["reproducible"]


def a_workload(pace: float = 1.0, name: str = "open orders") -> WorkloadTrial:
    """One statement faster, one slower, one with the same plan; of two indexes one is dead weight."""
    trial = a_trial(pace)
    slow, quick = trial.before.runs, trial.after.runs
    cell = Cell(compare(slow.wall, quick.wall), slow, quick)
    faster = Line(Case(name, "worst", {"u": name}, 10.0), trial.before, trial.after, trial.verdict, (cell, None))
    slower = Line(
        Case("month", "as given", {}, 2.0), trial.after, trial.before, compare(quick.wall, slow.wall),
        (Cell(compare(quick.wall, slow.wall), quick, slow), None),
    )  # fmt: skip
    same = Line(Case("same", "as given", {}, 1.0), replace(trial.before, runs=runs(1, 0)), trial.before, None, (None, None))
    changes = (trial.change, Change.of("create index on orders (note)"))
    return WorkloadTrial(
        changes, (trial.built, ()), (trial.price, trial.price), trial.price, (faster, slower, same), (Removal(1, 0),)
    )


def test_a_workload_s_trial_says_all_that_it_found() -> None:
    seen = assert_static(workload_trial_html(a_workload()))
    for part in ("1 of 2 changes earns its place", "1 of 3 statements faster; 1 slower", "same plan", "dead weight"):
        assert part in seen.text
    for part in ("✘ slower: ", "open orders [worst: u = open orders]", "2.2 MB"):
        assert part in seen.text
    assert "create index concurrently on orders (user_id);" in seen.text
    assert "concurrently on orders (note)" not in seen.text
    assert "dead weight" in workload_trial_text(a_workload())


@unhurried
@given(NASTY)
def test_no_name_in_a_workload_becomes_a_tag(text: str) -> None:
    with patch("workbench.render.workload_trial.workload_svg", return_value="<svg/>"):
        assert_static(workload_trial_html(a_workload(name=text)))


@pytest.mark.parametrize("name", ["plain", "$x_1$ \\alpha ^", "<script>&amp;", "x" * 200])
def test_the_chart_draws_any_name(name: str) -> None:
    drawn = workload_svg(a_workload(name=name))
    assert drawn == workload_svg(a_workload(name=name))
    assert ElementTree.fromstring(drawn).tag == "{http://www.w3.org/2000/svg}svg"


@pytest.mark.usefixtures("reproducible")
@pytest.mark.parametrize("show", [workload_trial_html, workload_trial_text])
def test_it_is_the_same_on_another_machine(show: Callable[[WorkloadTrial], str]) -> None:
    assert show(a_workload()) == show(a_workload(pace=3.7))


def test_a_change_saves_what_is_proven_as_weighted() -> None:
    trial = a_workload()
    assert trial.saved_ms(0) == pytest.approx(10 * (trial.lines[0].before.runs.wall.median_ms - 0.2) - 2 * 40, rel=0.1)
    assert trial.saved_ms(1) == 0
    assert [line.case.name for line in trial.regressions] == ["month"]


@unhurried
@given(NASTY)
def test_no_leftover_becomes_a_tag(text: str) -> None:
    assert_static(leftovers_html(Leftovers((Leftover(text, text, text),))))


def test_nothing_is_said_in_words() -> None:
    assert "Nothing is left" in leftovers_html(Leftovers(()))
    assert "Nothing is left" in leftovers_text(Leftovers(()))
    assert not Leftovers(())
