"""How long completion takes on a schema of 1,000 tables: median and worst of 200 runs at each cursor, in milliseconds of the
processor, so that neighbours on the machine don't count.

    python bench/complete.py            no server, no options; a few seconds

The limit is 20 ms: what is felt between a key and its answer is the network and the browser, not this.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.unit.test_completion import large
from workbench.completion import complete

LIMIT_MS, RUNS, TABLES = 20, 200, 1_000
LONG = "with recent as (select id, before_id, column_1 as why from table_7 where id > 1000)\n" + "\n".join(
    f"select r.id, t.column_{i % 9}, count(*) over (partition by t.id) from recent r join table_{i} t on t.id = r.id union all"
    for i in range(20)
)
PLACES = {
    "every table": "select * from |",
    "tables by their beginning": "select * from table_9|",
    "related tables": "select * from table_500 a join |",
    "join condition": "select * from table_500 a join table_499 b on |",
    "columns": "select | from table_500 a join table_499 b on b.id = a.before_id",
    "columns of an alias": "select a.| from table_500 a",
    "in a long statement": f"{LONG}\nselect r.| from recent r",
    "index": "create index on table_500 (|",
}


def main() -> None:
    catalog = large(TABLES)
    print(f"{TABLES:,} tables, {sum(len(table.columns) for table in catalog):,} columns\n")
    print(f"{'at':28} {'offered':>8} {'median':>8} {'worst':>8}")
    slowest = 0.0
    for name, text in PLACES.items():
        cursor, plain = text.index("|"), text.replace("|", "", 1)
        taken = []
        for _ in range(RUNS):
            began = time.process_time()
            found = complete(plain, cursor, catalog, ["user_id", "since"])
            taken.append((time.process_time() - began) * 1000)
        slowest = max(slowest, median(taken))
        print(f"{name:28} {len(found.items):>8,} {median(taken):>8.2f} {max(taken):>8.2f}")
    print(f"\nslowest median {slowest:.1f} ms, limit {LIMIT_MS} ms: {'kept' if slowest < LIMIT_MS else 'BROKEN'}")


if __name__ == "__main__":
    main()
