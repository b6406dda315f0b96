"""The documentation as a host of the view: a page with a live plan, opened from a file."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.lab import ROOT, fresh_page, shoot

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The documentation, as `make check` builds it."""
    folder = tmp_path_factory.mktemp("docs")
    subprocess.run([sys.executable, "-m", "sphinx", "-q", "-W", "-b", "html", str(ROOT / "docs"), str(folder)], check=True)
    return folder


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_plan_in_the_documentation_is_interactive(built: Path, browser: Browser, scheme: str) -> None:
    with fresh_page(browser) as (page, external, errors):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.goto((built / "view.html").as_uri())
        page.get_by_role("treeitem", name=re.compile("^Seq Scan on order_items i")).click()
        expect(page.get_by_role("region", name="Details").get_by_text("2,000,000: as planned")).to_be_visible()
        shoot(page, f"host-docs-{scheme}")
        assert (external, errors) == ([], [])


def test_without_script_the_documentation_shows_the_static_tree(built: Path, browser: Browser) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto((built / "view.html").as_uri())
    expect(page.get_by_role("table", name="Plan")).to_be_visible()
    page.close()
