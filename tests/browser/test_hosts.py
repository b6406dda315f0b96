"""The plan view in its hosts: a live notebook, the same one reopened with no kernel (trusted and not), Notebook 7, nbconvert.

The page of its own is in test_view.py, the documentation in test_docs.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbconvert import HTMLExporter
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.lab import command, fresh_page, jupyter_lab, open_notebook, run_all, run_cell, shoot, write_notebook
from tests.subjects import fifteen, hostile, mended
from workbench.notebook.run import execute

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

CELLS = (
    "from pathlib import Path\nimport workbench\n%load_ext workbench\n"
    "plan, hostile, before, after = (workbench.read_plan(Path(name)) for name in ('plan', 'hostile', 'before', 'after'))",
    "plan",
    "before.diff(after)",
    "hostile",
    "hostile.widget()",
    "seen = []\nwidget = plan.widget()\nwidget.on_select(lambda node: seen.append(node and node.label))\nwidget",
    "print('seen', seen, widget.selected, widget.colour, widget.view, widget.folded)",
)
PLAN, DIFF, HOSTILE, HOSTILE_WIDGET, WIDGET, SEEN = range(1, 7)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four plans, and a notebook that shows them."""
    folder = tmp_path_factory.mktemp("hosts")
    diff = mended()
    for name, plan in (("plan", fifteen()), ("hostile", hostile()), ("before", diff.before), ("after", diff.after)):
        (folder / name).write_text(plan.to_json(), encoding="utf-8")
    write_notebook(folder / "hosts.ipynb", *CELLS)
    return folder


@pytest.fixture(scope="module")
def live(folder: Path, browser: Browser) -> Iterator[tuple[Page, str]]:
    """The notebook after Run All, and the address of its JupyterLab."""
    with jupyter_lab(folder) as address, fresh_page(browser) as (page, external, errors):
        open_notebook(page, address, "hosts.ipynb")
        run_all(page, "seen []")
        yield page, address
        assert external == []
        assert errors == []


def output(page: Page, cell: int) -> Locator:
    return page.locator(".jp-Cell").nth(cell).locator(".jp-OutputArea-output")


def node(within: Locator, name: str) -> Locator:
    return within.get_by_role("treeitem", name=re.compile(f"^{name}"))


def chosen(within: Locator) -> list[str]:
    """The labels of the selected nodes."""
    found = within.locator("[role=treeitem][aria-selected=true]")
    return [str(each.get_attribute("aria-label")).split(",")[0] for each in found.all()]


def looked_at(page: Page, name: str) -> None:
    """What each reopened notebook must show: plan and diff to explore, the hostile one as text."""
    shown = output(page, PLAN)
    shown.scroll_into_view_if_needed()
    node(shown, "Seq Scan on order_items i").click()
    expect(shown.get_by_role("region", name="Details").get_by_text("2,000,000: as planned")).to_be_visible()
    shoot(page, name)
    output(page, DIFF).scroll_into_view_if_needed()
    expect(node(output(page, DIFF), "Seq Scan -> Index Scan")).to_be_visible()
    harmless(page, output(page, HOSTILE))


def harmless(page: Page, shown: Locator) -> None:
    shown.scroll_into_view_if_needed()
    expect(shown.get_by_role("tree")).to_be_visible()
    assert shown.locator("img, script, iframe, [onerror]").count() == 0
    assert "owned" not in page.title()


def test_a_live_notebook_shows_the_view(live: tuple[Page, str]) -> None:
    page, _ = live
    looked_at(page, "host-lab")
    harmless(page, output(page, HOSTILE_WIDGET))


def test_a_selection_goes_to_python_and_back(live: tuple[Page, str]) -> None:
    page, _ = live
    widget = output(page, WIDGET)
    widget.scroll_into_view_if_needed()
    node(widget, "Seq Scan on orders o").click()
    widget.get_by_role("combobox").select_option("rows")
    run_cell(page, SEEN)
    expect(output(page, SEEN)).to_contain_text("seen ['Seq Scan on orders o'] 10 rows tree []")
    command(page, "notebook:insert-cell-below")
    page.evaluate(
        """() => { const cell = window.jupyterapp.shell.currentWidget.content.activeCell;
           cell.model.sharedModel.setSource("widget.selected = 14; widget.view = 'icicle'; widget.folded = [1]") }"""
    )
    command(page, "notebook:run-cell")
    expect(widget.get_by_role("button", name="Show as icicle")).to_have_attribute("aria-pressed", "true")
    expect(node(widget, "InitPlan 1: Aggregate")).to_have_attribute("aria-expanded", "false")
    assert chosen(widget) == ["Seq Scan on products p"]
    assert chosen(output(page, PLAN)) != chosen(widget), "the output above is a view of its own"
    shoot(page, "host-widget")
    command(page, "notebook:delete-cell")


def test_keys_pressed_in_the_view_are_none_of_labs(live: tuple[Page, str]) -> None:
    """`d d` would delete the cell, `a` and `b` insert one, `m` make it Markdown."""
    page, _ = live
    cells = page.locator(".jp-Cell").count()
    for cell in (PLAN, WIDGET):
        output(page, cell).get_by_role("tree").focus()
        for key in "ddabm0":
            page.keyboard.press(key)
        output(page, cell).get_by_role("searchbox").fill("")
        page.keyboard.type("add b")
        expect(output(page, cell).get_by_role("searchbox")).to_have_value("add b")
        page.keyboard.press("Escape")
    assert page.locator(".jp-Cell").count() == cells


def test_reopened_with_the_kernel_shut_down_it_is_as_interactive(live: tuple[Page, str]) -> None:
    """Trusted: the notebook was run and saved on this machine."""
    page, address = live
    page.evaluate("async () => { await window.jupyterapp.shell.currentWidget.context.save() }")
    open_notebook(page, address, "hosts.ipynb")
    page.evaluate("async () => { await window.jupyterapp.shell.currentWidget.sessionContext.shutdown() }")
    assert page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.session") is None
    assert trusted(page)
    looked_at(page, "host-trusted")


def trusted(page: Page) -> bool:
    return bool(
        page.evaluate(
            """() => window.jupyterapp.shell.currentWidget.content.widgets
                   .filter(({ model }) => model.type === "code").every(({ model }) => model.trusted)"""
        )
    )


@pytest.fixture(scope="module")
def executed(folder: Path) -> Path:
    """The notebook as somebody else ran it, on another machine: nobody has signed it here."""
    notebook, _ = execute(folder / "hosts.ipynb", reproducible=False)
    nbformat.write(notebook, folder / "executed.ipynb")
    return folder / "executed.ipynb"


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_a_strangers_notebook_is_interactive_and_harmless(executed: Path, browser: Browser, theme: str) -> None:
    """Not trusted, never run here, no kernel."""
    with jupyter_lab(executed.parent, theme) as address, fresh_page(browser) as (page, external, errors):
        open_notebook(page, address, executed.name)
        page.evaluate("async () => { await window.jupyterapp.shell.currentWidget.sessionContext.shutdown() }")
        assert not trusted(page)
        looked_at(page, f"host-untrusted-{theme.split()[-1].lower()}")
        assert (external, errors) == ([], [])


def test_notebook_7_shows_the_same(executed: Path, browser: Browser) -> None:
    with jupyter_lab(executed.parent, application="notebook") as address, fresh_page(browser) as (page, external, errors):
        open_notebook(page, address, executed.name)
        looked_at(page, "host-notebook7")
        assert (external, errors) == ([], [])


def test_nbconvert_shows_the_static_tree_offline(executed: Path, browser: Browser, tmp_path: Path) -> None:
    """nbconvert's own template, as anybody calls it; it asks for scripts elsewhere, and gets none."""
    file = tmp_path / "converted.html"
    file.write_text(HTMLExporter().from_filename(executed)[0], encoding="utf-8")
    with fresh_page(browser) as (page, _, _):
        page.goto(file.as_uri())
        expect(page.get_by_role("table", name="Plan").first).to_be_visible()
        expect(page.get_by_text("throws 946,964 away").first).to_be_visible()
        assert page.locator("img[src=x], [onerror]").count() == 0
        page.wait_for_timeout(200)
        assert "owned" not in page.title()
        shoot(page, "host-nbconvert")


def test_ten_widgets_are_independent(folder: Path, browser: Browser) -> None:
    widgets = "from IPython.display import display\nwidgets = [plan.widget() for _ in range(10)]\ndisplay(*widgets)"
    write_notebook(folder / "ten.ipynb", CELLS[0], widgets, "print('seen', [each.selected for each in widgets])")
    with jupyter_lab(folder) as address, fresh_page(browser) as (page, external, errors):
        open_notebook(page, address, "ten.ipynb")
        run_all(page, "seen [None")
        expect(page.get_by_role("tree")).to_have_count(10)
        third = output(page, 1).nth(2)
        third.scroll_into_view_if_needed()
        node(third, "Limit").click()
        run_cell(page, 2)
        expect(output(page, 2)).to_contain_text("seen [None, None, 0, None, None, None, None, None, None, None]")
        assert [len(chosen(each)) for each in output(page, 1).all()] == [0, 0, 1, 0, 0, 0, 0, 0, 0, 0]
        assert (external, errors) == ([], [])
