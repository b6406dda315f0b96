"""The drawing of a plan: valid, byte-stable, escaped, legible, and small of any plan."""

from __future__ import annotations

import struct
from xml.etree import ElementTree

import pytest

from tests.corpus import names, stored
from tests.unit.rules.plans import join, node, plan, scan
from tests.unit.test_folding import append, partitions
from workbench import Plan, read_plan
from workbench.render.options import options
from workbench.render.plan_picture import MOST

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = 'a"<script>alert(1)</script>&$x_1$ \n\u202e\x01 ]]>'


def texts(svg: str) -> list[str]:
    return [each.text or "" for each in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_it_shows_each_node_with_time_share_and_rows() -> None:
    svg = plan(join(scan("orders", ms=30.0, rows=1000), scan("customers", ms=10.0, rows=7), ms=50.0)).to_svg()
    shown = texts(svg)
    assert [text for text in shown if text in ("Hash Join", "Seq Scan")] == ["Hash Join", "Seq Scan", "Seq Scan"]
    assert {"on orders", "on customers", "1,000 rows", "7 rows", "30.0 ms (60 %)"} <= set(shown)


@pytest.mark.parametrize("name", names(18)[::40])
def test_real_plans_are_drawn_the_same_each_time(name: str) -> None:
    subject = read_plan(stored(name).read_text())
    assert isinstance(subject, Plan)
    assert subject.to_svg() == subject.to_svg()
    assert "nan" not in subject.to_svg().lower().split("<text")[0]


def test_hostile_names_are_text() -> None:
    svg = plan(scan(HOSTILE, filter=f"(a = '{HOSTILE}'::text)")).to_svg()
    assert "<script" not in svg
    assert any("<script>" in text for text in texts(svg)), "as text, and not interpreted as mathematics"


def test_of_a_large_plan_the_heaviest_part_is_drawn_and_it_says_so() -> None:
    wide = plan(
        {
            **node("Append", ms=5000.0),
            "Plans": [node(kind, scan(f"t{i}", ms=float(i))) for i in range(150) for kind in ("Sort", "Limit")],
        }
    )
    folded = plan(append(*partitions(3000)))
    assert "+ 3,000 of one shape" in texts(folded.to_svg())
    deep = scan("t", ms=1.0)
    for i in range(3 * MOST):
        deep = node("Sort" if i % 2 else "Limit", deep, ms=2.0 + i)
    svg = plan(deep).to_svg()
    assert len(texts(svg)) < 6 * MOST
    assert any("are left out here" in text for text in texts(svg))
    assert len(wide.to_svg()) < 1_000_000


def test_a_plan_that_did_not_run_shows_the_planners_cost() -> None:
    subject = read_plan("Seq Scan on orders  (cost=0.00..2500.00 rows=12 width=8)")
    assert isinstance(subject, Plan)
    assert {"planned, not executed", "cost 2,500", "planned 12"} <= set(texts(subject.to_svg()))


def test_reproducible_mode_draws_no_times(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(options, "reproducible", True)
    assert not any(" ms" in text for text in texts(plan(scan("orders", ms=30.0, rows=5)).to_svg()))


def test_the_picture_has_as_many_pixels_as_asked() -> None:
    subject = plan(scan("orders", ms=30.0))
    sizes = [struct.unpack(">II", subject.to_png(scale)[16:24]) for scale in (1, 2)]
    assert sizes[1] == pytest.approx([2 * side for side in sizes[0]], abs=1)
    root = ElementTree.fromstring(subject.to_svg())
    assert float(root.attrib["width"].removesuffix("pt")) == pytest.approx(sizes[0][0], abs=1)
