"""The plan view in a page of its own: what is seen, every key, and that nothing in a plan can do anything but be read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.lab import shoot
from tests.subjects import HOSTILE, fifteen, hostile, large, mended
from workbench import Plan
from workbench.plan import PlanDiff
from workbench.render import numbers, view

pytestmark = pytest.mark.browser

Opened = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Opened]:
    """Opens a plan's page; at the end no script failed and nothing outside was asked for."""
    errors: list[str] = []
    asked: list[str] = []
    contexts: list[BrowserContext] = []

    def open_(subject: Plan | PlanDiff, width: int = 1100, height: int = 760, **options: Any) -> Page:
        file = tmp_path / f"{len(contexts)}.html"
        file.write_text(subject.to_html(), encoding="utf-8")
        context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce", **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if message.type in ("error", "warning") else None)
        page.on("request", lambda request: asked.append(request.url))
        page.goto(file.as_uri())
        return page

    yield open_
    for context in contexts:
        context.close()
    assert errors == []
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []


def tree(page: Page) -> Locator:
    return page.get_by_role("tree")


def selected(page: Page) -> str:
    """The label of the node that is selected, as assistive technology is told: by the focused element's active descendant."""
    return str(
        page.evaluate(
            """() => { const root = document.querySelector(".workbench-plan").shadowRoot;
               const seen = root.querySelector("[aria-activedescendant]:not([style*=none])");
               const at = seen?.getAttribute("aria-activedescendant");
               const on = at && root.getElementById(at);
               return on ? (on.getAttribute("aria-label") ?? on.querySelector("th").textContent) : "" }"""
        )
    )


def panel(page: Page) -> Locator:
    return page.get_by_role("region", name="Details")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


# What is seen


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_fifteen_nodes(opened: Opened, scheme: str) -> None:
    page = opened(fifteen(), color_scheme=scheme)
    assert tree(page).get_by_role("treeitem").count() == 15
    expect(panel(page)).to_contain_text("Seq Scan on orders reads 1,000,000 rows and throws 946,964 away (94.6 %)")
    expect(page.locator(".plan-static")).to_be_hidden()
    shoot(page, f"view-fifteen-{scheme}", full_page=True)


def test_a_diff_shows_both_sides_and_marks_what_changed(opened: Opened) -> None:
    page = opened(mended())
    changed = tree(page).get_by_role("treeitem", name=re.compile("~ changed"))
    expect(changed).to_have_count(1)
    expect(tree(page).get_by_role("treeitem", name=re.compile("− gone"))).to_have_count(1)
    changed.click()
    expect(panel(page).get_by_role("row", name=re.compile("^Pages 9,346 24 −9,322"))).to_be_visible()
    expect(page.get_by_text("9,346 pages (73.0 MB) → 24 pages (192 kB)")).to_be_visible()
    shoot(page, "view-diff", full_page=True)


def test_without_script_the_static_tree_is_seen(opened: Opened) -> None:
    page = opened(fifteen(), java_script_enabled=False)
    expect(page.get_by_role("table", name="Plan")).to_be_visible()
    expect(page.get_by_text("throws 946,964 away").first).to_be_visible()
    assert page.get_by_role("tree").count() == 0


def test_on_a_phone_nothing_scrolls_sideways(opened: Opened) -> None:
    page = opened(fifteen(), 390, 844)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    expect(tree(page)).to_be_visible()
    panel(page).scroll_into_view_if_needed()
    expect(panel(page).get_by_text("throws 946,964 away")).to_be_visible()
    shoot(page, "view-phone", full_page=True)


def test_on_paper_all_is_there_but_the_buttons(opened: Opened) -> None:
    page = opened(fifteen())
    page.emulate_media(media="print")
    expect(page.get_by_role("toolbar")).to_be_hidden()
    expect(tree(page)).to_be_visible()
    expect(panel(page).get_by_text("throws 946,964 away")).to_be_visible()


def test_figures_are_those_of_python(opened: Opened) -> None:
    """Each figure in the words of render/numbers.py. Where a figure lies exactly between two digits the two may round apart."""
    page = opened(fifteen())
    module = Path(view.__file__).with_name("plan-view.js").read_text(encoding="utf-8")
    given = [
        0.0004,
        0.0123,
        0.3337,
        0.999,
        1.234,
        9.876,
        12.34,
        99.94,
        123.4,
        841.3,
        999.7,
        1234.4,
        98765.4,
        1e6 + 0.3,
        123456789.2,
    ]
    shares = [0, 0.001, 0.0049, 0.0051, 0.114, 0.5049, 0.999, 1]
    functions: dict[str, Callable[[float], str]] = {
        "count": numbers.count, "duration": numbers.duration, "times": numbers.times, "size": numbers.size,
        "rows": numbers.rows, "percent": numbers.percent,
    }  # fmt: skip
    for name, function in functions.items():
        cases = shares if name == "percent" else given
        drawn = page.evaluate(
            """async ([text, name, cases]) => {
                 const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
                 return cases.map((await import(url)).default.figures[name]) }""",
            [module, name, cases],
        )
        assert drawn == [function(case) for case in cases], name


# Moving about


def test_arrows_walk_the_tree_and_enter_leads_to_the_details(opened: Opened) -> None:
    page = opened(fifteen())
    tree(page).focus()
    press(page, "ArrowDown")
    assert selected(page).startswith("Limit")
    press(page, "ArrowDown")
    assert selected(page).startswith("InitPlan 1: Aggregate")
    press(page, "ArrowRight")
    assert selected(page).startswith("Sort")
    press(page, "ArrowUp")
    assert selected(page).startswith("Limit")
    press(page, "End")
    assert selected(page).startswith("Seq Scan on products p")
    press(page, "Enter")
    expect(panel(page)).to_be_focused()
    expect(panel(page).get_by_role("heading", name="Seq Scan on products p")).to_be_visible()
    press(page, "Escape")
    expect(tree(page)).to_be_focused()
    press(page, "Escape")
    assert selected(page) == ""


def test_the_selection_survives_switching_views_colours_and_turning(opened: Opened) -> None:
    page = opened(fifteen())
    tree(page).get_by_role("treeitem", name=re.compile("^Seq Scan on order_items i")).click()
    for name in ("Icicle", "Table", "Tree"):
        page.get_by_role("button", name=f"Show as {name.lower()}").click()
        assert "Seq Scan on order_items i" in selected(page)
        shoot(page, f"view-{name.lower()}")
    for colour in ("rows", "estimate", "pages", "cost", "time"):
        page.get_by_role("combobox").select_option(colour)
        assert "Seq Scan on order_items i" in selected(page)
    page.get_by_role("button", name=re.compile("^Tree from left")).click()
    assert "Seq Scan on order_items i" in selected(page)
    shoot(page, "view-across", full_page=True)


def test_search_finds_names_tables_and_conditions(opened: Opened) -> None:
    page = opened(fifteen())
    tree(page).focus()
    press(page, "/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("pending")
    expect(page.get_by_text("1 found").first).to_be_visible()
    press(page, "Enter")
    assert selected(page).startswith("Seq Scan on orders o")
    page.get_by_role("searchbox").fill("products")
    press(page, "Enter")
    assert selected(page).startswith("Seq Scan on products p")
    press(page, "Escape")
    expect(page.get_by_role("searchbox")).to_have_value("")
    expect(tree(page)).to_be_focused()


def test_a_finding_leads_to_its_node_and_marks_the_clause(opened: Opened) -> None:
    page = opened(fifteen())
    panel(page).get_by_role("button", name=re.compile("◆ warning")).click()
    assert selected(page).startswith("Seq Scan on orders o")
    marked = panel(page).locator("mark")
    expect(marked).to_be_visible()
    assert marked.inner_text().startswith("o.status = 'pending'\n   and o.total > (select")


def test_nodes_fold_and_unfold_by_key_by_knob_and_all_at_once(opened: Opened) -> None:
    page = opened(fifteen())
    items = tree(page).get_by_role("treeitem")
    tree(page).focus()
    press(page, "Home", "ArrowDown", "Space")
    assert items.count() == 14
    assert "Aggregate" in selected(page)
    expect(items.filter(has_text="Aggregate").first).to_have_attribute("aria-expanded", "false")
    press(page, "Space")
    assert items.count() == 15
    page.locator("g[role=treeitem] .knob").first.click()
    assert items.count() == 1
    page.get_by_role("button", name="Unfold everything").click()
    assert items.count() == 15


def test_the_table_sorts_by_any_column_and_keeps_parents_above_otherwise(opened: Opened) -> None:
    page = opened(fifteen())
    page.get_by_role("button", name="Show as table").click()
    grid = page.get_by_role("grid", name="All nodes")

    def names() -> list[str]:
        return grid.locator("tbody th").all_inner_texts()

    assert names()[0] == "Limit"
    grid.get_by_role("button", name=re.compile("^Rows")).click()
    expect(grid.get_by_role("columnheader", name=re.compile("^Rows"))).to_have_attribute("aria-sort", "descending")
    assert names()[0].startswith("Seq Scan on order_items i")
    grid.get_by_role("button", name=re.compile("^Rows")).click()
    assert names()[-1].startswith("Seq Scan on order_items i")
    grid.get_by_role("button", name="Node").click()
    assert names()[0] == "Limit"
    grid.focus()
    press(page, "ArrowDown", "ArrowDown")
    assert "Aggregate" in selected(page)


def test_help_tells_the_keys_and_closes(opened: Opened) -> None:
    page = opened(fifteen())
    tree(page).focus()
    press(page, "?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    press(page, "Escape")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()


def test_zoom_pan_and_fit(opened: Opened) -> None:
    page = opened(fifteen())
    box = tree(page).get_by_role("treeitem").first

    def at() -> tuple[float, float, float]:
        found = box.bounding_box()
        assert found
        return found["x"], found["y"], found["width"]

    start = at()
    tree(page).focus()
    press(page, "+")
    assert at()[2] > start[2]
    press(page, "0")
    assert at()[2] <= start[2]
    start = at()
    page.mouse.move(60, 500)
    page.mouse.down()
    page.mouse.move(90, 540, steps=4)
    page.mouse.up()
    assert at()[:2] == pytest.approx((start[0] + 30, start[1] + 40), abs=12)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -100)
    page.keyboard.up("Control")
    assert at()[2] > start[2]


# Large plans


@pytest.mark.parametrize("shape", ["binary", "append"])
def test_five_thousand_nodes_draw_only_what_is_in_sight(opened: Opened, shape: str) -> None:
    page = opened(large(5_000, shape), 1200, 900)
    page.get_by_role("button", name="Unfold everything").click()
    drawn = "() => document.querySelector('.workbench-plan').shadowRoot.querySelectorAll('*').length"
    assert page.evaluate(drawn) < 8_000
    page.get_by_role("button", name="Fit all in").click()
    assert page.evaluate(drawn) < 16_000
    shoot(page, f"view-5000-{shape}", full_page=True)
    tree(page).focus()
    press(page, "End")
    assert selected(page)
    page.get_by_role("button", name="Show as table").click()
    assert page.evaluate(drawn) < 3_000
    assert selected(page)


def test_partitions_are_one_box_that_opens(opened: Opened) -> None:
    page = opened(large(200, "append"))
    group = tree(page).get_by_role("treeitem", name=re.compile("^199 × Seq Scan on events_…"))
    expect(group).to_have_attribute("aria-expanded", "false")
    group.click()
    expect(panel(page)).to_contain_text("199 nodes of one shape. The figures are their sums.")
    shoot(page, "view-partitions", full_page=True)


# Taking it along


def test_what_is_copied_is_the_node_and_the_plan(opened: Opened) -> None:
    page = opened(fifteen(), permissions=["clipboard-read", "clipboard-write"])
    tree(page).get_by_role("treeitem", name=re.compile("^Seq Scan on orders o")).click()
    panel(page).get_by_role("button", name="Copy this node as text").click()
    expect(page.get_by_text("copied").first).to_be_visible()
    node = page.evaluate("navigator.clipboard.readText()")
    assert "Seq Scan on orders o" in node
    assert "Rows Removed by Filter: 946964" in node
    page.get_by_role("button", name="Copy the whole plan as text").click()
    page.wait_for_function("async () => (await navigator.clipboard.readText()).includes('Execution Time')")
    assert page.evaluate("navigator.clipboard.readText()") == fifteen().to_text()


def test_the_saved_drawing_is_valid_and_complete(opened: Opened) -> None:
    page = opened(fifteen())
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as an SVG drawing").click()
    assert download.value.suggested_filename == "plan.svg"
    root = ElementTree.parse(download.value.path()).getroot()
    texts = [each.text for each in root.iter("{http://www.w3.org/2000/svg}text")]
    assert texts.count("Seq Scan") == 5
    assert "var(" not in Path(download.value.path()).read_text(encoding="utf-8")


# Hostile texts


@pytest.mark.parametrize("make", [hostile, lambda: hostile().diff(hostile("b" + HOSTILE))], ids=["plan", "diff"])
def test_markup_in_a_plan_is_only_ever_text(opened: Opened, make: Callable[[], Plan | PlanDiff]) -> None:
    page = opened(make())
    title = page.title()
    tree(page).get_by_role("treeitem").first.click()
    for name in ("icicle", "table", "tree"):
        page.get_by_role("button", name=f"Show as {name}").click()
    page.get_by_role("searchbox").fill("<script")
    root = page.locator(".workbench-plan")
    assert root.locator("img, script, iframe, [onerror], [onclick], a").count() == 0
    expect(panel(page)).to_contain_text("<img src=x onerror=")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as an SVG drawing").click()
    saved = ElementTree.parse(download.value.path()).getroot()
    assert not [each for each in saved.iter() if each.tag.endswith(("script", "}img", "foreignObject"))]
    page.wait_for_timeout(100)
    assert page.title() == title


def test_a_page_of_another_version_shows_the_static_tree(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "newer.html"
    file.write_text(fifteen().to_html().replace('{"version": 1,', '{"version": 2,'), encoding="utf-8")
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(file.as_uri())
    expect(page.get_by_role("table", name="Plan")).to_be_visible()
    assert "reads version 1 of the plan format, this is 2" in said[0]
    page.close()


# Accessibility


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("shape", ["tree", "icicle", "table", "diff", "static"])
def test_axe_finds_no_serious_violation(opened: Opened, shape: str, scheme: str) -> None:
    page = opened(mended() if shape == "diff" else fifteen(), color_scheme=scheme)
    if shape == "static":
        page.evaluate(
            "document.querySelector('.plan-static').hidden = false; document.querySelector('.workbench-plan').remove()"
        )
    else:
        tree(page).get_by_role("treeitem").nth(2).click()
        if shape != "diff":
            page.get_by_role("button", name=f"Show as {shape}").click()
    found = Axe().run(page)
    grave = [each for each in found.response["violations"] if each["impact"] in ("serious", "critical")]
    assert not grave, [(each["id"], each["nodes"][0]["html"][:200], each["nodes"][0]["failureSummary"]) for each in grave]


def test_where_the_focus_is_can_be_seen(opened: Opened) -> None:
    page = opened(fifteen())
    for element in (tree(page), panel(page), page.get_by_role("searchbox")):
        element.focus()
        press(page, "Shift")  # so that the browser takes the keyboard as the means
        assert element.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"


def test_a_plan_whose_statement_is_not_known_is_drawn(opened: Opened) -> None:
    subject = fifteen()
    page = opened(replace(subject, statement=None))
    expect(tree(page)).to_be_visible()
    assert panel(page).get_by_role("heading", name="Statement").count() == 0
