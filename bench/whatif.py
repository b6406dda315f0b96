"""What-if engines beside the real thing: the plans of a shadow, indexes that aren't there beside built ones, and the speed.

    python bench/whatif.py [NAME=ROWS ...]     default all datasets, tpch=1500000; some minutes

plans: the dataset's workload on the original and on an engine without candidates. same: the same nodes on the same tables and
indexes; within 0.1 %: of those, how many cost the same to a thousandth; worst: the one farthest off.
indexes: each index of INDEXES is really built (engine build) and given, with its real number of pages, to the engine; of the
statements that use it, how many cost within 2 % of the real cost, and the worst.
speed: 100 statements under each of 100 candidates. HypoPG, which the embedded server hasn't, is measured by bench/hypopg.py.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

import workbench  # noqa: E402
from workbench.indexes import Candidate, Size, WhatIf  # noqa: E402
from workbench.plan import Node, Plan  # noqa: E402
from workbench.postgres.whatif import open_whatif  # noqa: E402
from workbench.postgres.whatif.build import Build  # noqa: E402
from workbench.postgres.whatif.estimate import planned  # noqa: E402
from workbench.postgres.whatif.shadow import ShadowEngine  # noqa: E402
from workbench.sql import Bound  # noqa: E402

SIZES = {
    "shop": 1_000_000, "blog": 200_000, "docs": 50_000, "events": 1_000_000, "legacy": 200_000, "tenants": 500_000,
    "tpch": 1_500_000,
}  # fmt: skip
INDEXES = {
    "shop": [
        "create index on orders (user_id)",
        "create index on orders (user_id, status, created_at desc)",
        "create index on orders (created_at) include (total)",
        "create index on orders using brin (created_at)",
        "create index on orders (total) where status = 'returned'",
        "create index on orders ((date_trunc('day', created_at at time zone 'UTC')))",
        "create index on orders using gin (note public.gin_trgm_ops)",
        "create index on orders using hash (user_id)",
        "create index on order_items (product_id)",
        "create index on customers (city, country)",
        "create unique index on customers (email, id)",
    ],
    "blog": ["create index on comments (post_id)", "create index on comments (author_id, created_at)"],
    "docs": [
        "create index on pages using gin (tags)",
        "create index on pages ((meta ->> 'status'))",
        "create index on pages using gin (body public.gin_trgm_ops)",
        "create index on revisions (author_id)",
    ],
    "events": [
        "create index on events (device_id, at desc)",
        "create index on events (at) where kind = 'alarm'",
        "create index on events using gin (payload jsonb_path_ops)",
        "create index on outages using gist (during)",
        "create index on devices using gist (address inet_ops)",
    ],
    "legacy": ['create index on "OrderHdr" (last_change)', "create index on customer_data (city)"],
    "tenants": [
        "create index on tickets (tenant_id, status, priority desc, id)",
        "create index on tickets (assignee_id)",
        "create index on users ((lower(email)))",
        "create index on tickets using gin (labels)",
        "create index on projects (parent_id)",
    ],
    "tpch": [
        "create index on lineitem (l_shipdate, l_discount) include (l_extendedprice, l_quantity)",
        "create index on lineitem (l_partkey, l_suppkey)",
        "create index on lineitem using brin (l_shipdate)",
        "create index on orders (o_custkey) where o_orderstatus = 'F'",
        "create index on orders (o_orderdate)",
        "create index on part using hash (p_size)",
    ],
}  # fmt: skip


def main() -> None:
    given = {name: int(rows) for name, rows in (part.split("=") for part in sys.argv[1:])} or SIZES
    home = Path(tempfile.mkdtemp(prefix="wb bench "))
    home.chmod(0o755)
    os.environ["WORKBENCH_HOME"] = str(home)
    try:
        with workbench.connect(statement_timeout="0") as wb:
            wb._connection.script("create extension if not exists pg_trgm with schema public")
            loaded = {name: wb.load(name, rows=rows) for name, rows in given.items()}
            for measured in (plans, indexes, speed):
                measured(wb, loaded, "shadow")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def plans(wb: workbench.Workbench, loaded: dict[str, Any], engine: str) -> None:
    print(
        f"\n{engine + ': plans':22}{'statements':>11}{'same':>7}{'within 0.1 %':>14}{'worst':>10}"
        f"{'opened in':>11}{'on disk':>10}"
    )
    for name in loaded:
        search(wb, name)
        with opened(wb, engine) as (what_if, seconds):
            pairs = [(bound, planned(wb._connection, bound), what_if.plan(bound, ())) for bound in bounds(loaded[name])]
            same = [(b, before, after) for b, before, after in pairs if shape(before) == shape(after)]
            off = [after.root.total_cost / before.root.total_cost - 1 for _, before, after in same]
            told(pairs)
            near = sum(abs(part) <= 0.001 for part in off)
            disk = f"{what_if.disk_bytes() / 1e6:.0f} MB" if isinstance(what_if, ShadowEngine) else ""
            worst = max(off, key=abs, default=0.0)
            print(f"{name:22}{len(pairs):>11}{len(same):>7}{near:>14}{worst:>+10.3%}{seconds:>9.2f} s{disk:>10}")


def told(pairs: list[tuple[Bound, Plan, Plan]]) -> None:
    for bound, before, after in pairs if os.environ.get("VERBOSE") else ():
        if shape(before) != shape(after) or abs(after.root.total_cost / before.root.total_cost - 1) > 0.001:
            print(bound.sql, before.to_text(), after.to_text(), sep="\n")


def indexes(wb: workbench.Workbench, loaded: dict[str, Any], engine: str) -> None:
    print(f"\n{engine + ': indexes':22}{'really built':>60}{'used by':>9}{'within 2 %':>12}{'worst':>10}")
    total = near_total = 0
    # Building an index on an expression is followed by ANALYZE, which would change what all others cost.
    groups = [(name, [ddl for ddl in INDEXES[name] if ("((" in ddl) == apart]) for name in loaded for apart in (False, True)]
    for name, listed in groups:
        search(wb, name)
        with opened(wb, "build") as (real, _), opened(wb, engine) as (what_if, _):
            assert isinstance(real, Build)
            candidates = [Candidate.of(ddl) for ddl in listed]
            refused = {r.candidate: r.reason for r in real.prepare(dict.fromkeys(candidates, Size(1, 0)))}
            sizes = {c: real.size(c) for c in candidates if c not in refused}
            refused |= {r.candidate: r.reason for r in what_if.prepare(sizes)}
            for candidate in candidates:
                if candidate in refused:
                    print(f"{name:22}{candidate.ddl[13:]:>60} {refused[candidate]}")
                    continue
                off = compared(real, what_if, candidate, bounds(loaded[name]))
                near = sum(abs(part) <= 0.02 for part in off)
                worst = f"{max(off, key=abs):+.2%}" if off else ""
                print(f"{name:22}{candidate.ddl[13:73]:>60}{len(off):>9}{near:>12}{worst:>10}")
                total, near_total = total + len(off), near_total + near
    print(f"{'all':22}{'':>60}{total:>9}{near_total:>12}")


def compared(real: WhatIf, what_if: WhatIf, candidate: Candidate, all_bounds: list[Bound]) -> list[float]:
    """How far off the price is, for each statement that uses the index on either side."""
    found = []
    for bound in all_bounds:
        one, other = real.price(bound, (candidate,)), what_if.price(bound, (candidate,))
        if one.used or other.used:
            found.append(other.cost / one.cost - 1)
            if abs(found[-1]) > 0.02 and os.environ.get("VERBOSE"):
                print(
                    bound.sql, real.plan(bound, (candidate,)).to_text(), what_if.plan(bound, (candidate,)).to_text(), sep="\n"
                )
    return found


def speed(wb: workbench.Workbench, loaded: dict[str, Any], engine: str) -> None:
    name = "tpch" if "tpch" in loaded else next(iter(loaded))
    search(wb, name)
    tables = wb.query(
        "select c.relname::text, array_agg(a.attname::text order by a.attnum) from pg_class c join pg_attribute a"
        " on a.attrelid = c.oid and a.attnum > 0 where c.relnamespace = cast(:s as regnamespace) and c.relkind = 'r' group by 1"
        " order by 1",
        s=name,
    ).rows
    columns = [(table, one, other) for table, names in tables for one in names for other in names if one != other]
    candidates = [Candidate.of(f'create index on "{table}" ("{one}", "{other}")') for table, one, other in columns][:100]
    statements = (bounds(loaded[name]) * 100)[:100]
    with opened(wb, engine) as (what_if, _):
        began = time.perf_counter()
        what_if.prepare(dict.fromkeys(candidates, Size(1000, 1e6, 2)))
        prepared = time.perf_counter() - began
        began = time.perf_counter()
        for candidate in candidates:
            for bound in statements:
                what_if.price(bound, (candidate,))
        seconds = time.perf_counter() - began
    prices = len(candidates) * len(statements)
    print(f"\n{engine}: {len(candidates)} candidates prepared, {prepared / len(candidates) * 1000:.1f} ms each")
    print(f"{engine}: {prices:,} prices in {seconds:.1f} s, {seconds / prices * 1000:.2f} ms each ({name})")


@contextmanager
def opened(wb: workbench.Workbench, engine: str) -> Iterator[tuple[WhatIf, float]]:
    began = time.perf_counter()
    what_if = open_whatif(wb._connection, engine)
    seconds = time.perf_counter() - began
    try:
        yield what_if, seconds
    finally:
        what_if.close()


def search(wb: workbench.Workbench, schema: str) -> None:
    wb._connection.rows("set_setting", name="search_path", value=f"{schema}, public")


def bounds(loaded: Any) -> list[Bound]:
    tasks = [task for task in loaded.dataset.workload.tasks if task.statement.explainable]
    return [task.statement.bind(task.values) for task in tasks]


def shape(plan: Plan) -> list[tuple[Any, ...]]:
    return [_told(node) for node in plan.nodes]


def _told(node: Node) -> tuple[Any, ...]:
    return (node.depth, node.kind, node.relation, node.index, node.fields.get("Join Type"), node.fields.get("Strategy"))


if __name__ == "__main__":
    main()
