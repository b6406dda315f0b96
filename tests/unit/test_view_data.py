"""What the interactive view gets: every node, the figures of the table, texts as data, and never too much."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.corpus import names, stored
from tests.subjects import HOSTILE, hostile
from tests.unit.rules.plans import node, plan, scan
from tests.unit.test_folding import LARGE, append, partitions
from workbench import Plan, read_plan
from workbench.errors import BadInput
from workbench.render import view
from workbench.render.options import Options, options
from workbench.render.page import diff_page, plan_page
from workbench.render.view_data import MIME, MOST_BYTES, diff_data, plan_data, spots

VIEW = Path(view.__file__).with_name("plan-view.js")


def golden(name: str) -> Plan:
    found = read_plan(stored(name).read_text())
    assert isinstance(found, Plan)
    return found


@pytest.mark.parametrize("name", names(18)[::5])
def test_every_node_is_there_once_with_its_figures_and_parents_come_first(name: str) -> None:
    subject = golden(name)
    data = plan_data(subject, None)
    nodes = [each for each in data["nodes"] if each["id"] >= 0]
    assert sorted(each["id"] for each in nodes) == [n.number for n in subject.nodes]
    for place, each in enumerate(data["nodes"]):
        assert (each["parent"] is None) == (place == 0)
        assert place == 0 or each["parent"] < place
    for each in nodes:
        of = subject.nodes[each["id"]]
        assert each["label"] == of.label
        assert each.get("ms", 0) == pytest.approx(of.exclusive_ms, abs=0.001)
        assert each.get("rows", 0) == pytest.approx(of.rows, abs=0.001)
        assert each.get("pages", 0) == of.exclusive_buffers.touched
        assert dict(each.get("conditions", [])) == dict(of.conditions)
    assert json.loads(json.dumps(data)) == data


def test_every_field_of_the_plan_can_be_read() -> None:
    subject = golden("parallel_hash_join.18")
    held = {each["id"]: dict(each["fields"]) for each in plan_data(subject)["nodes"]}
    for of in subject.nodes:
        expected = set(of.fields) - {"Plans", "Workers", *of.conditions}
        assert set(held[of.number]) == expected


def test_workers_and_findings_are_with_their_nodes() -> None:
    data = plan_data(golden("parallel_hash_join.18"))
    assert any(len(each.get("workers", [])) > 1 for each in data["nodes"])
    data = plan_data(golden("finding_late_limit.18"))
    assert data["findings"]
    assert {finding["at"] for finding in data["findings"]} <= {None, *(each["id"] for each in data["nodes"])}


@pytest.mark.parametrize("name", LARGE)
def test_a_large_plan_is_bounded_and_what_is_missing_is_counted(name: str) -> None:
    subject = plan(LARGE[name])
    data = plan_data(subject)
    assert len(json.dumps(data)) <= MOST_BYTES * 1.01
    real = sum(1 for each in data["nodes"] if each["id"] >= 0)
    assert real + sum(each.get("left", 0) for each in data["nodes"]) == len(subject.nodes)
    places = range(len(data["nodes"]))
    assert all(each["parent"] is None or each["parent"] in places for each in data["nodes"])


def test_a_group_is_a_node_with_the_sums_of_its_members() -> None:
    group = plan_data(plan(append(*partitions(9, Rows_Removed_by_Filter=5))))["nodes"][1]
    assert (group["id"] < 0, group["members"], group["rows"], group["closed"]) == (True, 9, 90, "of one shape")


# Clauses


def test_a_clause_is_found_where_it_stands_across_line_ends_and_comments() -> None:
    statement = "select *\n  from orders\n where a = 1 /* why */\n   and b = 2"
    [[start, end]] = spots(statement, "a = 1 and b = 2")
    assert statement[start:end] == "a = 1 /* why */\n   and b = 2"


def test_a_clause_in_pieces_has_several_places() -> None:
    statement = "select 1 from t where a = 1 and c = 3 and b = 2"
    assert [statement[start:end] for start, end in spots(statement, "a = 1 … b = 2")] == ["a = 1", "b = 2"]


def test_what_stands_twice_is_not_marked_at_all() -> None:
    assert spots("select 1 where a = 1 union select 2 where a = 1", "a = 1") == []


@given(st.text(max_size=60), st.text(max_size=30))
def test_any_clause_of_any_statement_has_places_inside(statement: str, clause: str) -> None:
    for start, end in spots(statement, clause):
        assert 0 <= start < end <= len(statement)


def test_nodes_tell_the_clause_that_they_come_from() -> None:
    sql = "select * from orders where status = 'x' order by total limit 5"
    tree = node("Limit", node("Sort", scan(Filter="(status = 'x'::text)"), **{"Sort Key": ["orders.total"]}))
    from dataclasses import replace

    data = plan_data(replace(plan(tree), statement=sql))
    told = {each["label"].split(" on ")[0]: [sql[a:b] for a, b in each.get("places", [])] for each in data["nodes"]}
    assert told == {"Limit": ["limit 5"], "Sort": ["order by total"], "Seq Scan": ["status = 'x'"]}


# Diffs


def test_a_diff_has_both_sides_of_each_node_and_what_changed() -> None:
    before = plan(node("Sort", scan(rows=100, Filter="(a = 1)")))
    after = plan(scan(kind="Index Scan", rows=100, **{"Index Name": "i"}))
    data = diff_data(before.diff(after))
    assert [each.get("what", "") for each in data["nodes"]] == ["vanished", "changed"]
    assert data["nodes"][0].get("after") is None
    assert data["nodes"][1]["before"]["ms"] == 1
    assert [finding["at"] for finding in data["findings"]] == [0, 1]
    assert data["headline"]


# Pages


def test_nothing_in_a_plan_ends_the_scripts_element() -> None:
    for text in (plan_page(hostile()), diff_page(hostile().diff(hostile()))):
        assert text.count("</script>") == 2
        assert "<img" not in text
        held = re.search(f'<script type="{re.escape(MIME)}">(.*?)</script>', text, re.DOTALL)
        assert held
        assert HOSTILE in json.dumps(json.loads(held[1]), ensure_ascii=False).replace('\\"', '"')


@settings(deadline=None, max_examples=30)
@given(st.text())
def test_a_page_holds_any_name_as_data(name: str) -> None:
    try:
        subject = plan(scan(name, Filter=name))
    except Exception:  # not every text is a name
        return
    page = plan_page(subject)
    assert page.count("<script") == 2


def test_reproducible_and_static_pages_have_no_script(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(options, "reproducible", True)
    assert "<script" not in plan_page(hostile())
    monkeypatch.setattr(options, "reproducible", False)
    monkeypatch.setattr(options, "display", "static")
    assert "<script" not in plan_page(hostile())


def test_options_refuse_what_they_do_not_know() -> None:
    with pytest.raises(BadInput, match="choose one of 'both', 'static', 'interactive'"):
        Options().display = "intractive"
    with pytest.raises(BadInput, match="the options are display, reproducible, rows, statement_timeout"):
        Options().dispaly = "both"  # type: ignore[attr-defined]


# The module


def test_the_view_is_one_small_module_that_asks_nobody() -> None:
    text = VIEW.read_text(encoding="utf-8")
    assert len(text.encode()) < 50_000
    assert "</script" not in text
    assert (
        re.search(
            r"^import |\bimport\(|\bfetch\(|innerHTML|outerHTML|insertAdjacentHTML|eval\(|https?://(?!www\.w3\.org)", text, re.M
        )
        is None
    )
