"""SQL cells as one types them in JupyterLab: coloured, and completed from the database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.lab import fresh_page, jupyter_lab, open_notebook, run_cell, shoot, write_notebook

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

CELLS = (
    "%load_ext workbench\n%connect\n%dataset shop --rows 20_000",
    "%%query\nselect 'text', 42 -- a note\nfrom orders",
    "%%explain\nselect id from orders",
    "%%trial create index on orders (user_id)\nselect count(*) from orders",
    "%%advise\nselect count(*) from orders",
    "import os  # select\nselect = 'from'",
    "%%time\nselect = 1",
    "%%query\nselect  from orders o",
    "%%fetch\nselect id from orders",
)


@pytest.fixture(scope="module", params=["lab", "notebook"])
def page(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, browser: Browser, server: None
) -> Iterator[Page]:
    folder = tmp_path_factory.mktemp("cells")
    write_notebook(folder / "cells.ipynb", *CELLS)
    with jupyter_lab(folder, application=request.param) as address, fresh_page(browser) as (page, external, errors):
        open_notebook(page, address, "cells.ipynb")
        page.name = request.param  # type: ignore[attr-defined]
        yield page
        assert external == []
        assert errors == []


def cell(page: Page, index: int) -> Locator:
    return page.locator(".jp-Cell").nth(index).locator(".cm-content")


def colours(page: Page, index: int) -> dict[str, str]:
    """The words of a cell that have a colour of their own, and what it is."""
    cell(page, index).scroll_into_view_if_needed()
    return cell(page, index).evaluate(
        """node => { const found = {}, plain = getComputedStyle(node).color;
          for (const span of node.querySelectorAll('.cm-line span'))
            if (getComputedStyle(span).color !== plain) found[span.textContent] = getComputedStyle(span).color;
          return found }"""
    )


def wait_for_colour(page: Page, index: int, word: str) -> None:
    cell(page, index).scroll_into_view_if_needed()
    expect(cell(page, index).locator("span", has_text=word).first).to_have_text(word, timeout=30_000)


@pytest.mark.parametrize("index", [1, 2, 3, 4, 8])
def test_the_body_of_a_magic_is_coloured_as_sql(page: Page, index: int) -> None:
    wait_for_colour(page, index, "select")
    found = colours(page, index)
    assert found["select"] == found["from"]
    assert found[CELLS[index].partition("\n")[0]] != found["select"]


def test_strings_numbers_and_comments_differ(page: Page) -> None:
    wait_for_colour(page, 1, "select")
    found = colours(page, 1)
    assert len({found["select"], found["'text'"], found["42"], found["-- a note"]}) == 4


def test_python_stays_python(page: Page) -> None:
    found = colours(page, 5)
    assert "import" in found
    assert "select" not in found
    assert found["# select"]
    assert "from" not in found
    assert "select" not in colours(page, 6)


def test_the_colours_follow_the_magic_as_it_is_typed(page: Page) -> None:
    place = cell(page, 6)
    place.click()
    page.keyboard.press("Control+a")
    page.keyboard.type("%%query\nselect 1 from x")
    wait_for_colour(page, 6, "from")
    page.keyboard.press("Control+Home")
    page.keyboard.press("Delete")  # %query: Python for all that IPython knows
    expect(place.locator("span", has_text="select")).to_have_count(0)


def test_a_column_is_in_the_popup_and_is_typed_by_it(page: Page) -> None:
    run_cell(page, 0)
    expect(page.locator(".jp-Cell").nth(0).locator(".jp-OutputArea-output").last).to_contain_text(
        "Dataset shop", timeout=120_000
    )
    place = cell(page, 7)
    place.click()
    page.keyboard.press("Control+Home")
    page.keyboard.press("ArrowDown")
    for _ in "select ":
        page.keyboard.press("ArrowRight")
    page.keyboard.type("o.")
    page.keyboard.press("Tab")
    popup = page.locator(".jp-Completer")
    expect(popup).to_be_visible(timeout=30_000)
    expect(popup.locator(".jp-Completer-item")).to_have_count(6)
    expect(popup).to_contain_text("created_at")
    expect(popup).to_contain_text("column")
    shoot(page, f"completion-{page.name}")  # type: ignore[attr-defined]
    page.keyboard.type("user")
    expect(popup.locator(".jp-Completer-item")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(place).to_contain_text("select o.user_id from orders o")


def test_shift_tab_shows_the_table(page: Page) -> None:
    """After the test before: the cell holds `select o.user_id from orders o`."""
    place = cell(page, 7)
    place.click()
    page.keyboard.press("Control+End")
    page.keyboard.press("Shift+Tab")
    shown = page.locator(".jp-Tooltip")
    expect(shown).to_contain_text("about 20,000 rows", timeout=30_000)
    expect(shown).to_contain_text("orders_pkey")
    shoot(page, f"hover-{page.name}")  # type: ignore[attr-defined]
    page.keyboard.press("Escape")
