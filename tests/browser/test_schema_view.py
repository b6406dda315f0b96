"""The schema view: searched, clicked, by keyboard, with axe, light and dark, wide and narrow; and live in JupyterLab."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.lab import change_theme, fresh_page, jupyter_lab, open_notebook, run_all, shoot, write_notebook
from tests.unit.test_completion import CATALOG, table
from tests.unit.test_schema import COUNTED, hostile
from workbench.catalog import Catalog, ColumnStatistics, Table, TableColumn
from workbench.catalog.schema import Schema
from workbench.render import view
from workbench.render.schema_data import detail_data, schema_data
from workbench.sql import Column, Result

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

FILE = Path(view.__file__).with_name("schema-view.js")
SOURCE = FILE.read_text().replace("export default { render };", "window.view = { render };")
INTRUDERS = "document.querySelector('.workbench-schema').shadowRoot.querySelectorAll('img[src=x], script, b b').length"
# A model that anywidget would give, without a kernel: what the view sets is kept, what Python would answer is there already.
PAGE = """<!doctype html><html lang=en><meta charset=utf-8><title>Schema</title><body><main id=here></main>
<script>%s
const state = %s, listeners = {};
window.model = { get: (key) => state[key], set: (key, value) => { state[key] = value; }, save_changes() {},
  on: (event, f) => { (listeners[event] ??= []).push(f); }, off() {},
  answer: (key, value) => { state[key] = value; for (const f of listeners["change:" + key] ?? []) f(); } };
window.view.render({ model: window.model, el: document.getElementById("here") });</script>"""
SPREAD = ColumnStatistics(0.1, 8, 5, 0.1, ("pending", "shipped"), (0.5, 0.4))

Opened = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser) -> Iterator[Opened]:
    pages: list[Page] = []

    def open_view(schema: Schema, detail: dict | None = None, selected: int | None = None, **options: object) -> Page:
        page = browser.new_page(**options)  # type: ignore[arg-type]
        pages.append(page)
        page.errors = []  # type: ignore[attr-defined]
        page.on("pageerror", lambda error: page.errors.append(str(error)))  # type: ignore[attr-defined]
        state = {"schema_data": schema_data(schema), "selected": selected, "search": "", "detail": detail or {}}
        page.set_content(PAGE % (SOURCE, json.dumps(state).replace("</", "<\\/")))
        return page

    yield open_view
    for page in pages:
        assert page.errors == []  # type: ignore[attr-defined]
        page.close()


def detail() -> dict:
    one = Table("s", "t", "table", True, (TableColumn("status", "text", 1, True, statistics=SPREAD),))
    return detail_data(
        one, Result((Column("id", "int8"), Column("note", "text")), ((1, None), (2, "<b>bold</b>")), "", (), 1.0), ""
    )


def names(page: Page) -> list[str]:
    return (
        page.get_by_role("list", name="Tables")
        .get_by_role("button")
        .evaluate_all("found => found.map((b) => b.firstChild.textContent)")
    )


def test_the_search_finds_tables_by_column(opened: Opened) -> None:
    page = opened(Schema.of(CATALOG))
    assert len(names(page)) == len(CATALOG.tables)
    page.get_by_role("searchbox").fill("EMAIL")
    assert names(page) == ["users"]
    expect(page.get_by_role("status")).to_have_text(f"1 of {len(CATALOG.tables)} tables")
    assert page.evaluate("model.get('search')") == "EMAIL"
    page.evaluate("model.answer('search', 'order')")
    assert names(page)[0] == "orders"


def test_a_click_shows_columns_indexes_rows_and_statistics(opened: Opened) -> None:
    page = opened(Schema.of(CATALOG))
    expect(page.get_by_role("img", name="Foreign keys: orders to users")).to_be_visible()
    page.get_by_role("button", name="orders").first.click()
    assert page.evaluate("model.get('selected')") == 0
    panel = page.get_by_role("region", name="Details")
    expect(panel.get_by_role("heading", name="orders")).to_be_visible()
    expect(panel).to_contain_text("Reading rows")
    page.evaluate("detail => model.answer('detail', detail)", {**detail(), "table": 1})  # the answer to an earlier click
    expect(panel.get_by_role("table", name="First 2 rows found")).to_have_count(0)
    page.evaluate("detail => model.answer('detail', detail)", {**detail(), "table": 0})
    expect(panel.get_by_role("table", name="Columns")).to_contain_text("→ users.id")
    expect(panel.get_by_role("table", name="Indexes")).to_contain_text("orders_pkey")
    expect(panel.get_by_role("table", name="First 2 rows found")).to_contain_text("<b>bold</b>")
    panel.get_by_text("status").last.click()
    expect(panel.get_by_text("shipped")).to_be_visible()
    expect(panel.get_by_text("50 %")).to_be_visible()
    page.get_by_role("button", name="orders").first.click()
    expect(panel).to_contain_text("Choose a table")


def test_why_there_are_no_rows_is_told(opened: Opened) -> None:
    page = opened(Schema.of(CATALOG), {**detail_data(COUNTED, None, "permission denied"), "table": 0}, 0)
    expect(page.get_by_text("permission denied")).to_be_visible()


def test_arrows_walk_from_the_search_through_the_list(opened: Opened) -> None:
    page = opened(Schema.of(CATALOG))
    page.get_by_role("searchbox").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.evaluate("model.get('selected')") == 1
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("searchbox")).to_be_focused()


def test_names_from_the_database_are_text(opened: Opened) -> None:
    page = opened(hostile(), {**detail(), "table": 0}, 0)
    assert page.evaluate(INTRUDERS) == 0
    expect(page.get_by_role("table", name="Columns")).to_contain_text("<img src=x onerror=alert(1)>")


def test_a_thousand_tables_are_searched_not_listed(opened: Opened) -> None:
    page = opened(Schema.of(Catalog(tuple(table(f"t{i:04}", "id") for i in range(1_000)), ("shop",), (), 18)))
    assert len(names(page)) == 200
    expect(page.get_by_role("status")).to_have_text("1000 of 1000 tables, the first 200 shown")
    page.get_by_role("searchbox").fill("t0999")
    assert names(page) == ["t0999"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1200, 480])
def test_axe_finds_nothing_and_nothing_overflows(opened: Opened, scheme: str, width: int) -> None:
    for selected, name in ((None, "diagram"), (0, "table")):
        page = opened(
            Schema.of(CATALOG),
            {**detail(), "table": 0},
            selected,
            color_scheme=scheme,
            viewport={"width": width, "height": 800},
        )
        if selected is not None:
            page.locator("summary").last.click()
        shoot(page, f"schema-view-{name}-{scheme}-{width}", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(page).response["violations"]
        grave = [each for each in found if each["impact"] in ("serious", "critical")]
        assert not grave, [(each["id"], each["nodes"][0]["html"][:200], each["nodes"][0]["failureSummary"]) for each in grave]


def test_it_is_live_in_jupyterlab(tmp_path: Path, browser: Browser, server: None) -> None:
    cells = [
        "%load_ext workbench\n%connect\n%dataset shop --rows 20_000",
        "%schema shop",
        "w = get_ipython().run_line_magic('schema', '--widget shop'); w",
        "print('all was run')",
    ]
    write_notebook(tmp_path / "schema.ipynb", *cells)
    with jupyter_lab(tmp_path) as address, fresh_page(browser) as (page, external, errors):
        open_notebook(page, address, "schema.ipynb")
        run_all(page, "all was run")
        static = page.locator(".jp-OutputArea-output", has_text="4 tables, 3 foreign keys").first
        expect(static.get_by_role("img")).to_be_attached()
        for theme in ("Light", "Dark"):
            change_theme(page, theme)
            static.scroll_into_view_if_needed()
            page.wait_for_timeout(700)
            shoot(page, f"schema-static-{theme.lower()}")
        widget = page.locator(".workbench-schema")
        widget.scroll_into_view_if_needed()
        widget.get_by_role("searchbox").fill("user")
        widget.get_by_role("button", name="orders").click()
        expect(widget.get_by_role("table", name="First 10 rows found")).to_contain_text("delivered", timeout=30_000)
        widget.locator("summary", has_text="total").click()
        expect(widget.get_by_text("How values are spread")).to_be_visible()
        page.keyboard.press("d")
        page.keyboard.press("d")
        expect(widget).to_be_visible()  # no cell was deleted by the keys
        for theme in ("Dark", "Light"):
            change_theme(page, theme)
            widget.scroll_into_view_if_needed()
            page.wait_for_timeout(700)
            shoot(page, f"schema-widget-{theme.lower()}")
        assert external == []
        assert errors == []
