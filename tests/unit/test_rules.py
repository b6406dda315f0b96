"""Each plan rule fires and stays silent as its docstring says; each has its file, its page and its line in the index."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import pytest

from workbench import Finding, Plan, Severity, read_plan
from workbench.findings import check
from workbench.rules.plan import RULES
from workbench.rules.plan.filters import filter_columns
from workbench.rules.plan.sort_on_disk import IN_MEMORY_FACTOR

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden" / "plans"


def assert_finding(rule: str, plan: Plan, at: int = 0) -> Finding:
    """The rule says one thing about this plan, at this node."""
    found = [finding for finding in check(RULES, plan) if finding.rule == rule]
    assert [finding.at for finding in found] == [at]
    return found[0]


def assert_no_finding(rule: str, plan: Plan) -> None:
    """The rule is silent about this plan."""
    assert [finding for finding in check(RULES, plan) if finding.rule == rule] == []


def golden(name: str) -> Plan:
    return read_plan((GOLDEN / f"{name}.json").read_text())


def node(kind: str, *children: dict[str, Any], rows: float = 1, planned: float | None = None, **fields: Any) -> dict[str, Any]:
    """A node as EXPLAIN prints it; Sort_Key= stands for "Sort Key"."""
    given = {"Actual Loops": 1, "Actual Total Time": 10.0, **{name.replace("_", " "): value for name, value in fields.items()}}
    estimate = rows if planned is None else planned
    return {"Node Type": kind, "Actual Rows": rows, "Plan Rows": estimate, **given, "Plans": list(children)}


def scan(kept: float, removed: float, loops: int = 1, kind: str = "Seq Scan", condition: str = "(user_id = 7)") -> Plan:
    return read_plan(
        node(
            kind, rows=kept, Actual_Loops=loops, Relation_Name="orders", Filter=condition, Rows_Removed_by_Filter=removed
        )
    )  # fmt: skip


# The catalogue


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


# seq-scan-discards


@pytest.mark.parametrize("major", [15, 18])
def test_a_scan_that_throws_most_away_is_found(major: int) -> None:
    finding = assert_finding("seq-scan-discards", golden(f"seq_scan.{major}"))
    assert finding.title == "Seq Scan on orders reads 20,000 rows and throws 19,943 away (99.7 %)"
    assert finding.severity is Severity.CRITICAL
    assert finding.evidence["pages_touched"] == 207


@pytest.mark.parametrize(("kept", "removed"), [(1_000, 9_000), (0, 10_000), (100_000, 900_000)])
def test_from_nine_tenths_of_ten_thousand_rows_on(kept: float, removed: float) -> None:
    assert_finding("seq-scan-discards", scan(kept, removed))


@pytest.mark.parametrize(("kept", "removed"), [(1_001, 8_999), (999, 9_000), (0, 9_999), (500_000, 500_000), (1_000_000, 0)])
def test_below_that_it_is_silent(kept: float, removed: float) -> None:
    assert_no_finding("seq-scan-discards", scan(kept, removed))


@pytest.mark.parametrize(("removed", "severity"), [(98_999, Severity.WARNING), (99_000, Severity.CRITICAL)])
def test_ninety_nine_hundredths_are_critical(removed: float, severity: Severity) -> None:
    assert assert_finding("seq-scan-discards", scan(100_000 - removed, removed)).severity is severity


def test_all_loops_and_workers_count_together() -> None:
    finding = assert_finding("seq-scan-discards", scan(1, 4_999, loops=3))
    assert finding.evidence["rows_read"] == 15_000
    assert_no_finding("seq-scan-discards", scan(1, 3_000, loops=3))


def test_other_scans_are_not_its_business() -> None:
    assert_no_finding("seq-scan-discards", scan(0, 100_000, kind="Index Scan"))


def test_it_never_claims_that_all_was_thrown_away_when_a_row_was_kept() -> None:
    assert "(99.9 %)" in assert_finding("seq-scan-discards", scan(1, 9_999_999)).title


def test_it_names_the_columns_of_an_index_only_where_it_knows_them() -> None:
    known = scan(1, 99_999, condition="((created_at > '2024-01-01'::date) AND (user_id = 7))")
    assert assert_finding("seq-scan-discards", known).remedy.endswith("create index on orders (user_id, created_at)")
    unknown = scan(1, 99_999, condition="(lower(email) = 'x'::text)")
    assert "(" not in assert_finding("seq-scan-discards", unknown).remedy


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


# sort-on-disk


@pytest.mark.parametrize(("name", "at"), [("disk_sort", 0), ("disk_sort_parallel", 1)])
@pytest.mark.parametrize("major", [15, 18])
def test_a_sort_on_disk_is_found(name: str, at: int, major: int) -> None:
    finding = assert_finding("sort-on-disk", golden(f"{name}.{major}"), at=at)
    assert "set work_mem = '" in finding.remedy


@pytest.mark.parametrize("name", [path.stem for path in GOLDEN.glob("*.json") if not path.stem.startswith("disk_")])
def test_a_sort_in_memory_is_none_of_its_business(name: str) -> None:
    assert_no_finding("sort-on-disk", golden(name))


def test_it_asks_for_the_memory_of_one_process() -> None:
    """work_mem holds for each process, so the largest counts and not the sum."""
    workers = [{"Sort Space Used": used, "Sort Space Type": "Disk"} for used in (20 * 1024, 30 * 1024)]
    leader = {"Sort_Space_Used": 10 * 1024, "Sort_Space_Type": "Disk"}
    finding = assert_finding("sort-on-disk", read_plan(node("Sort", **leader, Workers=workers)))
    assert finding.evidence["disk_kb"] == 30 * 1024
    assert finding.title == "Sort on disk: 30.0 MB did not fit into work_mem"
    assert f"work_mem = '{30 * IN_MEMORY_FACTOR:.0f}MB'" in finding.remedy


def test_a_worker_alone_on_disk_is_enough() -> None:
    workers = [{"Sort Space Used": 9, "Sort Space Type": "Memory"}, {"Sort Space Used": 1, "Sort Space Type": "Disk"}]
    assert_finding("sort-on-disk", read_plan(node("Sort", Sort_Space_Used=5, Sort_Space_Type="Memory", Workers=workers)))


# row-estimate-off


@pytest.mark.parametrize("major", [15, 18])
def test_an_estimate_that_is_off_is_found(major: int) -> None:
    finding = assert_finding("row-estimate-off", golden(f"estimate_off.{major}"))
    assert finding.remedy.startswith("analyze orders;")


@pytest.mark.parametrize(("rows", "planned"), [(100, 10), (10, 100), (100_000, 10_000), (5_000, 0), (0, 5_000)])
def test_from_ten_times_and_a_hundred_rows_on(rows: int, planned: int) -> None:
    assert_finding("row-estimate-off", read_plan(node("Hash Join", rows=rows, planned=planned)))


@pytest.mark.parametrize(("rows", "planned"), [(99, 1), (1, 99), (999, 100), (100, 999), (0, 0), (7, 7)])
def test_within_ten_times_or_with_few_rows_it_is_silent(rows: int, planned: int) -> None:
    assert_no_finding("row-estimate-off", read_plan(node("Hash Join", rows=rows, planned=planned)))


def test_only_the_node_where_the_error_begins_is_blamed() -> None:
    source = node("Seq Scan", rows=50_000, planned=10, Relation_Name="orders")
    join = node("Hash Join", source, node("Hash"), rows=50_000, planned=10)
    assert_finding("row-estimate-off", read_plan(node("Sort", join, rows=50_000, planned=10)), at=2)


def test_a_node_that_a_limit_stopped_is_not_blamed() -> None:
    stopped = node("Seq Scan", rows=10, planned=1_000_000, Relation_Name="orders")
    assert_no_finding("row-estimate-off", read_plan(node("Limit", stopped, rows=10)))
    join = node("Nested Loop", stopped, node("Index Scan", rows=10, planned=10), rows=10, planned=1_000_000)
    assert_no_finding("row-estimate-off", read_plan(node("Limit", join, rows=10)))


def test_below_a_sort_a_limit_is_no_excuse() -> None:
    source = node("Seq Scan", rows=10, planned=1_000_000, Relation_Name="orders")
    limited = node("Limit", node("Sort", source, rows=10, planned=10), rows=10)
    assert_finding("row-estimate-off", read_plan(limited), at=2)


def test_more_rows_than_planned_are_blamed_below_a_limit_too() -> None:
    source = node("Seq Scan", rows=5_000, planned=1, Relation_Name="orders")
    assert_finding("row-estimate-off", read_plan(node("Limit", source, rows=5_000, planned=5_000)), at=1)


def test_a_node_that_never_ran_is_not_blamed() -> None:
    assert_no_finding("row-estimate-off", read_plan(node("Hash Join", rows=0, planned=1_000_000, Actual_Loops=0)))


@pytest.mark.parametrize(("rows", "shown"), [(100, "10x"), (990, "10x"), (1_000, "100x"), (12_345, "1,000x")])
def test_the_title_holds_the_decade_alone(rows: int, shown: str) -> None:
    """Statistics are sampled: the digits of the factor differ after every ANALYZE."""
    finding = assert_finding("row-estimate-off", read_plan(node("Hash Join", rows=rows, planned=10)))
    assert f"at least {shown} more rows than planned" in finding.title
