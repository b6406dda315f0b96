"""The notebook on advice as a newcomer meets it: a sentence, a table to read at a glance, the curve, the proof."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.lab import command, fresh_page, jupyter_lab, open_notebook, run_all, shoot

ROOT = Path(__file__).parents[2]
NOTEBOOK = "03-advice.ipynb"

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The notebook without its outputs, and one cell more."""
    shutil.copy(ROOT / "notebooks" / NOTEBOOK, tmp_path)
    notebook = nbformat.read(tmp_path / NOTEBOOK, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell("print('all was run')"))
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.update(outputs=[], execution_count=None)
    nbformat.write(notebook, tmp_path / NOTEBOOK)
    return tmp_path


def test_what_was_advised_is_on_screen(folder: Path, browser: Browser, server: None) -> None:
    with jupyter_lab(folder) as address, fresh_page(browser) as (page, external, errors):
        open_notebook(page, address, NOTEBOOK)
        run_all(page, "all was run")
        for theme in ("Light", "Dark"):
            page.evaluate(
                "name => window.jupyterapp.commands.execute('apputils:change-theme', {theme: name})", f"JupyterLab {theme}"
            )
            _look(page, theme.lower())
        page.set_viewport_size({"width": 620, "height": 900})
        command(page, "application:toggle-left-area")
        _look_at(page, page.get_by_role("table", name="Indexes to make").first, "03-narrow")
        assert external == []
        assert errors == []


def _look(page: Page, theme: str) -> None:
    promised = page.locator(".jp-OutputArea-output", has_text="the planner promises").last
    chosen = promised.get_by_role("table", name="Indexes to make")
    expect(chosen).to_contain_text("create index on order_items (product_id)")
    expect(chosen).to_contain_text("promised")
    _look_at(page, chosen, f"03-promised-{theme}")
    _look_at(page, promised.get_by_role("img"), f"03-curve-{theme}")
    for summary in ("Rejected", "Statements without a new index"):
        details = promised.locator("details", has_text=summary)
        if theme == "light":
            details.locator("summary").click()
        _look_at(page, details.locator("summary"), f"03-{summary.split()[0].lower()}-{theme}")
    proven = page.locator(".jp-OutputArea-output", has_text="Built for real").first
    expect(proven.get_by_role("table", name="Indexes to make")).to_contain_text("as fast")
    _look_at(page, proven.get_by_role("table", name="Indexes to make"), f"03-proven-{theme}")


def _look_at(page: Page, thing: Locator, name: str) -> None:
    """Lab draws cells only once they are near the window, and then moves the others: until it is at rest."""
    thing.scroll_into_view_if_needed()
    page.wait_for_timeout(700)
    thing.scroll_into_view_if_needed()
    expect(thing).to_be_in_viewport()
    shoot(page, name)
