"""The size model against really built indexes of all kinds, beside the naive "rows x width".

    python -m bench.sizes [ROWS]

Prints each index's pages, estimated and real; then, by kind, the geometric mean of the error (1.00 is perfect) and the worst.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, exp, log

import workbench
from workbench.catalog import Catalog
from workbench.datagen import find_dataset
from workbench.indexes import Candidate, generate
from workbench.indexes.size import rows_of, size_of
from workbench.indexes.width import facts, named
from workbench.postgres.catalog import read_catalog

ROWS = {"tpch": 60_000}
DATASETS = ("shop", "blog", "events", "tenants", "docs", "legacy", "tpch")
# What no workload asks for, so that each kind is there.
MORE = {
    "shop": (
        "create unique index on orders (id, created_at)",
        "create index on orders (status)",
        "create index on orders (status, created_at) include (total)",
        "create index on orders (note)",
        "create index on orders (lower(note))",
        "create index on orders using hash (user_id)",
        "create index on orders using hash (id)",
        "create index on orders using brin (id)",
        "create index on orders (created_at) where status = 'pending'",
        "create index on orders (user_id) where total > 500",
        "create index on order_items (product_id, quantity)",
        "create index on orders using gist (int4range(user_id::int, user_id::int + 10))",
        "create index on order_items using gist (int4range(quantity, quantity + 3))",
    ),
    "docs": ("create index on pages using gin (meta)", "create index on pages using hash (title)"),
    "blog": ("create index on comments (body)", "create index on comments using hash (body)"),
    "events": ("create index on events using brin (at)", "create index on events (at)"),
    "tpch": ("create index on lineitem (l_partkey, l_suppkey)", "create index on orders using brin (o_orderdate)"),
}


@dataclass(frozen=True)
class Measured:
    candidate: Candidate
    kind: str
    estimated: int
    real: int
    naive: int


def kind_of(candidate: Candidate) -> str:
    if candidate.method != "btree":
        return candidate.method
    if candidate.predicate is not None:
        return "btree partial"
    if candidate.include:
        return "btree include"
    if any(key.column is None for key in candidate.keys or ()):
        return "btree expression"
    return "btree one key" if len(candidate.keys or ()) == 1 else "btree composite"


def naive_pages(candidate: Candidate, catalog: Catalog) -> int:
    """Rows by the width of all columns."""
    table = catalog.table(candidate.table[-1])
    assert table is not None
    width = sum(facts(key, table).width for key in candidate.keys or ()) + sum(named(n, table).width for n in candidate.include)
    return max(1, ceil(rows_of(candidate, table) * width / 8192))


def measured(wb: workbench.Workbench, name: str, rows: int, limit: int | None = None) -> Iterator[Measured]:
    wb.load(name, rows=ROWS.get(name, rows) if limit is None else rows)
    wb.query(f"set search_path = {name}, public")
    catalog = read_catalog(wb._connection, schemas=[name])
    found = generate([task.statement.bind(task.values) for task in find_dataset(name).workload.tasks], catalog).candidates
    for candidate in [*map(Candidate.of, MORE.get(name, ())), *found[:limit]]:
        with wb._connection.rolled_back():
            wb.query("create table bench_before as select oid as id from pg_class")
            wb.query(candidate.ddl)
            built = wb.query(
                "select coalesce(sum(pg_relation_size(oid)), 0)::bigint / 8192 from pg_class "
                "where relkind in ('i', 'I') and oid not in (select id from bench_before) and relname !~ '^pg_toast'"
            ).rows[0][0]
        yield Measured(
            candidate, kind_of(candidate), size_of(candidate, catalog).pages, int(built), naive_pages(candidate, catalog)
        )


def error(one: int, other: int) -> float:
    return max(one, other) / max(1, min(one, other))


def mean(errors: list[float]) -> float:
    return exp(sum(map(log, errors)) / len(errors))


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    every: list[Measured] = []
    with workbench.connect() as wb:
        for name in DATASETS:
            for one in measured(wb, name, rows):
                every.append(one)
                told = error(one.estimated, one.real)
                print(f"{one.estimated:>7} {one.real:>7} x{told:5.2f}  {name}: {one.candidate.ddl[:110]}", flush=True)
    print("\n| kind | indexes | this model: mean | worst | rows x width: mean | worst |\n|---|---|---|---|---|---|")
    for kind in [*sorted({one.kind for one in every}), "all"]:
        mine = [one for one in every if kind in (one.kind, "all")]
        ours = [error(one.estimated, one.real) for one in mine]
        naive = [error(one.naive, one.real) for one in mine]
        print(f"| {kind} | {len(mine)} | x{mean(ours):.2f} | x{max(ours):.2f} | x{mean(naive):.2f} | x{max(naive):.2f} |")


if __name__ == "__main__":
    main()
