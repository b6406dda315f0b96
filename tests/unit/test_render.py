"""What is shown of trials, results and loads, and the figures in all of it: escaped, static, reproducible where asked, quick.

Plans have tests of their own in test_render_plan.py; here stands what holds for every output.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch
from xml.etree import ElementTree

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench import Finding, Plan, Result, Sample, Severity, Trial, read_plan
from workbench.render import numbers
from workbench.render.chart import trial_svg
from workbench.render.findings import findings_html
from workbench.render.loaded import loaded_html, loaded_text
from workbench.render.options import options
from workbench.render.plan_html import plan_html
from workbench.render.plan_text import plan_text
from workbench.render.result import SHOWN_CHARACTERS, result_html, result_text
from workbench.render.trial import trial_html, trial_text
from workbench.sql import Column
from workbench.timing import Runs, compare
from workbench.trials import Built, Change, Lock, Price, Side, WriteCost

TAGS = {
    "div",
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "strong",
    "em",
    "details",
    "summary",
    "pre",
    "img",
    "span",
    "s",
}
unhurried = settings(deadline=None)  # the first example imports what it needs; a busy machine is no failure
# No id, class or handler: JupyterLab's sanitiser would drop them, and a handler is a script.
ATTRIBUTES = {"style", "scope", "alt", "src"}
NASTY = st.text() | st.sampled_from(
    ["<script>alert(1)</script>", '"><img src=x onerror=x>', "</td></table>", "&lt;svg&gt;", "<!--", "{0}", "%s", "' id='x"]
)


class Seen(HTMLParser):
    """Every tag and attribute of an output, which must be well nested."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs
        if tag != "img":
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment came through: {data}")


def assert_static(html: str) -> Seen:
    """Only the tags and attributes that every host lets through; images are our own."""
    seen = Seen(html)
    assert seen.tags <= TAGS
    assert {name for name, _ in seen.attributes} <= ATTRIBUTES
    assert all(value and value.startswith("data:image/svg+xml;base64,") for name, value in seen.attributes if name == "src")
    assert all("url(" not in (value or "") for name, value in seen.attributes if name == "style")
    return seen


def scan(rows: int, removed: int, ms: float, table: str = "orders", hit: int = 900, **fields: Any) -> Plan:
    """A plan of one sequential scan."""
    root = {
        "Node Type": "Seq Scan", "Relation Name": table, "Filter": "(user_id = 7)", "Actual Loops": 1, "Actual Rows": rows,
        "Plan Rows": rows, "Rows Removed by Filter": removed, "Actual Total Time": ms, "Shared Hit Blocks": hit,
        "Shared Read Blocks": 1000 - hit, **fields,
    }  # fmt: skip
    return replace(read_plan({"Plan": root, "Execution Time": ms + 0.1, "Planning Time": ms / 10}), rolled_back=True)


def runs(center: float, spread: float, discarded: tuple[float, ...] = ()) -> Runs:
    server = Sample(tuple(center * 0.9 + i / 50 for i in range(5)))
    return Runs(Sample(tuple(center + i * spread for i in range(9)), discarded), server, Sample((0.03, 0.04, 0.05)))


@cache
def a_trial(pace: float = 1.0, table: str = "orders", hit: int = 900) -> Trial:
    """A trial whose index helped; `pace` stands for another machine."""
    before = Side(scan(20, 99_980, 40 * pace, table, hit), runs(40 * pace, 1 / 7, (60.0 * pace,)))
    after = Side(scan(20, 0, 0.2 * pace, table, hit), runs(0.2 * pace, 1 / 900))
    index = Built("index", "orders_user_id_idx", "shop", ("orders_user_id_idx",), "CREATE INDEX ...", 2_260_992)
    verdict = compare(before.runs.wall, after.runs.wall)
    writes = WriteCost(
        table, "insert", 1000, runs(3, 0.01).wall, runs(6, 0.01).wall, compare(runs(3, 0.01).wall, runs(6, 0.01).wall)
    )
    price = Price(2_260_992, 30.0 * pace, (Lock(table, "ShareLock"),), (writes,), blocks_hot=("user_id",))
    return Trial("select 1", Change.of("create index on orders (user_id)"), before, after, verdict, (index,), price)


@dataclass(frozen=True)
class Load:
    """Stands in for verbs.load.Loaded."""

    dataset: Any
    rows: dict[str, int]
    seed: int = 1
    elapsed_s: float | None = 2.0

    @property
    def total_rows(self) -> int:
        return sum(self.rows.values())


def a_result(*values: object, column: str = "c", notices: tuple[str, ...] = (), ms: float = 4.2) -> Result:
    return Result((Column(column, "text"),), tuple((value,) for value in values), f"SELECT {len(values)}", notices, ms)


@pytest.fixture
def reproducible(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(options, "reproducible", True)


# Escaping


@unhurried
@given(NASTY)
def test_no_value_of_a_result_becomes_a_tag(text: str) -> None:
    seen = assert_static(result_html(a_result(text, column=text, notices=(text,))))
    assert "img" not in seen.tags


@unhurried
@given(NASTY)
def test_no_name_in_a_trial_becomes_a_tag(text: str) -> None:
    trial = a_trial(table=text or "t")
    shown = replace(trial, change=replace(trial.change, text=text), built=(replace(trial.built[0], name=text),), notes=(text,))
    with patch("workbench.render.trial.trial_svg", return_value="<svg/>"):  # the chart holds no names, and takes its time
        assert_static(trial_html(shown))


@unhurried
@given(NASTY)
def test_no_name_of_a_dataset_becomes_a_tag(text: str) -> None:
    assert_static(loaded_html(Load(SimpleNamespace(name=text), {text: 3})))


@unhurried
@given(NASTY)
def test_no_text_of_a_finding_becomes_a_tag(text: str) -> None:
    seen = assert_static(str(findings_html([Finding(text, Severity.WARNING, text, text, text, saves_ms=3.0)])))
    assert seen.tags == {"div", "strong"}


@unhurried
@given(NASTY)
def test_a_text_of_a_plan_arrives_as_it_was(text: str) -> None:
    seen = assert_static(plan_html(scan(1, 50_000, 1.0, Alias=text, Filter=f"({text})")))
    assert f"Filter: ({text})" in seen.text.replace("\r", "") or "\r" in text or "\0" in text


# Trials


def test_a_trial_says_all_that_it_found() -> None:
    seen = assert_static(trial_html(a_trial()))
    for part in (
        "faster",
        "95 % interval",
        "9 pairs of runs",
        "Rolled back",
        "Seq Scan on orders",
        "2.2 MB",
        "wait with their writes",
    ):
        assert part in seen.text
    assert "create index concurrently on orders (user_id);" in seen.text
    assert "1,000 pages" in trial_text(a_trial())


def test_an_index_that_does_not_help_is_not_one_to_keep() -> None:
    trial = a_trial()
    slower = replace(trial, verdict=compare(trial.after.runs.wall, trial.before.runs.wall))
    assert "concurrently" not in trial_html(slower)
    assert "slower" in trial_text(slower)


@pytest.mark.usefixtures("reproducible")
@pytest.mark.parametrize("show", [trial_html, trial_text, trial_svg])
def test_a_reproducible_trial_is_the_same_on_another_machine(show: Callable[[Trial], str]) -> None:
    assert show(a_trial()) == show(a_trial(pace=3.7, hit=0))


@pytest.mark.usefixtures("reproducible")
@pytest.mark.parametrize("show", [trial_html, trial_text])
def test_a_reproducible_trial_holds_no_time(show: Callable[[Trial], str]) -> None:
    shown = re.sub(r'src="[^"]*"', "", show(a_trial()))
    assert not re.search(r"\d (ms|s)\b", shown)
    assert "faster" in shown


# The chart


def test_the_chart_is_well_formed_and_the_same_bytes_every_time() -> None:
    first, second = trial_svg(a_trial()), trial_svg(a_trial())
    assert first == second
    assert ElementTree.fromstring(first).tag == "{http://www.w3.org/2000/svg}svg"
    assert "<script" not in first


def test_the_chart_holds_no_date_and_no_version() -> None:
    shown = trial_svg(a_trial())
    assert not re.search(r"<dc:date|<dc:creator|20\d\d-\d\d-\d\d", shown)
    assert "Matplotlib v" not in shown


def test_the_chart_differs_where_the_runs_differ() -> None:
    assert trial_svg(a_trial()) != trial_svg(a_trial(pace=2.0))


# Results and loads


def test_a_result_shows_its_first_rows_and_says_so() -> None:
    result = a_result(*(f"value {i}," for i in range(1_517)))
    for shown in (assert_static(result_html(result)).text, result_text(result)):
        assert f"1,517 rows, the first {options.rows} shown, in 4.20 ms" in shown
        assert f"value {options.rows - 1}," in shown
        assert f"value {options.rows}," not in shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [(None, "null"), (b"\x00\xff", "\\x00ff"), (True, "True"), ("x" * 999, "x" * (SHOWN_CHARACTERS - 1) + "…")],
)
def test_a_value_reads_as_in_psql(value: object, shown: str) -> None:
    assert result_text(a_result(value)).splitlines()[-1] == shown
    assert shown in Seen(result_html(a_result(value))).text


def test_a_command_shows_its_word() -> None:
    command = Result((), (), "UPDATE 3", ("NOTICE: <b>",), 1.0)
    assert result_text(command).splitlines() == ["UPDATE 3, in 1.00 ms", "NOTICE: <b>"]
    assert "UPDATE 3" in assert_static(result_html(command)).text


def test_wide_and_long_results_scroll_and_say_what_is_left_out() -> None:
    wide = Result(tuple(Column(f"c{n}", "int4") for n in range(1600)), ((*range(1600),),) * 30, "SELECT 30", (), 1.0)
    html = result_html(wide)
    assert "30 rows, the first 20 shown, 1,600 columns, the first 100 shown" in assert_static(html).text
    assert "overflow:auto" in html
    assert len(html) < 400_000
    assert "c99" in result_text(wide)
    assert "c100" not in result_text(wide)


def test_a_state_of_the_transaction_stands_last() -> None:
    result = replace(a_result(1), footer="transaction open")
    assert assert_static(result_html(result)).text.endswith("transaction open")
    assert result_text(result).splitlines()[-1] == "(transaction open)"


def test_no_columns_are_rows_all_the_same_and_a_hostile_value_is_a_line_of_text() -> None:
    from workbench.sql import Fetched

    assert "3 rows" in result_text(Fetched((), None, 3, (), (), 1.0))  # type: ignore[arg-type]
    assert "3 rows" in assert_static(result_html(Fetched((), pa.table({}), 3, (), (), 1.0))).text
    assert result_text(a_result("a\n\x1b[31mb\rc")).splitlines()[-1] == "a↵ [31mb c"


@unhurried
@given(NASTY)
def test_no_value_of_what_was_fetched_becomes_a_tag(text: str) -> None:
    from workbench.sql import Fetched

    table = pa.Table.from_arrays([pa.array([text])], names=[text])
    fetched = Fetched((Column(text, text),), table, 1, (text,), (text,), 1.0)
    assert "img" not in assert_static(result_html(fetched)).tags


@pytest.mark.usefixtures("reproducible")
def test_reproducible_results_and_loads_hold_no_time() -> None:
    assert result_html(a_result("x", ms=1)) == result_html(a_result("x", ms=2))
    shop = SimpleNamespace(name="shop")
    for show in (loaded_html, loaded_text):
        assert show(Load(shop, {"a": 1}, elapsed_s=None)) == show(Load(shop, {"a": 1}, elapsed_s=9.0))


def test_a_load_says_how_fast_it_was() -> None:
    shop = SimpleNamespace(name="shop")
    assert loaded_text(Load(shop, {"a": 4_000})) == "Dataset shop, seed 1, loaded in 2.0 s (2,000 rows/s): a 4,000"
    assert "was there already" in loaded_text(Load(shop, {"a": 4_000}, elapsed_s=None))


# Plans, large and small


def large() -> Plan:
    """2,000 nodes, each worth a finding: the most work that a plan of this size can make."""
    parts = [
        {"Node Type": "Seq Scan", "Relation Name": f"part_{i}", "Actual Loops": 1, "Actual Rows": 5, "Plan Rows": 1_000}
        for i in range(1_999)
    ]
    return read_plan({"Node Type": "Append", "Actual Loops": 1, "Actual Rows": 9_995, "Plan Rows": 9_995, "Plans": parts})


@pytest.mark.parametrize("show", [plan_html, plan_text])
def test_a_plan_of_two_thousand_nodes_is_shown_soon(show: Callable[[Plan], str]) -> None:
    plan = large()
    started = time.process_time()
    assert "1,999 × Seq Scan on part_…" in show(plan)
    assert time.process_time() - started < 2


@unhurried
@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_text_and_html_tell_the_same_rows(rows: int, removed: int) -> None:
    plan = scan(rows, removed, 3.0)
    text, html = plan_text(plan), Seen(plan_html(plan)).text
    for figure in (numbers.count(rows), *([f"threw {numbers.count(removed)} away"] if removed else [])):
        assert figure in text
        assert figure in html


# Figures


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (numbers.count(0), "0"),
        (numbers.count(20000.01), "20,000"),
        (numbers.rows(0), "0 rows"),
        (numbers.rows(0.99), "1 row"),
        (numbers.duration(0), "0.000 ms"),
        (numbers.duration(52.34), "52.3 ms"),
        (numbers.duration(841.2), "841 ms"),
        (numbers.duration(999.4), "999 ms"),
        (numbers.duration(3_600_000), "3,600.00 s"),
        (numbers.size(1023), "1023 B"),
        (numbers.size(1024), "1.0 kB"),
        (numbers.size(250 * 1024**2), "250 MB"),
        (numbers.size(3 * 1024**4), "3,072 GB"),
        (numbers.pages(0), "0 pages (0 B)"),
        (numbers.pages(1), "1 page (8.0 kB)"),
        (numbers.percent(1), "100 %"),
        (numbers.percent(0.0049), "<1 %"),
        (numbers.times(1), "1x"),
        (numbers.times(0.03141), "0.0314x"),
        (numbers.times(12_345.6), "12,346x"),
    ],
)
def test_a_figure_has_sensible_digits_and_its_unit(shown: str, expected: str) -> None:
    assert shown == expected


@unhurried
@given(st.floats(0, 1e7))
def test_no_duration_reads_as_a_thousand_milliseconds(milliseconds: float) -> None:
    figure, unit = numbers.duration(milliseconds).split()
    assert unit == "s" or float(figure) < 1000
