"""The notebook on advice as a newcomer meets it: a sentence, a table to read at a glance, the curve, the proof."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.lab import change_theme, command, copied, fresh_page, jupyter_lab, open_notebook, run_all, shoot_at

NOTEBOOK = "03-advice.ipynb"

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copied(NOTEBOOK, tmp_path, "print('all was run')")


def test_what_was_advised_is_on_screen(folder: Path, browser: Browser, server: None) -> None:
    with jupyter_lab(folder) as address, fresh_page(browser) as (page, external, errors):
        open_notebook(page, address, NOTEBOOK)
        run_all(page, "all was run")
        for theme in ("Light", "Dark"):
            change_theme(page, theme)
            _look(page, theme.lower())
        page.set_viewport_size({"width": 620, "height": 900})
        command(page, "application:toggle-left-area")
        shoot_at(page, page.get_by_role("table", name="Indexes to make").first, "03-narrow")
        assert external == []
        assert errors == []


def _look(page: Page, theme: str) -> None:
    promised = page.locator(".jp-OutputArea-output", has_text="the planner promises").last
    chosen = promised.get_by_role("table", name="Indexes to make")
    expect(chosen).to_contain_text("create index on order_items (product_id)")
    expect(chosen).to_contain_text("promised")
    shoot_at(page, chosen, f"03-promised-{theme}")
    shoot_at(page, promised.get_by_role("img"), f"03-curve-{theme}")
    for summary in ("Rejected", "Statements without a new index"):
        details = promised.locator("details", has_text=summary)
        if theme == "light":
            details.locator("summary").click()
        shoot_at(page, details.locator("summary"), f"03-{summary.split()[0].lower()}-{theme}")
    proven = page.locator(".jp-OutputArea-output", has_text="Built for real").first
    expect(proven.get_by_role("table", name="Indexes to make")).to_contain_text("as fast")
    shoot_at(page, proven.get_by_role("table", name="Indexes to make"), f"03-proven-{theme}")
