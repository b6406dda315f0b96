"""How near HypoPG's price comes to that of the really built index, and how long an answer takes.

    python bench/hypopg.py [ROWS]     orders in the shop, default 1000000; Debian's postgresql-15-hypopg must be installed

One line for each pair of index and statement. hypothetical, real: the planner's cost of the whole statement, none: that with no
index of the two; the real one is built in a transaction that is rolled back, and its table analysed if it has an expression.
error: by how much the hypothetical is off. plan: whether nodes, tables, joins, conditions and the index's use are the same in
both, or that neither uses it. size: HypoPG's own size (hypopg_relation_size) by the real one's; the workbench doesn't use it.
Then all indexes at once, over all statements but the one that costs most and that no index helps.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import geometric_mean, median
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.hypopg import hypopg_server  # noqa: E402
from workbench.datagen import find_dataset  # noqa: E402
from workbench.indexes.candidate import Candidate  # noqa: E402
from workbench.indexes.whatif import Size  # noqa: E402
from workbench.plan import Plan, read_plans  # noqa: E402
from workbench.postgres.connect import connect  # noqa: E402
from workbench.postgres.connection import Connection  # noqa: E402
from workbench.postgres.whatif.estimate import estimate  # noqa: E402
from workbench.postgres.whatif.hypopg import HypoPG  # noqa: E402
from workbench.sql import Bound, Statement  # noqa: E402
from workbench.verbs.load import load  # noqa: E402

WORKLOAD = {task.name: task.statement.bind(task.values) for task in find_dataset("shop").workload.tasks}
OPEN, LATEST = WORKLOAD["open orders of a customer"], WORKLOAD["latest orders of a customer"]
MONTH, DAY = WORKLOAD["revenue of a month"], WORKLOAD["orders of a day, wrapped in a function"]
SALES, BEST = WORKLOAD["sales of a product"], WORKLOAD["best sellers of a category"]
CITY, RETURNED = WORKLOAD["customers of a city and its country"], WORKLOAD["returned orders worth a look"]
EITHER = WORKLOAD["orders of a customer or with a high total"]

HOPELESS = "customers whose every order was delivered"


def sql(text: str) -> Bound:
    return Statement.of(text).bind({})


SPENT = sql(
    "select c.name, sum(o.total) from customers c join orders o on o.user_id = c.id where c.id between 100 and 140 group by 1"
)
SOLD = sql("select p.name, sum(i.quantity) from products p join order_items i on i.product_id = p.id where p.id < 6 group by 1")
BASKET = sql(
    "select sum(i.quantity) from customers c join orders o on o.user_id = c.id join order_items i on i.order_id = o.id"
    " join products p on p.id = i.product_id where c.country = 'Poland' and o.status = 'returned' and p.id between 10 and 20"
)
CASES: list[tuple[str, Bound]] = [
    ("orders (user_id)", OPEN),
    ("orders (user_id, status)", OPEN),
    ("orders (user_id, status, created_at desc)", OPEN),
    ("orders (user_id, created_at desc)", LATEST),
    ("orders (user_id) include (total)", SPENT),
    ("orders (user_id)", SPENT),
    ("orders (user_id)", EITHER),
    ("orders (status)", RETURNED),
    ("orders (total)", EITHER),
    ("orders (status, total)", RETURNED),
    ("orders (total desc, id) where status = 'returned'", RETURNED),
    ("orders (created_at)", MONTH),
    ("orders (created_at, status) include (total)", MONTH),
    ("orders using brin (created_at)", MONTH),
    ("orders using hash (user_id)", OPEN),
    ("orders (date_trunc('day', created_at at time zone 'UTC'))", DAY),
    ("order_items (product_id)", SALES),
    ("order_items (product_id) include (quantity, unit_price)", SALES),
    ("order_items (product_id)", SOLD),
    ("order_items (product_id)", BASKET),
    ("order_items (product_id, order_id)", BASKET),
    ("orders (user_id, status)", BASKET),
    ("customers (city, country)", CITY),
    ("customers (country)", BASKET),
    ("products (category)", BEST),
]
TOGETHER = tuple(dict.fromkeys(Candidate.of(f"create index on {rest}") for rest, _ in CASES))


# Of an index its conditions: a hypothetical one has a name of its own.
TOLD = ("Node Type", "Join Type", "Strategy", "Relation Name", "Scan Direction", "Index Cond", "Filter", "Sort Key")


@dataclass(frozen=True)
class Seen:
    cost: float
    shape: tuple[Any, ...]


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with hypopg_server() as dsn, closing(connect(dsn, statement_timeout="0")) as connection:
        load(connection, "shop", rows=rows)
        connection.script("create extension hypopg schema public")
        connection.script("vacuum analyze")
        connection.script("set max_parallel_workers_per_gather = 0")
        with closing(HypoPG(connection)) as engine:
            engine.prepare({candidate: Size(1, 1) for candidate in TOGETHER})
            one_by_one(connection, engine)
            all_at_once(connection, engine)
            speed(engine)


def one_by_one(connection: Connection, engine: HypoPG) -> None:
    print(f"{'index':60}{'none':>11}{'hypothetical':>14}{'real':>11}{'error':>11}  {'plan':7}{'size':>6}")
    errors, sizes, same = [], [], 0  # errors and plans of the pairs that use the index
    for rest, bound in CASES:
        candidate = Candidate.of(f"create index on {rest}")
        none = engine.price(bound, [])
        hypothetical = seen(engine.plan(bound, [candidate]))
        (guess,) = hypo_sizes(connection)
        engine.price(bound, [])
        with built(connection, [candidate]) as size:
            real = really(connection, bound)
        error, agrees = hypothetical.cost / real.cost - 1, hypothetical.shape == real.shape
        unused = agrees and hypothetical.cost == none.cost
        sizes.append(guess / size)
        if not unused:
            errors.append(error)
            same += agrees
        verdict = "unused" if unused else "same" if agrees else "other"
        print(
            f"{rest:60}{none.cost:>11,.0f}{hypothetical.cost:>14,.1f}{real.cost:>11,.1f}{error:>+11.1%}"
            f"  {verdict:7}{sizes[-1]:>6.2f}"
        )
    off = [abs(error) for error in errors]
    print(
        f"\n{len(errors)} pairs that use it: same plan {same}; error median {median(off):.2%}, worst {max(off):,.1%}, ", end=""
    )
    print(f"too cheap {sum(error < 0 for error in errors)}; size by real: geometric mean {geometric_mean(sizes):.2f}\n")


def all_at_once(connection: Connection, engine: HypoPG) -> None:
    statements = [bound for name, bound in WORKLOAD.items() if name != HOPELESS] + [SPENT, SOLD, BASKET]
    plans = [seen(engine.plan(bound, TOGETHER)) for bound in statements]
    none = sum(engine.price(bound, []).cost for bound in statements)
    with built(connection, TOGETHER):
        real = [really(connection, bound) for bound in statements]
    promised, true = (sum(plan.cost for plan in found) for found in (plans, real))
    same = sum(one.shape == other.shape for one, other in zip(plans, real, strict=True))
    print(
        f"{len(TOGETHER)} indexes at once, {len(statements)} statements: cost {none:,.0f} without,"
        f" {promised:,.0f} hypothetical, {true:,.0f} real ({promised / true - 1:+.1%}); same plan {same} of {len(statements)}"
    )


def speed(engine: HypoPG) -> None:
    def each(sets: Iterable[Iterable[Candidate]]) -> float:
        times = []
        for candidates in sets:
            began = time.perf_counter()
            engine.price(OPEN, candidates)
            times.append((time.perf_counter() - began) * 1000)
        return median(times)

    again = each([TOGETHER[:1]] * 200)
    other = each([[TOGETHER[number % len(TOGETHER)]] for number in range(200)])
    print(f"one price: {again:.2f} ms with the same set again, {other:.2f} ms with one candidate instead of another (medians)")


@contextmanager
def built(connection: Connection, candidates: Iterable[Candidate]) -> Iterator[int]:
    """Really there, for as long as it takes; gives the bytes of all."""
    with connection.rolled_back():
        before = connection.run(INDEX_BYTES).rows[0][0]
        for candidate in candidates:
            connection.run(Statement.of(candidate.ddl).bind({}))
            if "(date_trunc" in candidate.ddl:
                connection.script("analyze orders")
        yield int(connection.run(INDEX_BYTES).rows[0][0] - before)


INDEX_BYTES = sql("select sum(pg_relation_size(oid)) from pg_class where relkind = 'i' and oid >= 16384")


def hypo_sizes(connection: Connection) -> list[int]:
    found = connection.run(sql("select public.hypopg_relation_size(indexrelid) from public.hypopg()"))
    return [row[0] for row in found.rows]


def really(connection: Connection, bound: Bound) -> Seen:
    return seen(read_plans(list(estimate(connection, bound, verbose=True).documents))[0])


def seen(plan: Plan) -> Seen:
    def below(number: int) -> tuple[Any, ...]:
        node = plan.nodes[number]
        return (*(str(node.fields.get(name)) for name in TOLD), *(below(child) for child in node.children))

    return Seen(plan.root.total_cost, (below(0),))


if __name__ == "__main__":
    main()
