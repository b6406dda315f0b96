"""Plans on screen: escaped whatever the names are, and the same bytes on every machine in reproducible mode."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.corpus import names, stored
from workbench import Plan, read_plan
from workbench.render import numbers
from workbench.render.options import options
from workbench.render.plan_html import plan_html
from workbench.render.plan_text import plan_text

FILES = names(18)
ALLOWED = {"div", "table", "caption", "thead", "tbody", "tr", "th", "td", "strong", "em", "details", "summary", "pre"}


def plan_of(source: object) -> Plan:
    plan = read_plan(source)
    return replace(plan, rolled_back=True)


def golden(name: str) -> Plan:
    return plan_of(stored(name).read_text())


@pytest.fixture
def reproducible(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(options, "reproducible", True)


class Elements(HTMLParser):
    """Checks nesting and collects tags, attributes and text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("path", [stored(name) for name in FILES], ids=lambda path: path.stem)
def test_the_html_is_static_and_survives_a_sanitiser(path: Path) -> None:
    seen = Elements(plan_html(plan_of(path.read_text())))
    assert seen.tags <= ALLOWED
    assert seen.attributes <= {"style", "scope", "colspan"}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text() | st.sampled_from(["<script>alert(1)</script>", '"><img src=x onerror=x>', "</td>", "&lt;b>", "<!--"]))
def test_no_text_of_a_plan_becomes_a_tag(text: str) -> None:
    node = {
        "Node Type": f"Seq Scan{text}", "Relation Name": text, "Schema": text, "Alias": text, "Filter": text,
        "Index Name": text, "Sort Key": [text], "Sort Method": text, "Sort Space Type": text, "Subplan Name": text,
        "Actual Loops": 1, "Actual Rows": 1, "Rows Removed by Filter": 99_999, "Plan Rows": 1, "Actual Total Time": 1,
    }  # fmt: skip
    around = {"Plan": {**node, "Plans": [{**node, "Node Type": "Seq Scan"}]}, "Execution Time": 9.0,
              "Triggers": [{"Trigger Name": text, "Calls": 1, "Time": 1}]}  # fmt: skip
    seen = Elements(plan_html(plan_of(around)))
    assert seen.tags <= ALLOWED
    assert seen.attributes <= {"style", "scope", "colspan"}


@pytest.mark.parametrize("show", [plan_html, plan_text])
def test_what_a_reader_needs_is_there(show: Any) -> None:
    shown = re.sub(r"<[^>]+>", " ", show(golden("seq_scan.18")))
    for part in ("rolled back", "Seq Scan on orders", "19,943", "critical", " ms", "throws 19,943 away (99.7 %)"):
        assert part in shown


@pytest.mark.parametrize("show", [plan_html, plan_text])
def test_a_node_that_never_ran_says_so(show: Any) -> None:
    assert "never executed" in show(golden("never_executed.18"))


@pytest.mark.parametrize("show", [plan_html, plan_text])
def test_an_estimated_time_is_marked(show: Any) -> None:
    assert "≈" in show(golden("sleep_cte_two.18"))


_VOLATILE = re.compile(
    r"Time|Cost|Plan Rows|Plan Width|WAL|Memory|Peak|Sort Space Used|Planning|Serialization|Settings|Full-sort|Disk Usage"
)


def _elsewhere(value: Any) -> Any:
    """The same run on another machine: other times, costs, estimates; pages found in memory there were read here."""
    if isinstance(value, list):
        return [_elsewhere(item) for item in value]
    if not isinstance(value, dict):
        return value
    hit, read = value.get("Shared Hit Blocks", 0), value.get("Shared Read Blocks", 0)
    other = {key: _changed(item) if _VOLATILE.search(key) else _elsewhere(item) for key, item in value.items()}
    return {**other, "Shared Hit Blocks": 0, "Shared Read Blocks": hit + read} if "Shared Hit Blocks" in value else other


def _changed(item: Any) -> Any:
    """A time of 0 was rounded down; a count of 0 stays 0, such as the disk that a grouping in memory used."""
    if isinstance(item, int):
        return round(item * 1.07)
    return item * 1.07 + 0.011 if isinstance(item, float) else {"work_mem": "77MB"} if isinstance(item, dict) else item


def _is_settled(plan: Plan) -> bool:
    """Executed, by one process, in memory: how much goes to disk hangs on each machine's alignment, and so does the advice."""
    spilled = plan.root.buffers.temp_written or any(
        n.per_loop(name) for n in plan.nodes for name in ("Cache Evictions", "Lossy Heap Blocks")
    )
    return plan.analyzed and not spilled and not any("Workers Planned" in n.fields for n in plan.nodes)


@pytest.mark.usefixtures("reproducible")
@pytest.mark.parametrize("show", [plan_html, plan_text])
@pytest.mark.parametrize("name", [name for name in FILES if _is_settled(plan_of(stored(name)))])
def test_reproducible_output_is_the_same_on_another_machine(name: str, show: Any) -> None:
    document = json.loads(stored(name).read_text())
    here, there = show(plan_of(document)), show(plan_of(_elsewhere(document)))
    assert here == there
    assert here.count("times left out (reproducible mode)") == 1
    assert not re.search(r"\d ms\b", here)


@pytest.mark.usefixtures("reproducible")
def test_reproducible_findings_do_not_rank_by_time() -> None:
    scans = [
        {"Node Type": "Seq Scan", "Relation Name": name, "Actual Loops": 1, "Actual Rows": 0, "Rows Removed by Filter": 50_000,
         "Plan Rows": 1, "Actual Total Time": time} for name, time in (("a", 1.0), ("b", 2.0))
    ]  # fmt: skip
    faster = {"Node Type": "Append", "Actual Loops": 1, "Actual Total Time": 4.0, "Plans": scans}
    slower = {**faster, "Plans": [{**scans[0], "Actual Total Time": 3.0}, scans[1]]}
    assert plan_text(plan_of(faster)) == plan_text(plan_of(slower))


def test_a_plain_explain_shows_what_was_planned() -> None:
    plan = read_plan({"Plan": {"Node Type": "Seq Scan", "Relation Name": "t", "Plan Rows": 1234}})
    for shown in (plan_html(plan), plan_text(plan)):
        assert "planned, not executed" in shown
        assert "1,234" in shown


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (numbers.duration(0.0421), "0.042 ms"), (numbers.duration(4.168), "4.17 ms"), (numbers.duration(999.7), "1.00 s"),
        (numbers.rows(1), "1 row"), (numbers.rows(1234567), "1,234,567 rows"), (numbers.pages(9346), "9,346 pages (73.0 MB)"),
        (numbers.size(0), "0 B"), (numbers.size(8192), "8.0 kB"), (numbers.percent(0.001), "<1 %"), (numbers.percent(0), "0 %"),
        (numbers.times(412.3), "412x"), (numbers.times(1.066), "1.07x"),
    ],
)  # fmt: skip
def test_figures_carry_their_unit_and_no_idle_digit(shown: str, expected: str) -> None:
    assert shown == expected
