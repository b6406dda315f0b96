"""Completion of SQL: what is offered where, in whole and in broken statements."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.catalog import Catalog, ForeignKey, Index, IndexKey, Table, TableColumn
from workbench.completion import Completions, complete
from workbench.completion.complete import MOST_CHARACTERS, MOST_OFFERED
from workbench.completion.words import RESERVED, bare, quoted


def table(name: str, columns: str, *keys: ForeignKey, schema: str = "shop", visible: bool = True, **more: object) -> Table:
    pairs = [column.partition(":") for column in columns.split()]
    made = tuple(TableColumn(name, type_ or "bigint", i, False) for i, (name, _, type_) in enumerate(pairs, 1))
    return Table(schema, name, "table", visible, made, foreign=keys, **more)  # type: ignore[arg-type]


INDEX = Index("shop", "orders_pkey", "CREATE ...", "btree", (IndexKey("id", "id", "int8_ops", True),))
CATALOG = Catalog(
    (
        table(
            "orders",
            "id user_id status:text created_at:timestamptz Total:numeric",
            ForeignKey(("user_id",), "users", ("id",)),
            indexes=(INDEX,),
        ),
        table("users", "id name:text email:text"),
        table("order_items", "order_id product_id quantity:integer", ForeignKey(("order_id",), "orders", ("id",))),
        table("shipments", "a b", ForeignKey(("a", "b"), "parcels", ("x", "y"))),
        table("parcels", "x y parent", ForeignKey(("parent",), "parcels", ("x",))),
        table("Odd Table", "a Odd", schema="other", visible=False),
    ),
    ("shop",),
    (),
    18,
)


def at(text: str, *names: str) -> Completions:
    """What is offered at the | in the text."""
    cursor = text.index("|")
    return complete(text.replace("|", "", 1), cursor, CATALOG, names)


ORDERS = ("id", "user_id", "status", "created_at", '"Total"')

# A text with its cursor, and what is offered first.
FIRST = [
    ("select | from orders", ORDERS),
    ("select o.| from orders o", ORDERS),
    ("select o.|\nfrom orders o", ORDERS),
    ("select o.st| from orders o", ("status",)),
    ("select * from orders as o where o.us|", ("user_id",)),
    ("select * from |", ("orders", "users", "order_items")),
    ("select * from or|", ("orders", "order_items")),
    ("select * from OR|", ("orders", "order_items")),
    ("select * from shop.ord|", ("orders", "order_items")),
    ("select * from other.|", ('"Odd Table"',)),
    ("select * from odd|", ('other."Odd Table"',)),
    ('select * from other."Odd Table" t where t.|', ("a", '"Odd"')),
    ("select * from orders, us|", ("users",)),
    ("select * from orders o join |", ("users", "order_items")),
    ("select * from users u left join |", ("orders",)),
    ("select * from orders o join users u on |", ("u.id = o.user_id",)),
    ("select * from orders o\njoin users u on |\nwhere o.id = 1", ("u.id = o.user_id",)),
    ("select * from users join orders on |", ("orders.user_id = users.id",)),
    ("select * from orders o join users u on u.|", ("id = o.user_id", "id", "name")),
    ("select * from orders o join users u on o.user_id = u.|", ("id", "name", "email")),
    ("select * from shipments s join parcels p on |", ("p.x = s.a and p.y = s.b",)),
    ("select * from parcels p join parcels q on |", ("q.parent = p.x",)),
    ("select * from orders o join users u on u.id = o.user_id join order_items i on |", ("i.order_id = o.id",)),
    ("select * from orders o join users u using (|", ("id",)),
    ("select * from orders o w|", ("where", "window")),
    ("SELECT * FROM orders o W|", ("WHERE", "WINDOW")),
    ("select o.id, | from orders o, users u", ("o.id", "user_id", "status", "created_at", '"Total"', "u.id", "name", "email")),
    ("select sta| from orders", ("status", "starts_with")),
    ("select max(|) from orders", ORDERS),
    ("select * from generate_series(1, |)", ("generate_series",)),
    ("with big as (select id, count(*) as n from orders group by 1) select | from big", ("id", "n")),
    ("with big as (select id, count(*) from orders) select b.| from big b", ("id", "count")),
    ("with big (one, two) as (select id, status from orders) select | from big", ("one", "two")),
    ("with big as (select o.* from orders o, users) select big.| from big", ORDERS),
    ("with big as (select 1 as x union select id from orders) select b.| from big b", ("x",)),
    ("with recursive r as (select id from orders union all select r.| from r) select 1", ("id",)),
    ("with big as (select 1 as x) select * from b|", ("big",)),
    ("select x.| from (select id as oid, status s from orders) x", ("oid", "s")),
    ("select x.| from (select id, status from orders) x (one)", ("one", "status")),
    ("select * from orders o where exists (select 1 from order_items i where i.order_id = o.|)", ORDERS),
    ("select * from orders o, lateral (select o.|) x", ORDERS),
    ("insert into orders (id, us|) values (1)", ("user_id",)),
    ("insert into |", ("orders", "users")),
    ("update orders set |", ORDERS),
    ("update orders set id = 1, st| = 2", ("status",)),
    ("update orders o set id = | where true", ORDERS),
    ("delete from orders where us|", ("user_id",)),
    ("merge into orders o using users u on |", ("u.id = o.user_id",)),
    ("select user_id, count(*) as often from orders group by of|", ("often",)),
    ("create index on |", ("orders", "users")),
    ("create index on shop.|", ("orders", "users")),
    ("create index on orders (|", ORDERS),
    ("create unique index concurrently x on only shop.orders using btree (id, |", ORDERS),
    ("create index on orders using |", ("btree", "hash", "gin")),
    ("create index on orders (id) where st|", ("status", "starts_with")),
    ("create index on orders (id) inc|", ("include",)),
    ("create unique |", ("index on",)),
    ("create statistics on user_id, st| from orders", ("status",)),
    ("drop index or|", ("orders_pkey",)),
    ("drop index if exists |", ("orders_pkey",)),
    ("analyze verbose or|", ("orders", "order_items")),
    ("alter table orders drop column st|", ("status",)),
    ("create materialized view m as select * from us|", ("users",)),
    ("|", ("select", "with")),
    ("explain sel|", ("select",)),
    ("select 1; select * from us|; select 2", ("users",)),
    ("select status::ti|", ("timestamp", "timestamptz", "time")),
    ("select broken ((( from orders o join users u on |", ("u.id = o.user_id",)),
    ("select sum(| from orders", ORDERS),
    ("select coalesce(o.st|, ( from orders o", ("status",)),
    ("select sum(id from orders where |", ORDERS),
    ("select * from users where id in (select | from orders", ORDERS),
    ("with |", ("recursive", "as")),
    ("with a as (|", ("select", "with")),
    ("with a as (select 1) |", ("select", "with")),
    ("select id from orders where (status = 'a' and |", ORDERS),
    ("select * from orders order by created_at |", ORDERS),
    ("select orders.|", ORDERS),
    ("select 'abc', | from orders", ORDERS),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), FIRST, ids=[text for text, _ in FIRST])
def test_what_may_stand_there_comes_first(text: str, wanted: tuple[str, ...]) -> None:
    assert at(text).texts[: len(wanted)] == wanted


NOTHING = [
    "select 'abc|", "select 'abc| def'", "select -- or|", "select /* or| */", "select $$ or|", "select 1|", "select 1.5|",
    "select o.| from unknown o", "select E'it\\'s |'",
]  # fmt: skip


@pytest.mark.parametrize("text", NOTHING)
def test_nothing_is_offered_in_strings_comments_numbers_and_of_the_unknown(text: str) -> None:
    assert at(text).texts == ()


def test_what_was_typed_is_replaced_and_nothing_else() -> None:
    found = at("select * from orders where sta| = 1")
    assert found.start == len("select * from orders where ")
    assert at("select * from orders where |").start == len("select * from orders where ")


def test_variables_bind_where_a_parameter_may_stand() -> None:
    names = ("user_key", "users_wanted", "x")
    assert at("select :|", *names).texts == (":user_key", ":users_wanted", ":x")
    found = at("select * from orders where user_id = any(:users| and true", *names)
    assert (found.texts, found.start) == ((":users_wanted",), len("select * from orders where user_id = any("))
    assert at("select a[1:|]", *names).texts == ()
    assert not any(text.startswith(":") for text in at("select a::|", *names).texts)


def test_a_name_is_found_by_a_part_of_it_after_what_it_begins_with() -> None:
    assert at("select id| from orders").texts[:2] == ("id", "user_id")
    assert at("select * from items|").texts == ("order_items",)


def test_completions_say_what_they_are() -> None:
    kinds = {item.text: (item.kind, item.detail) for item in at("select | from orders o").items}
    assert kinds["status"] == ("column", "text")
    assert kinds["o"] == ("alias", "table")
    assert kinds["count"] == ("function", "")
    assert kinds["where"] == ("keyword", "")


def test_partitions_and_hidden_schemas_stand_behind_the_tables() -> None:
    part = table("a_part", "x", parent=("shop", "orders"))
    found = complete("select * from ", 14, Catalog((part, *CATALOG.tables), ("shop",), (), 18))
    assert found.texts[0] == "orders"
    assert found.texts.index("a_part") > found.texts.index("users")


def test_without_a_catalog_the_language_is_left() -> None:
    assert complete("select * from orders w", 22, Catalog((), (), (), 18)).texts[0] == "where"


def large(tables: int = 1_000) -> Catalog:
    """Tables of ten columns, each with a foreign key to the one before."""
    columns = " ".join(f"column_{i}:text" for i in range(9))
    made = [
        table(f"table_{i}", f"id before_id {columns}", *([ForeignKey(("before_id",), f"table_{i - 1}", ("id",))] if i else []))
        for i in range(tables)
    ]
    return Catalog(tuple(made), ("shop",), (), 18)


def test_a_large_schema_is_cut_and_the_beginning_finds_the_rest() -> None:
    catalog = large()
    assert len(complete("select * from ", 14, catalog).items) == MOST_OFFERED
    assert complete("select * from table_99", 22, catalog).texts == ("table_99", *(f"table_99{i}" for i in range(10)))
    text = "select * from table_500 a join table_499 b on "
    assert complete(text, len(text), catalog).texts[0] == "b.id = a.before_id"


def test_a_cell_of_data_is_left_alone() -> None:
    text = "select " + "1," * (MOST_CHARACTERS // 2)
    assert complete(text, 7, CATALOG).items == ()


PIECES = [
    "select", "from", "where", "on", "join", "orders", "users", "o", "with", "as", "union", "all", "insert into", "update",
    "set", "delete", "create index", "order by", "using", "lateral", "(", ")", ",", ".", ";", "*", ":", "::", "'", "\"", "$$",
    "--", "/*", "\n", "é", "\x00", "[", "]", "values", "case", "end", "over", "limit", "1", "merge into", "not", "exists",
    "distinct on", "\\",
]  # fmt: skip
TEXTS = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join),
                  st.lists(st.sampled_from(PIECES), max_size=60).map("".join))  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(text=TEXTS, cursor=st.integers(-3, 400))
def test_any_text_at_any_cursor_is_answered(text: str, cursor: int) -> None:
    found = complete(text, cursor, CATALOG, ["x"])
    assert 0 <= found.start <= len(text)
    assert len(set(found.texts)) == len(found.texts)
    typed = text[found.start : max(0, min(cursor, len(text)))]
    for item in found.items:
        assert bare(typed).lower() in item.text.lower() or item.kind == "parameter" or '"' in typed


NAMES = st.text(min_size=1, max_size=20).filter(lambda name: "\x00" not in name)


@settings(deadline=None)
@given(name=NAMES)
def test_whatever_a_table_is_called_its_columns_are_found_by_the_offered_name(name: str) -> None:
    catalog = Catalog((Table("s", name, "table", True, (TableColumn(name, "text", 1, False),)),), ("s",), (), 18)
    offered = complete("select * from ", 14, catalog).texts[0]
    assert offered == quoted(name)
    text = f"select * from {offered} as t where t."
    assert complete(text, len(text), catalog).texts == (quoted(name),)


# Each was slower than linear, or deeper than Python's stack, in one draft or another.
HEAVY = {
    "unions": "select 1 union " * 3_000, "parentheses": "(" * 49_000, "dots": "a." * 24_000, "quotes": "'" * 49_999,
    "selects": "select * from (" * 3_000, "tables": "select * from " + ", ".join(f"t{i}" for i in range(7_000)) + " where ",
    "ctes": "with " + ", ".join(f"c{i} as (select * from c{i - 1})" for i in range(1_200)) + " select c1. from c1",
    "ons": "on a, " * 8_000, "colons": ":" * 49_999, "cases": "case " * 9_000,
}  # fmt: skip


@pytest.mark.parametrize("text", HEAVY.values(), ids=HEAVY)
@pytest.mark.timeout(60)
def test_nothing_that_can_be_typed_hangs_it(text: str) -> None:
    assert len(text) <= MOST_CHARACTERS
    for cursor in (0, 7, len(text) // 2, len(text)):
        assert len(complete(text, cursor, CATALOG, ["x"]).items) <= MOST_OFFERED


def test_words_that_no_name_can_be_are_quoted() -> None:
    assert all(quoted(word) == f'"{word}"' for word in RESERVED)
