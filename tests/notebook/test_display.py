"""What an output of a plan holds, by option: each reader takes the best that it can show."""

from __future__ import annotations

import pytest
from IPython.core.interactiveshell import InteractiveShell

from tests.subjects import fifteen, mended
from workbench.plan import Plan, PlanDiff
from workbench.render.options import options
from workbench.render.view_data import MIME

HTML, TEXT = "text/html", "text/plain"


@pytest.fixture(autouse=True)
def options_are_put_back(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("display", "reproducible"):
        monkeypatch.setattr(options, name, getattr(options, name))


@pytest.mark.parametrize("subject", [fifteen(), mended()], ids=["plan", "diff"])
@pytest.mark.parametrize(
    ("display", "reproducible", "held"),
    [
        ("both", False, {MIME, HTML, TEXT}),
        ("static", False, {HTML, TEXT}),
        ("interactive", False, {MIME, TEXT}),
        ("both", True, {HTML, TEXT}),
        ("interactive", True, {HTML, TEXT}),
    ],
)
def test_the_options_choose_what_an_output_holds(
    shell: InteractiveShell, subject: Plan | PlanDiff, display: str, reproducible: bool, held: set[str]
) -> None:
    shell.run_line_magic("config", f"Workbench.display = {display!r}")
    shell.run_line_magic("config", f"Workbench.reproducible = {reproducible}")
    data, _ = shell.display_formatter.format(subject)
    assert set(data) == held


def test_a_plan_in_a_list_is_told_in_a_line(shell: InteractiveShell) -> None:
    data, _ = shell.display_formatter.format([fifteen()])
    assert set(data) == {TEXT}
