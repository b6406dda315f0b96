"""A small catalog made by hand, for tests without a server."""

from __future__ import annotations

from dataclasses import replace

from workbench.catalog import Catalog, ColumnStatistics, ColumnType, ForeignKey, Index, IndexKey, Table, TableColumn

TYPES = {
    "bigint": ColumnType("int8", "N", 8, 8, ("brin", "btree", "hash")),
    "int": ColumnType("int4", "N", 4, 4, ("brin", "btree", "hash")),
    "numeric": ColumnType("numeric", "N", -1, 4, ("brin", "btree", "hash")),
    "text": ColumnType("text", "S", -1, 4, ("brin", "btree", "hash"), bytewise=False),
    "boolean": ColumnType("bool", "B", 1, 1, ("btree", "hash")),
    "timestamptz": ColumnType("timestamptz", "D", 8, 8, ("brin", "btree", "hash")),
    "timestamp": ColumnType("timestamp", "D", 8, 8, ("brin", "btree", "hash")),
    "jsonb": ColumnType("jsonb", "U", -1, 4, ("btree", "gin", "hash")),
    "json": ColumnType("json", "U", -1, 4, ()),
    "text[]": ColumnType("_text", "A", -1, 4, ("btree", "gin", "hash")),
    "int4range": ColumnType("int4range", "R", -1, 4, ("btree", "gist", "hash", "spgist")),
    "tsvector": ColumnType("tsvector", "U", -1, 4, ("btree", "gin", "gist")),
}


def statistics(distinct: float, **more: object) -> ColumnStatistics:
    return replace(ColumnStatistics(0.0, 8, distinct, 0.0), **more)


def column(name: str, type_: str, known: ColumnStatistics | None = None, place: int = 1) -> TableColumn:
    return TableColumn(name, type_, place, False, statistics=known, inner=TYPES[type_])


def index(name: str, *keys: str, **more: object) -> Index:
    made = tuple(IndexKey(key, key, "int8_ops", True) for key in keys)
    return replace(Index("shop", name, f"CREATE INDEX {name}", "btree", made), **more)


STATUSES = statistics(3, common=("done", "new", "lost"), frequencies=(0.9, 0.07, 0.03), width=5)
ORDERS = Table(
    "shop", "orders", "table", True,
    (
        column("id", "bigint", statistics(-1, correlation=1.0)),
        column("user_id", "bigint", statistics(10_000)),
        column("status", "text", STATUSES),
        column("total", "numeric", statistics(-0.5)),
        column("created_at", "timestamptz", statistics(-1, correlation=0.99)),
        column("shipped_at", "timestamp", statistics(-0.1, null=0.95)),
        column("deleted_at", "timestamptz", statistics(1, null=0.02)),
        column("active", "boolean", statistics(2, common=("t", "f"), frequencies=(0.98, 0.02), width=1)),
        column("mail", "text", statistics(-1, width=24)),
        column("link", "text", statistics(-1, width=90)),
        column("note", "text"),
        column("body", "text", statistics(-1, width=2_000)),
        column("meta", "jsonb"),
        column("raw", "json"),
        column("tags", "text[]"),
        column("during", "int4range"),
        column("words", "tsvector"),
        column("same", "int", statistics(1)),
        column("nothing", "int", statistics(0, null=1.0)),
    ),
    rows=1_000_000, pages=20_000,
    indexes=(
        index("orders_pkey", "id", unique=True, primary=True, constraint="orders_pkey"),
        index("orders_total", "total", "id"),
    ),
    foreign=(ForeignKey(("user_id",), "Users", ("Id",), "shop"),),
)  # fmt: skip
USERS = Table(
    "shop", "Users", "table", True,
    (
        column("Id", "bigint", statistics(-1)),
        column("mail", "text", statistics(-1, width=24)),
        column("City", "text", statistics(50)),
    ),
    rows=10_000, pages=200,
    indexes=(index("users_pkey", "Id", unique=True, primary=True, constraint="users_pkey"),),
)  # fmt: skip
TINY = Table("shop", "tiny", "table", True, (column("id", "bigint", statistics(-1)),), rows=20, pages=1)
FAR = Table(
    "far", "items", "table", False, (column("order_id", "bigint", statistics(-0.2)), column("n", "int")), rows=1e6, pages=9_000
)
VIEW = Table(
    "shop", "fresh", "view", True, (column("who", "bigint"), column("total", "numeric")),
    definition=" SELECT user_id AS who,\n    total\n   FROM orders\n  WHERE (status = 'new'::text);",
)  # fmt: skip
FOREIGN = Table("shop", "elsewhere", "foreign table", True, (column("id", "bigint"),), rows=1e6, pages=9_000)
CATALOG = Catalog((FAR, USERS, FOREIGN, VIEW, ORDERS, TINY), ("shop",), ("plpgsql",), 18, available=("pg_trgm",))
WITH_TRIGRAMS = replace(CATALOG, extensions=("pg_trgm",), homes=(("pg_trgm", "shop"),))
