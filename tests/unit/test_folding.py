"""A large plan folds by itself: what is alike, what never ran and what hardly counts; nothing is lost, what costs stays."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.corpus import names, stored
from tests.unit.rules.plans import join, node, plan, scan
from workbench import Plan, read_plan
from workbench.findings import Finding, Severity
from workbench.render.folding import ALIKE, ALIKE_WHY, NEVER_WHY, SMALL_WHY, heaviest, lines, nodes_missing, seen
from workbench.render.options import options
from workbench.render.plan_html import MOST_BYTES, plan_html
from workbench.render.plan_text import plan_text


def partitions(count: int, **given: object) -> list[dict[str, object]]:
    return [scan(f"events_{i}", ms=1.0, rows=10, **given) for i in range(count)]


def append(*members: dict[str, object], ms: float = 100.0) -> dict[str, object]:
    return {**node("Append", ms=ms, rows=10 * len(members)), "Plans": list(members)}


def shown(subject: Plan) -> list[str]:
    return [line.label for line in seen(lines(subject))]


def test_partitions_become_one_line_with_count_and_totals() -> None:
    group = lines(plan(append(*partitions(9))))[1]
    assert (group.label, group.closed, group.size) == ("9 × Seq Scan on events_…", ALIKE_WHY, 9)
    assert group.rows == 90
    assert group.exclusive_ms == pytest.approx(9)


def test_few_branches_are_not_folded() -> None:
    assert all(not line.group for line in lines(plan(append(*partitions(ALIKE - 1)))))


def test_the_partition_that_takes_the_time_stays_on_its_own_line() -> None:
    slow = scan("events_slow", ms=80.0)
    assert shown(plan(append(*partitions(9), slow))) == ["Append", "9 × Seq Scan on events_…", "Seq Scan on events_slow"]


def test_partitions_that_never_ran_are_a_group_of_their_own() -> None:
    never = partitions(5, loops=0)
    found = lines(plan(append(*partitions(5), *never)))
    assert [(line.size, line.node.never_executed) for line in found if line.group] == [(5, False), (5, True)]


def test_only_siblings_of_one_shape_are_together() -> None:
    members = [*partitions(5), *(node("Sort", scan(f"old_{i}")) for i in range(4))]
    assert shown(plan(append(*members))) == ["Append", "5 × Seq Scan on events_…", "4 × Sort"]


def chain(length: int, ms: float = 0.001, **given: object) -> dict[str, object]:
    tree = scan(ms=ms, **given)
    for _ in range(length):
        tree = node("Materialize", tree, ms=ms, **given)
    return tree


def test_what_hardly_counts_and_what_never_ran_is_closed_in_a_large_plan() -> None:
    tree = join(join(chain(10, ms=500.0), chain(8), ms=550.0), join(scan(ms=50.0), chain(8, loops=0), ms=60.0), ms=650.0)
    assert {line.closed: line.size for line in lines(plan(tree)) if line.closed} == {SMALL_WHY: 9, NEVER_WHY: 9}


def test_a_small_plan_stays_open() -> None:
    assert not any(line.closed for line in lines(plan(join(chain(3, ms=500.0), chain(3, loops=0), ms=600.0))))


def test_what_a_finding_speaks_of_is_not_closed() -> None:
    subject = plan(join(chain(20, ms=500.0), chain(8), ms=600.0))
    last = subject.nodes[-1].number
    blamed = replace(subject, findings=(Finding("any", Severity.WARNING, "t", "d", "r", at=last),))
    assert [line.closed for line in lines(subject) if line.closed] == [SMALL_WHY]
    assert [line.closed for line in lines(blamed) if line.closed] == []


@pytest.mark.parametrize("reproducible", [False, True])
@pytest.mark.parametrize("name", names(18)[::7])
def test_every_node_has_one_line_and_sums_are_the_plans(name: str, reproducible: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(options, "reproducible", reproducible)
    subject = read_plan(stored(name).read_text())
    assert isinstance(subject, Plan)
    drawn = lines(subject)
    assert [line.node.number for line in drawn if not line.group] != []
    assert sorted(line.node.number for line in drawn if not line.group) == list(range(len(subject.nodes)))
    assert drawn[0].size == len(subject.nodes)
    assert drawn[0].end == len(drawn)
    assert drawn[0].exclusive_ms == pytest.approx(sum(n.exclusive_ms for n in subject.nodes))
    for line in drawn[1:]:
        assert line.parent is not None
        assert drawn[line.parent].place < line.place < drawn[line.parent].end


def test_reproducible_folding_does_not_look_at_times(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(options, "reproducible", True)
    quick, slow = (plan(append(*partitions(9), scan("events_x", ms=ms))) for ms in (1.0, 90.0))
    assert shown(quick) == shown(slow)
    assert plan_html(quick) == plan_html(slow)


@given(st.integers(1, 60))
def test_with_a_line_the_one_above_it_is_kept_and_what_is_missing_is_counted(most: int) -> None:
    subject = plan(join(chain(30, ms=40.0), join(chain(9, ms=9.0), append(*partitions(6)), ms=200.0), ms=600.0))
    drawn = seen(lines(subject))
    kept = heaviest(subject, drawn, most)
    places = {line.place for line in kept}
    assert all(line.parent is None or line.parent in places for line in kept)
    assert len(kept) == min(most, len(drawn))
    count = sum(line.size if line.closed else 1 for line in kept)
    assert count + sum(nodes_missing(drawn, kept).values()) == len(subject.nodes)


# Large outputs


def wide(nodes: int) -> dict[str, object]:
    """Members that are all different: nothing folds."""
    return append(*({**chain(i % 40), "Filter": "x" * (i % 4_000)} for i in range(nodes // 20)), ms=9_000.0)


LARGE = {
    "partitions": append(*partitions(9_999, Filter="(user_id = 7)"), ms=20_000.0),
    "different": wide(10_000),
    "deep": chain(5_000, ms=5.0),
    "long texts": append(*(chain(i, Filter="y" * 100_000) for i in range(40))),
}


@pytest.mark.parametrize("name", LARGE)
def test_a_large_plan_stays_small_on_screen_and_says_what_it_left_out(name: str) -> None:
    subject = plan(LARGE[name])
    html, text = plan_html(subject), plan_text(subject)
    assert len(html.encode()) < MOST_BYTES
    assert " nodes, " in html
    assert " nodes, " in text


def test_what_is_closed_can_be_opened_and_tells_how_much_more_there_is() -> None:
    html = plan_html(plan(append(*partitions(100))))
    assert "<details><summary" in html
    assert "on events_0<" in html
    assert "on events_19<" in html
    assert "on events_20<" not in html
    assert "and 80 more; plan.to_frame() has all" in html


def test_many_findings_are_folded_and_counted() -> None:
    subject = plan(scan())
    many = tuple(Finding("any", Severity.WARNING, f"finding {i}.", "d", "r", at=0) for i in range(60))
    html = plan_html(replace(subject, findings=many))
    assert "50 findings more" in html
    assert "and 20 more; plan.findings has all" in html
