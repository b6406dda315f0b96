"""Advice for a role that may not read everything."""

from __future__ import annotations

from workbench.postgres.connect import session
from workbench.session import Workbench


def test_a_missing_privilege_is_told_with_its_grant(shop: Workbench) -> None:
    shop.query("create schema if not exists elsewhere")
    shop.query("create table if not exists elsewhere.orders (id int)")  # of the same name, and nobody asks for it
    shop.query("create role advised login")
    shop.query("grant usage on schema shop to advised")
    shop.query("grant select on shop.orders to advised")
    try:
        given = {**shop._connection.conninfo, "user": "advised"}
        with Workbench(session(given, None, "0")) as wb:
            wb.query("set search_path = shop")
            texts = ["select id from orders where user_id = 7", "select quantity from order_items where product_id = 5"]
            advice = wb.advise(texts)
        assert len(advice.set_aside) == 1, advice.set_aside
        (aside,) = advice.set_aside
        assert aside.statement == texts[1]
        assert aside.reason == "The role advised may not read shop.order_items."
        assert aside.hint == "let its owner run: grant select on shop.order_items to advised;"
        assert [one.candidate.table[-1] for one in advice.chosen] == ["orders"]
    finally:
        shop.query("drop schema elsewhere cascade")
        shop.query("drop owned by advised")
        shop.query("drop role advised")
