"""The schema's widget without a browser: rows when a table is chosen, and errors that are told in it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from traitlets import TraitError

from workbench.catalog.schema import Schema
from workbench.render.options import options
from workbench.sql import Result


def test_choosing_a_table_brings_its_rows_and_statistics(shop: Any) -> None:
    widget = shop.schema("shop").widget(shop)
    assert widget.table is None
    widget.selected = 2
    assert widget.table.name == "orders"
    assert [name for name, _ in widget.detail["columns"]][:2] == ["id", "user_id"]
    assert len(widget.detail["rows"]) == 10
    spread = {name: bars for name, _, bars in widget.detail["spread"]}
    assert sum(share for _, share, _ in spread["status"]) == pytest.approx(1, abs=0.01)
    json.dumps(widget.detail)
    widget.selected = None
    assert widget.detail == {}


def test_what_goes_wrong_is_told_in_the_widget(shop: Any) -> None:
    schema = shop.schema("shop")
    widget = schema.widget(shop)
    shop.query("begin")
    with pytest.raises(Exception, match="zero"):
        shop.query("select 1 / 0")
    widget.selected = 0
    assert "aborted" in widget.detail["message"]
    assert widget.detail["rows"] == []
    shop.query("rollback")
    shop.close()
    widget.selected = 1
    assert widget.detail["message"]


def test_without_a_workbench_it_says_what_to_do(shop: Any) -> None:
    widget = shop.schema("shop").widget()
    widget.selected = 0
    assert "widget(wb)" in widget.detail["message"]
    assert widget.detail["spread"]


def test_a_place_that_is_none_is_refused(shop: Any) -> None:
    widget = shop.schema("shop").widget()
    with pytest.raises(TraitError, match="no table 9"):
        widget.selected = 9


def test_readers_without_a_kernel_get_the_static_schema(shop: Any) -> None:
    schema = shop.schema("shop")
    data = schema.widget(shop)._repr_mimebundle_()[0]
    assert "customers" in data["text/html"]
    assert data["text/plain"].startswith("4 tables, 3 foreign keys")
    assert repr(schema.widget()) == "<SchemaWidget of <Schema: customers, order_items, orders, products>>"


def test_reproducible_mode_has_no_figure(shop: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(options, "reproducible", True)
    widget = shop.schema("shop").widget(shop)
    widget.selected = 2
    assert widget.detail["spread"] == []
    assert widget.schema_data["headline"] == "4 tables, 3 foreign keys"
    assert not any("row" in fact or "kB" in fact for table in widget.schema_data["tables"] for fact in table["facts"])


class Wide:
    """A workbench whose table is longer than anybody wants to see."""

    def sample(self, _: object) -> Result:
        from workbench.sql import Column

        return Result((Column("x", "bytea"),), ((b"\x00" * 500,), (None,)), "", (), 0.0)


def test_long_and_binary_values_are_cut() -> None:
    from tests.unit.test_completion import CATALOG

    widget = Schema.of(CATALOG).widget(Wide())  # type: ignore[arg-type]
    widget.selected = 0
    assert [len(row[0] or "") for row in widget.detail["rows"]] == [200, 0]
    assert widget.detail["rows"][1] == [None]
