"""The catalogue of plan rules: each has its file, its page and its line in the index. What a rule says is tested in rules/."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import pytest

from tests.corpus import names, stored
from workbench import Severity, read_plan
from workbench.rules.plan import RULES, seq_scan_discards
from workbench.rules.plan.filters import filter_columns
from workbench.rules.plan.names import identifier

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_has_a_module_a_page_and_a_line_in_the_index(rule: Any) -> None:
    module = importlib.import_module(f"workbench.rules.plan.{rule.id.replace('-', '_')}")
    assert rule is module.RULE
    assert (ROOT / "docs" / "rules" / f"{rule.id}.md").read_text().startswith(f"# {rule.id}\n")
    assert f"rules/{rule.id}\n" in (ROOT / "docs" / "index.md").read_text()


def test_every_page_is_that_of_a_rule() -> None:
    assert {page.stem for page in (ROOT / "docs" / "rules").glob("*.md")} == {rule.id for rule in RULES}


def test_a_plan_that_was_only_planned_gives_no_finding() -> None:
    planned = {"Node Type": "Seq Scan", "Relation Name": "orders", "Filter": "(user_id = 7)", "Plan Rows": 1_000_000}
    assert read_plan(planned).findings == ()


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        ("seq_scan", ["seq-scan-discards@0"]), ("disk_sort", ["sort-on-disk@0"]), ("disk_sort_parallel", ["sort-on-disk@1"]),
        ("estimate_off", ["row-estimate-off@0"]), ("joins", []), ("never_executed", []), ("update", []),
    ],
)  # fmt: skip
@pytest.mark.parametrize("major", ["15", "18"])
def test_a_plan_with_one_trouble_has_one_finding(plan: str, expected: list[str], major: str) -> None:
    said = read_plan(stored(f"{plan}.{major}")).findings
    assert [finding.key for finding in said if finding.severity > Severity.GOOD] == expected


@pytest.mark.parametrize("name", [name for major in (15, 18) for name in names(major)])
def test_no_rule_says_the_same_twice_of_a_node(name: str) -> None:
    plan = read_plan(stored(name))
    keys = [finding.key for finding in plan.findings]
    assert len(keys) == len(set(keys))
    assert all(finding.title and finding.remedy for finding in plan.findings)
    assert all(0 <= (finding.saves_ms or 0) <= plan.total_ms + (plan.planning_ms or 0) for finding in plan.findings)


@pytest.mark.parametrize(
    ("condition", "columns"),
    [
        ("(user_id = 7)", ("user_id",)),
        ("((user_id = 7) AND (status = 'pending'::text))", ("user_id", "status")),
        ("((total > '10'::numeric) AND (user_id = 7))", ("user_id", "total")),
        ("((a >= 1) AND (a < 9))", ("a",)),
        ("(orders.user_id = $1)", ("user_id",)),
        ("((orders.status)::text = 'done'::text)", ("status",)),
        ('(("User Id" = 7) AND (o."select" = 1))', ('"User Id"', '"select"')),
        ("(created_at > (now() - '7 days'::interval))", ("created_at",)),
        ("(a = ANY ('{1,2}'::integer[]))", ("a",)),
        ("((a = 1) OR (b = 2))", ()),
        ("((a = 1) AND ((b = 2) OR (c = 3)))", ()),
        ("(lower(email) = 'x'::text)", ()),
        ("(NOT (a = 1))", ()),
        ("(a <> 1)", ()),
        ("(a = b)", ()),
        ("(a IS NULL)", ()),
        ("(NOT (ANY (user_id = (hashed SubPlan 1).col1)))", ()),
        ("", ()),
        ("((((", ()),
    ],
)
def test_filter_columns(condition: str, columns: tuple[str, ...]) -> None:
    assert filter_columns(condition) == columns


@pytest.mark.parametrize(
    ("name", "sql"),
    [
        ("orders", "orders"),
        ("Orders", '"Orders"'),
        ("a.b", '"a.b"'),
        ("user", '"user"'),
        ("order_items", "order_items"),
        ('q"', '"q"""'),
    ],
)
def test_a_remedy_names_tables_so_that_it_can_be_run(name: str, sql: str) -> None:
    assert identifier(name) == sql
    node = {"Node Type": "Seq Scan", "Relation Name": name, "Actual Loops": 1, "Actual Rows": 1, "Filter": "(a = 1)"}
    (finding,) = seq_scan_discards.check(read_plan({**node, "Schema": "s.t", "Rows Removed by Filter": 50_000}))
    assert finding.sql == f'create index on "s.t".{sql} (a)'
