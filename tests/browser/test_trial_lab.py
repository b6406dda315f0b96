"""The notebook on trials as a newcomer meets it: a matrix to read at a glance, a trial to explore."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.lab import command, fresh_page, jupyter_lab, open_notebook, run_all, shoot

ROOT = Path(__file__).parents[2]
NOTEBOOK = "02-trial.ipynb"
CHANGE_THEME = "name => window.jupyterapp.commands.execute('apputils:change-theme', {theme: name})"

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The notebook without its outputs, and two cells more."""
    shutil.copy(ROOT / "notebooks" / NOTEBOOK, tmp_path)
    notebook = nbformat.read(tmp_path / NOTEBOOK, as_version=4)
    notebook.cells += [nbformat.v4.new_code_cell(text) for text in ("helps.widget()", "print('all was run')")]
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.update(outputs=[], execution_count=None)
    nbformat.write(notebook, tmp_path / NOTEBOOK)
    return tmp_path


def test_what_a_trial_found_is_on_screen(folder: Path, browser: Browser, server: None) -> None:
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
        _look_at(page, page.get_by_role("table", name="Statements and changes"), "02-narrow")
        assert external == []
        assert errors == []


def _look(page: Page, theme: str) -> None:
    trial = page.locator(".jp-OutputArea-output", has_text="✔ faster").first
    _look_at(page, trial.get_by_role("img"), f"02-trial-{theme}")
    price = trial.get_by_role("table", name="Price")
    _look_at(page, price, f"02-price-{theme}")
    expect(price).to_contain_text("insert, 1,000 rows of orders")
    matrix = page.get_by_role("table", name="Statements and changes")
    _look_at(page, matrix, f"02-matrix-{theme}")
    expect(matrix).to_contain_text("open orders of a customer")
    expect(page.get_by_role("table", name="Changes", exact=True)).to_contain_text("dead weight")
    _look_at(page, page.get_by_role("treeitem").last, f"02-widget-{theme}")


def _look_at(page: Page, thing: Locator, name: str) -> None:
    """Lab draws cells only once they are near the window, and then moves the others: until it is at rest."""
    thing.scroll_into_view_if_needed()
    page.wait_for_timeout(700)
    thing.scroll_into_view_if_needed()
    expect(thing).to_be_in_viewport()
    shoot(page, name)
