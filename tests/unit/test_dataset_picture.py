"""The picture of a dataset's distributions: what gets a chart, the same bytes each time, and nothing of the data is markup."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pandas as pd
import pytest

import workbench
from workbench.datagen import dataset_names, find_dataset
from workbench.render.dataset_picture import dataset_svg, panels


def frames(name: str, rows: int) -> dict[str, pd.DataFrame]:
    made = workbench.generate(name, rows=rows)
    return {table: made[table] for table in made.rows}


def test_labels_times_numbers_and_children_get_a_chart_and_keys_do_not() -> None:
    found = {(p.table, p.column): p.kind for p in panels(frames("shop", 5_000), {("orders", "user_id"): 100})}
    assert found["orders", "status"] == "labels"
    assert found["orders", "created_at"] == "times"
    assert found["orders", "total"] == "numbers"
    assert found["orders", "user_id"] == "children"
    assert not {("orders", "id"), ("customers", "email"), ("orders", "note")} & set(found)
    assert len(found) <= 12


def test_the_same_rows_give_the_same_bytes() -> None:
    assert dataset_svg("t", frames("tenants", 2_000), {}) == dataset_svg("t", frames("tenants", 2_000), {})


def test_what_is_in_the_data_stays_text() -> None:
    hostile = "<script>alert(1)</script>"
    svg = dataset_svg(hostile, {"t": pd.DataFrame({"c": [hostile, "a", "a"] * 9})}, {})
    assert "<script" not in svg
    assert ET.fromstring(svg).tag.endswith("svg")


@pytest.mark.parametrize("name", dataset_names())
def test_every_readme_shows_its_picture(name: str) -> None:
    folder = find_dataset(name).path
    readme = (folder / "README.md").read_text()
    assert "![Distributions](distributions.svg)" in readme
    assert f"python -m workbench draw {name}" in readme
    assert ET.parse(folder / "distributions.svg").getroot().tag.endswith("svg")
