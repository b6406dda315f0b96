"""The first notebook as a newcomer meets it: JupyterLab in Chromium, real kernel, real server."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.lab import command, fresh_page, jupyter_lab, open_notebook, run_all, run_cell, shoot, write_notebook

ROOT = Path(__file__).parents[2]
NOTEBOOK = "01-first-look.ipynb"

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lab")
    shutil.copy(ROOT / "notebooks" / NOTEBOOK, folder)
    return folder


def _clean(folder: Path) -> None:
    """Without stored outputs, so that what is seen has been run here."""
    notebook = json.loads((folder / NOTEBOOK).read_text())
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell.update(outputs=[], execution_count=None)
    (folder / NOTEBOOK).write_text(json.dumps(notebook))


@pytest.fixture(scope="module", params=["JupyterLab Light", "JupyterLab Dark"], ids=["light", "dark"])
def executed(request: pytest.FixtureRequest, folder: Path, browser: Browser, server: None) -> Iterator[tuple[Page, str]]:
    """The notebook after Run All."""
    _clean(folder)
    with jupyter_lab(folder, request.param) as address, fresh_page(browser) as (page, external, errors):
        open_notebook(page, address, NOTEBOOK)
        run_all(page, "create index concurrently")
        yield page, request.param.rpartition(" ")[2].lower()
        assert external == [], "the notebook asked another machine for something"
        assert errors == []


def test_the_finding_is_on_screen(executed: tuple[Page, str]) -> None:
    page, theme = executed
    output = page.locator(".jp-OutputArea-output", has_text="Seq Scan on orders reads").first
    output.scroll_into_view_if_needed()
    expect(output).to_contain_text("reads 1,000,000 rows and throws 998,")
    expect(output).to_contain_text("ran in a transaction that was rolled back")
    expect(output.get_by_role("tree").get_by_role("treeitem", name=re.compile("^Seq Scan on orders"))).to_be_visible()
    shoot(page, f"plan-{theme}")


def test_the_verdict_is_on_screen_with_ratio_and_interval(executed: tuple[Page, str]) -> None:
    page, theme = executed
    output = page.locator(".jp-OutputArea-output", has_text="faster").first
    output.scroll_into_view_if_needed()
    text = output.inner_text()
    ratio = re.search(r"faster, ([\d,.]+)x as fast \(95 % interval", text)
    assert ratio, text[:300]
    assert float(ratio[1].replace(",", "")) > 10
    expect(output.get_by_role("img")).to_be_visible()
    expect(output.get_by_text("create index concurrently on orders")).to_be_visible()
    shoot(page, f"trial-{theme}")


def test_both_plans_unfold(executed: tuple[Page, str]) -> None:
    page, theme = executed
    for name, scan in (("Plan before", "Seq Scan on orders"), ("Plan after", "Index Scan using")):
        fold = page.locator("details", has_text=name).filter(has=page.locator("summary", has_text=name)).first
        fold.locator("summary").click()
        expect(fold.get_by_text(scan).first).to_be_visible()
    shoot(page, f"plans-{theme}")


def test_a_narrow_window_loses_nothing(executed: tuple[Page, str]) -> None:
    page, theme = executed
    page.set_viewport_size({"width": 620, "height": 900})
    command(page, "application:toggle-left-area")
    output = page.locator(".jp-OutputArea-output", has_text="Seq Scan on orders reads").first
    output.scroll_into_view_if_needed()
    expect(output.get_by_role("region", name="Details").get_by_text("998,").first).to_be_visible()
    shoot(page, f"narrow-{theme}")
    page.set_viewport_size({"width": 1280, "height": 900})


def test_an_untrusted_copy_still_shows_the_evidence(folder: Path, browser: Browser, server: None) -> None:
    """As a stranger opens it who got it by mail: not run, not trusted, through JupyterLab's sanitiser."""
    shutil.copy(ROOT / "notebooks" / NOTEBOOK, folder)
    with jupyter_lab(folder) as address, fresh_page(browser) as (page, external, errors):
        open_notebook(page, address, NOTEBOOK)
        output = page.locator(".jp-OutputArea-output", has_text="Seq Scan on orders reads").first
        output.scroll_into_view_if_needed()
        expect(output.get_by_role("table", name="Plan")).to_be_visible()
        trial = page.locator(".jp-OutputArea-output", has_text="✔ faster").first
        trial.scroll_into_view_if_needed()
        expect(trial.get_by_role("img")).to_be_visible()
        shoot(page, "untrusted")
        assert external == []
        assert errors == []


def test_the_tour_needs_neither_script_nor_network(tmp_path: Path, browser: Browser) -> None:
    """The page that `make tour` writes, from a file, with scripts switched off."""
    import nbformat

    from workbench.notebook.run import to_html

    report = tmp_path / "tour.html"
    report.write_text(to_html(nbformat.read(ROOT / "notebooks" / NOTEBOOK, as_version=4), "tour"), encoding="utf-8")
    assert "<script" not in report.read_text(encoding="utf-8")
    context = browser.new_context(java_script_enabled=False)
    asked: list[str] = []
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(report.as_uri())
    expect(page.get_by_text("reads 1,000,000 rows and throws 998,").first).to_be_visible()
    expect(page.get_by_role("img").first).to_be_visible()
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    shoot(page, "tour")
    context.close()


def test_stop_answers_within_a_second_and_the_next_cell_works(folder: Path, browser: Browser, server: None) -> None:
    """The Stop button, as the user presses it."""
    cells = ["%load_ext workbench\n%connect", "%%query\nselect pg_sleep(30)", "%query select 'still ' || 'here' as answer"]
    write_notebook(folder / "stop.ipynb", *cells)
    with jupyter_lab(folder) as address, fresh_page(browser) as (page, _, _):
        open_notebook(page, address, "stop.ipynb")
        command(page, "notebook:run-all-cells")
        expect(page.locator(".jp-Cell").nth(0).locator(".jp-OutputArea-output")).to_contain_text("Workbench on")
        page.wait_for_timeout(1000)
        command(page, "notebook:interrupt-kernel")
        stopped = page.locator(".jp-Cell").nth(1).locator(".jp-OutputArea-output")
        expect(stopped).to_contain_text("Cancelled: Stopped after", timeout=2000)
        assert len(stopped.inner_text().strip().splitlines()) <= 3
        run_cell(page, 2)
        expect(page.locator(".jp-Cell").nth(2).locator(".jp-OutputArea-output")).to_contain_text("still here")
        shoot(page, "stop")
