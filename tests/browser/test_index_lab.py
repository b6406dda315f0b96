"""The index lab by mouse: pick, tick, read the promise, prove, take the cell along."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.lab import change_theme, command, fresh_page, jupyter_lab, open_notebook, run_all, shoot, write_notebook

CELLS = (
    "%load_ext workbench\n%connect\n%dataset shop --rows 20_000",
    "%lab shop",
    "print('all was run')",
)

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def test_a_promise_is_proven_by_mouse(tmp_path: Path, browser: Browser, server: None) -> None:
    write_notebook(tmp_path / "lab.ipynb", *CELLS)
    with jupyter_lab(tmp_path) as address, fresh_page(browser) as (page, external, errors):
        open_notebook(page, address, "lab.ipynb")
        run_all(page, "all was run")
        lab = page.locator(".jp-OutputArea-output", has=page.get_by_role("combobox"))
        expect(lab).to_contain_text("Tick a candidate")
        expect(lab.get_by_role("button", name="Prove")).to_be_disabled()
        _look(page, "index-lab-offered")
        lab.get_by_role("checkbox").first.check()
        expect(lab).to_contain_text("times cheaper for")
        _look(page, "index-lab-promised")
        lab.get_by_role("button", name="As a cell").click()
        expect(lab.locator("textarea")).to_have_value(_starts("%%trial create index on"))
        lab.get_by_role("button", name="Prove").click()
        expect(lab).to_contain_text("Rolled back", timeout=60_000)
        for theme in ("Dark", "Light"):
            change_theme(page, theme)
            page.wait_for_timeout(500)
            lab.get_by_role("img").scroll_into_view_if_needed()
            _look(page, f"index-lab-proven-{theme.lower()}")
        lab.get_by_role("combobox").select_option("sales of a product")
        expect(lab).to_contain_text("product_id")
        own = lab.get_by_role("textbox", name="Your own")
        own.fill("create index on order_items (nonsense)")
        lab.get_by_role("button", name="Add").click()
        expect(lab.get_by_role("alert")).to_contain_text("does not exist")
        own.fill("create index on order_items (product_id) include (quantity, unit_price)")
        lab.get_by_role("button", name="Add").click()
        expect(lab.get_by_role("checkbox").first).to_be_checked()
        page.set_viewport_size({"width": 620, "height": 900})
        command(page, "application:toggle-left-area")
        _look(page, "index-lab-narrow")
        assert external == []
        assert errors == []


def _starts(text: str) -> re.Pattern[str]:
    return re.compile(re.escape(text) + ".*")


def _look(page: Page, name: str) -> None:
    page.wait_for_timeout(500)
    shoot(page, name)
