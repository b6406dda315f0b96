"""Each rule speaks of a real plan over the datasets that was made for it, and is heard among all the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.golden.plans.cases import CASES, FINDINGS
from workbench import read_plan
from workbench.rules.plan import RULES, findings

GOLDEN = Path(__file__).parents[1] / "golden" / "plans"
IDS = [rule.id for rule in RULES]
MEANT = {rule: case for case in FINDINGS for rule in case.fires}


def fired(name: str, major: int) -> set[str]:
    plan = read_plan((GOLDEN / str(major) / f"{name}.json").read_text(encoding="utf-8"))
    return {finding.rule for finding in findings(plan)}


@pytest.mark.parametrize("rule", IDS)
def test_a_rule_fires_on_the_case_that_is_meant_for_it(rule: str) -> None:
    case = MEANT[rule]
    assert rule in fired(case.name, 18 if case.runs_on(18) else 15)


@pytest.mark.parametrize("rule", IDS)
def test_a_rule_is_silent_where_another_finding_was_planted(rule: str) -> None:
    """One that spoke of every plan would say nothing."""
    others = [case for case in FINDINGS if rule not in case.fires and case.runs_on(18)]
    assert not all(rule in fired(case.name, 18) for case in others)


def test_every_planted_finding_is_stored_for_one_server_at_least() -> None:
    names = {case.name for case in CASES if case.fires}
    assert names == {case.name for case in FINDINGS}
    assert all(list(GOLDEN.glob(f"*/{name}.json")) for name in names)


@pytest.mark.parametrize("rule", IDS)
def test_the_page_about_the_corpus_has_a_line_for_each_rule(rule: str) -> None:
    assert f"| [{rule}](rules/{rule}.md) |" in (GOLDEN.parents[2] / "docs" / "corpus.md").read_text(encoding="utf-8")
