"""The three plan rules: cases that fire and near misses that stay silent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from workbench import read_plan
from workbench.findings import Severity, check
from workbench.rules.plan import RULES, filters, findings, row_estimate_off, seq_scan_discards, sort_on_disk
from workbench.rules.plan.names import identifier

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden" / "plans"
SCAN = {"Node Type": "Seq Scan", "Relation Name": "orders", "Actual Loops": 1, "Actual Total Time": 100.0}


def found(*tree: dict[str, Any]) -> list[str]:
    return [f"{finding.rule}@{finding.at}" for node in tree for finding in check(RULES, read_plan(node))]


def scan(rows: float, removed: float, **more: object) -> dict[str, Any]:
    return {**SCAN, "Actual Rows": rows, "Plan Rows": rows, "Rows Removed by Filter": removed, **more}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_has_one_name_for_file_and_page(rule: Any) -> None:
    assert (ROOT / "workbench" / "rules" / "plan" / f"{rule.id.replace('-', '_')}.py").exists()
    assert (ROOT / "docs" / "rules" / f"{rule.id}.md").exists()


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        ("seq_scan", ["seq-scan-discards@0"]), ("disk_sort", ["sort-on-disk@0"]), ("disk_sort_parallel", ["sort-on-disk@1"]),
        ("estimate_off", ["row-estimate-off@0"]), ("index_scan", []), ("joins", []), ("never_executed", []), ("update", []),
    ],
)  # fmt: skip
@pytest.mark.parametrize("major", ["15", "18"])
def test_on_real_plans(plan: str, expected: list[str], major: str) -> None:
    said = findings(read_plan((GOLDEN / f"{plan}.{major}.json").read_text()))
    assert [f.key for f in said if f.severity > Severity.GOOD] == expected


def test_the_scan_says_how_much_it_throws_away() -> None:
    (finding,) = seq_scan_discards.check(read_plan(scan(20, 999_980, Filter="((user_id = 7) AND (status = 'x'::text))")))
    assert finding.title == "Seq Scan on orders reads 1,000,000 rows and throws 999,980 away (99.9 %)"
    assert "create index on orders (user_id, status)" in finding.remedy
    assert finding.severity is Severity.CRITICAL
    assert finding.saves_ms == pytest.approx(100, abs=0.1)


@pytest.mark.parametrize(
    "node",
    [
        scan(1_001, 8_998), scan(5_000, 5_000), scan(1_100, 8_900), scan(0, 0),
        scan(10, 99_990, **{"Node Type": "Index Scan"}), scan(0, 0, **{"Actual Loops": 0}),
    ],
    ids=["too few rows", "half is wanted", "just below 90 %", "empty", "not a sequential scan", "never executed"],
)  # fmt: skip
def test_a_scan_that_is_no_waste_is_left_alone(node: dict[str, Any]) -> None:
    assert list(seq_scan_discards.check(read_plan(node))) == []


@pytest.mark.parametrize(
    ("condition", "columns"),
    [
        ("((orders.user_id = 7) AND (orders.status = 'pending'::text))", ("user_id", "status")),
        ("((a > 1) AND (b = 2) AND (c = 3))", ("b", "c", "a")),
        ('((o."My Col" = 7) AND (o."a.b" > 3))', ('"My Col"', '"a.b"')),
        ("((status)::text = 'x'::text)", ("status",)),
        ("(lower(a) = 'x')", ()), ("((a = 1) OR (b = 2))", ()), ("(a = b)", ()), ("((", ()), ("", ()),
    ],
)  # fmt: skip
def test_the_columns_of_a_filter_are_named_only_if_they_can_be_told(condition: str, columns: tuple[str, ...]) -> None:
    assert filters.filter_columns(condition) == columns


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
    node = scan(1, 50_000, Filter="(a = 1)", Schema="s.t", **{"Relation Name": name})
    (finding,) = seq_scan_discards.check(read_plan(node))
    assert f"create index on {sql} (a)" in finding.remedy


def test_a_sort_counts_the_process_that_used_most() -> None:
    """work_mem holds for each process, so a sum over workers would ask for too much."""
    workers = [{"Sort Space Type": "Disk", "Sort Space Used": used} for used in (2048, 1024)]
    node = {"Node Type": "Sort", "Actual Loops": 3, "Sort Space Type": "Memory", "Sort Space Used": 25, "Workers": workers}
    (finding,) = sort_on_disk.check(read_plan(node))
    assert finding.evidence["disk_kb"] == 2048
    assert "set work_mem = '8MB'" in finding.remedy


def test_a_sort_in_memory_is_left_alone() -> None:
    node = {"Node Type": "Sort", "Actual Loops": 1, "Sort Space Type": "Memory", "Sort Space Used": 99_999}
    assert found(node) == []


def join(rows: int, planned: int, *children: dict[str, Any], **more: object) -> dict[str, Any]:
    return {
        "Node Type": "Hash Join",
        "Actual Loops": 1,
        "Actual Rows": rows,
        "Plan Rows": planned,
        "Plans": list(children),
        **more,
    }


def test_a_wrong_estimate_is_blamed_on_the_lowest_node() -> None:
    assert found(join(5000, 5, join(5000, 5, scan(5000, 0, **{"Plan Rows": 5})))) == ["row-estimate-off@2"]


def test_an_estimate_that_goes_wrong_in_a_join_is_blamed_on_the_join() -> None:
    assert found(join(5000, 5, scan(5000, 0), scan(10, 0))) == ["row-estimate-off@0"]


@pytest.mark.parametrize(
    "node",
    [join(99, 1), join(1, 99), join(900, 100), join(0, 0), {**join(0, 5000), "Actual Loops": 0}],
    ids=["few rows came", "few were expected", "nine times", "none", "never executed"],
)
def test_small_errors_are_left_alone(node: dict[str, Any]) -> None:
    assert found(node) == []


def test_a_scan_that_limit_stopped_early_was_not_estimated_wrongly() -> None:
    limited = join(10, 10, scan(10, 0, **{"Plan Rows": 100_000}), **{"Node Type": "Limit"})
    assert found(limited) == []


def test_below_a_sort_limit_stops_nothing() -> None:
    sort = join(10, 100_000, scan(10, 0, **{"Plan Rows": 100_000}), **{"Node Type": "Sort"})
    assert "row-estimate-off@2" in found(join(10, 10, sort, **{"Node Type": "Limit"}))


def test_a_title_holds_no_digit_of_a_sampled_statistic() -> None:
    titles = {next(row_estimate_off.check(read_plan(join(5000, planned)))).title for planned in (11, 17, 42)}
    assert len(titles) == 1
