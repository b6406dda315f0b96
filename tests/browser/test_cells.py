"""SQL cells in a real JupyterLab: results, the transaction's footer, errors, and the Stop button."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.lab import fresh_page, jupyter_lab, open_notebook, run_cell, shoot, write_notebook

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

SEVERAL = """%%query shown <<
create temp table parcels as
  select n as id, n * 1.25 as weight_kg, case when n % 3 = 0 then 'a <b>bold</b> note ' || n end as note
    from generate_series(1, 300) n;
do $$ begin raise notice 'three hundred parcels'; end $$;
select * from parcels order by id"""
CELLS = [
    "%load_ext workbench\n%connect",
    SEVERAL,
    "%transaction begin",
    "%%query\nupdate parcels set weight_kg = 0 where id < 10",
    "%%query\nselect weight\n  from parcel",
    "%transaction rollback",
    "%transaction sandbox",
    "%%query\nselect *\n  from parcells",
    "%%query\nselect " + ", ".join(f"{n} as column_{n}" for n in range(40)),
    "%transaction end",
    "%%query\nselect count(*) from generate_series(1, 1000000000) g",
    "%%query\nselect 'still ' || 'here' as answer",
    "shown.df.shape",
]


@pytest.fixture(scope="module", params=["JupyterLab Light", "JupyterLab Dark"], ids=["light", "dark"])
def lab(request: pytest.FixtureRequest, browser: Browser, tmp_path_factory, server: None) -> Iterator[tuple[Page, str]]:
    folder = tmp_path_factory.mktemp("cells")
    write_notebook(Path(folder) / "cells.ipynb", *CELLS)
    with jupyter_lab(folder, request.param) as address, fresh_page(browser, height=1500) as (page, external, errors):
        open_notebook(page, address, "cells.ipynb")
        yield page, request.param.rpartition(" ")[2].lower()
        assert external == []
        assert errors == []


def _output(page: Page, index: int) -> Locator:
    """Runs a cell and gives its output."""
    run_cell(page, index)
    return page.locator(".jp-CodeCell").nth(index).locator(".jp-Cell-outputArea")


def _shows(output: Locator, text: str) -> None:
    """Sooner or later: a kernel takes its time on a busy machine."""
    expect(output).to_contain_text(text, timeout=60_000)


def test_cells_show_what_happened_and_stop_stops(lab: tuple[Page, str]) -> None:
    page, theme = lab
    _shows(_output(page, 0), "Workbench on embedded PostgreSQL")
    several = _output(page, 1)
    _shows(several, "300 rows, the first 20 shown")
    text = several.inner_text()
    assert text.index("SELECT 300") < text.index("NOTICE: three hundred parcels") < text.index("300 rows")
    assert "a <b>bold</b> note 3" in text
    assert several.get_by_role("columnheader", name="weight_kg").evaluate("e => getComputedStyle(e).textAlign") == "right"
    assert several.locator("em", has_text="null").first.evaluate("e => getComputedStyle(e).fontStyle") == "italic"

    _shows(_output(page, 2), "transaction open")
    updated = _output(page, 3)
    _shows(updated, "UPDATE 9")
    _shows(updated, "transaction open")
    failed = _output(page, 4)
    _shows(failed, "LINE 2:   from parcel")
    _shows(failed, "The transaction has failed: end it with rollback.")
    ended = _output(page, 5)
    _shows(ended, "ROLLBACK")
    expect(ended).not_to_contain_text("transaction open")
    _shows(_output(page, 6), "sandbox: all of it is undone")
    _shows(_output(page, 7), 'relation "parcells" does not exist')
    wide = _output(page, 8)
    _shows(wide, "sandbox: all of it is undone")
    box = wide.locator("table").locator("..")
    assert box.evaluate("e => e.scrollWidth > e.clientWidth"), "forty columns scroll inside of their output"
    _shows(_output(page, 9), "ROLLBACK")
    shoot(page, f"cells-{theme}")

    run_cell(page, 10)
    expect(page.locator(".jp-CodeCell").nth(10).locator(".jp-InputPrompt")).to_contain_text("*", timeout=60_000)
    page.wait_for_timeout(700)
    page.locator('[data-command="notebook:interrupt-kernel"]').first.click()
    stopped = page.locator(".jp-CodeCell").nth(10).locator(".jp-Cell-outputArea")
    expect(stopped).to_contain_text("the connection is usable", timeout=20_000)
    told = stopped.inner_text().strip()
    assert re.fullmatch(r"Cancelled: Stopped after \d+\.\d s\. .*", told), told
    _shows(_output(page, 11), "still here")
    _shows(_output(page, 12), "(300, 3)")
    shoot(page, f"cells-stopped-{theme}")
