"""The notebook on trials as a newcomer meets it: a matrix to read at a glance, a trial to explore."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.lab import change_theme, command, copied, fresh_page, jupyter_lab, open_notebook, run_all, shoot_at

NOTEBOOK = "02-trial.ipynb"

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copied(NOTEBOOK, tmp_path, "helps.widget()", "print('all was run')")


def test_what_a_trial_found_is_on_screen(folder: Path, browser: Browser, server: None) -> None:
    with jupyter_lab(folder) as address, fresh_page(browser) as (page, external, errors):
        open_notebook(page, address, NOTEBOOK)
        run_all(page, "all was run")
        for theme in ("Light", "Dark"):
            change_theme(page, theme)
            _look(page, theme.lower())
        page.set_viewport_size({"width": 620, "height": 900})
        command(page, "application:toggle-left-area")
        shoot_at(page, page.get_by_role("table", name="Statements and changes"), "02-narrow")
        assert external == []
        assert errors == []


def _look(page: Page, theme: str) -> None:
    trial = page.locator(".jp-OutputArea-output", has_text="✔ faster").first
    shoot_at(page, trial.get_by_role("img"), f"02-trial-{theme}")
    price = trial.get_by_role("table", name="Price")
    shoot_at(page, price, f"02-price-{theme}")
    expect(price).to_contain_text("insert, 1,000 rows of orders")
    matrix = page.get_by_role("table", name="Statements and changes")
    shoot_at(page, matrix, f"02-matrix-{theme}")
    expect(matrix).to_contain_text("open orders of a customer")
    expect(page.get_by_role("table", name="Changes", exact=True)).to_contain_text("dead weight")
    shoot_at(page, page.get_by_role("treeitem").last, f"02-widget-{theme}")
