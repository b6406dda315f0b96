"""The schema as a value, in words, as HTML and as a diagram."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.test_completion import CATALOG, INDEX, table
from workbench.catalog import Catalog, ColumnStatistics, ForeignKey, Table, TableColumn
from workbench.catalog.schema import Schema
from workbench.errors import BadInput
from workbench.render.options import options
from workbench.render.schema_html import MOST_TABLES, schema_html, schema_text, table_html
from workbench.render.schema_layout import layout
from workbench.render.schema_picture import MOST_TABLES as MOST_DRAWN
from workbench.render.schema_picture import schema_svg

WHOLE = Schema.of(CATALOG)
HOSTILE = '<img src=x onerror=alert(1)>&"\x07'


@pytest.fixture
def reproducible() -> object:
    options.reproducible = True
    yield
    options.reproducible = False


def test_a_table_a_schema_and_all_are_found_by_name() -> None:
    assert [table.name for table in Schema.of(CATALOG, "orders")] == ["orders"]
    assert [table.name for table in Schema.of(CATALOG, "shop.orders")] == ["orders"]
    assert [table.name for table in Schema.of(CATALOG, "other")] == ["Odd Table"]
    assert len(WHOLE) == len(CATALOG.tables)


def test_an_unknown_name_tells_the_nearest() -> None:
    with pytest.raises(BadInput, match="orders") as caught:
        Schema.of(CATALOG, "ordesr")
    assert "Nearest: orders" in str(caught.value)


def test_search_looks_into_columns_comments_and_indexes() -> None:
    assert [table.name for table in WHOLE.search("EMAIL")] == ["users"]
    assert [table.name for table in WHOLE.search("orders_pk")] == ["orders"]
    assert len(WHOLE.search("no such thing")) == 0


def test_keys_are_followed_both_ways() -> None:
    orders = CATALOG.tables[0]
    assert WHOLE.parent(orders, orders.foreign[0]) is CATALOG.tables[1]
    assert [table.name for table, _ in WHOLE.pointing_to(orders)] == ["order_items"]


def test_partitions_are_counted_not_listed() -> None:
    whole = table("events", "id")
    parts = [table(f"events_{i}", "id", parent=("shop", "events")) for i in range(3)]
    schema = Schema.of(Catalog((whole, *parts), ("shop",), (), 18))
    assert [one.name for one in schema] == ["events"]
    assert "3 partitions" in schema_text(schema)


STATISTICS = ColumnStatistics(0.25, 8, -1, 0.5)
COUNTED = Table("shop", "counted", "table", True, (TableColumn("x", "int", 1, True, "0", "why", STATISTICS),), 5000, 9, 73728,
                (INDEX,))  # fmt: skip


def test_figures_are_told_and_left_out_when_reproducible(reproducible: None) -> None:
    schema = Schema(Catalog((COUNTED,), ("shop",), (), 18), (COUNTED,))
    for shown in (schema_html(schema), schema_text(schema)):
        assert not {"5,000", "72.0 kB", "all different", "25 %", "never"} & {
            word for word in ("5,000", "72.0 kB", "all different", "25 %", "never") if word in shown
        }
        assert "why" in shown
    options.reproducible = False
    for shown in (schema_html(schema), schema_text(schema)):
        assert all(word in shown for word in ("5,000 rows", "72.0 kB", "all different", "25 %", "never", "why"))


def hostile() -> Schema:
    column = TableColumn(HOSTILE, HOSTILE, 1, False, HOSTILE, HOSTILE)
    key = ForeignKey((HOSTILE,), HOSTILE, (HOSTILE,))
    one = Table("s", HOSTILE, "table", True, (column,), indexes=(INDEX,), foreign=(key,), comment=HOSTILE)
    two = Table("s", "b", "table", True, (column,), foreign=(key,))
    return Schema(Catalog((one, two), ("s",), (), 18), (one, two))


def test_names_are_escaped_everywhere() -> None:
    for shown in (schema_html(hostile()), table_html(hostile(), hostile().tables[0]), schema_svg(hostile())):
        assert "<img src=x" not in shown
        assert "&lt;img" in shown
    assert ET.fromstring(schema_svg(hostile())).tag.endswith("svg")


def test_the_diagram_is_the_same_each_time_and_says_itself() -> None:
    svg = schema_svg(WHOLE)
    assert svg == schema_svg(Schema.of(CATALOG))
    root = ET.fromstring(svg)
    assert "order_items to orders" in (root[0].text or "")
    texts = [node.text for node in root.iter("{http://www.w3.org/2000/svg}text")]
    assert {"orders", "users", "user_id", "FK"} <= set(texts)
    keys = sum(len(one.foreign) for one in CATALOG)
    assert len(list(root.iter("{http://www.w3.org/2000/svg}circle"))) == keys


def test_of_many_tables_those_with_keys_are_drawn_and_the_rest_is_counted() -> None:
    alone = [table(f"alone_{i:03}", "id") for i in range(MOST_DRAWN)]
    schema = Schema.of(Catalog((*alone, *CATALOG.tables), ("shop",), (), 18))
    svg = schema_svg(schema)
    assert ">orders<" in svg
    assert f"{len(CATALOG.tables)} tables with fewer foreign keys are not drawn" in svg


def test_very_many_tables_are_cut_and_told() -> None:
    schema = Schema.of(Catalog(tuple(table(f"t{i:04}", "id") for i in range(MOST_TABLES + 7)), ("shop",), (), 18))
    assert "7 tables more" in schema_html(schema)
    assert "7 tables more" in schema_text(schema)


SIZES = st.lists(st.tuples(st.floats(20, 300), st.floats(20, 300)), min_size=1, max_size=12)


@settings(deadline=None)
@given(sizes=SIZES, data=st.data())
def test_no_two_boxes_overlap_and_all_are_within(sizes: list[tuple[float, float]], data: st.DataObject) -> None:
    ends = st.integers(0, len(sizes) - 1)
    edges = data.draw(st.lists(st.tuples(ends, ends), max_size=25))
    laid = layout(sizes, edges)
    assert set(laid.spots) == set(range(len(sizes)))
    for number, spot in laid.spots.items():
        assert -0.01 <= spot.x <= laid.width - sizes[number][0] + 0.01
        assert -0.01 <= spot.y <= laid.height - sizes[number][1] + 0.01
    for a, b in combinations(laid.spots, 2):
        (one, two) = (laid.spots[a], laid.spots[b])
        apart_x = one.x + sizes[a][0] <= two.x or two.x + sizes[b][0] <= one.x
        apart_y = one.y + sizes[a][1] <= two.y or two.y + sizes[b][1] <= one.y
        assert apart_x or apart_y
