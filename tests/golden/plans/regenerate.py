"""Makes the golden plans from real servers: `python tests/golden/plans/regenerate.py DSN [DSN ...]`.

Each DSN is a superuser's connection to an empty database of a throw-away server. A file is named after the case and the
server's major version. The `sleep_` cases are calibrated: pg_sleep sits in a node whose own time is therefore known.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import psycopg

HERE = Path(__file__).parent

SETUP = """
drop table if exists orders, users, tiny, wide; drop function if exists nap;
create table orders (id int primary key, user_id int, status text, note text);
insert into orders select i, i % 500, case when i % 50 = 0 then 'pending' else 'done' end, repeat('x', 40)
    from generate_series(1, 20000) i;
create index orders_user on orders (user_id);
create table users (id int primary key, name text);
insert into users select i, 'user ' || i from generate_series(0, 499) i;
create table tiny (id int);
insert into tiny select generate_series(1, 3);
create table wide (id int, pad char(5000));
alter table wide alter pad set storage plain;
insert into wide select i, 'x' from generate_series(1, 6) i;
create function nap(seconds float8) returns int language plpgsql volatile parallel safe cost 1000 as
    $$begin perform pg_sleep(seconds); return 1; end$$;
"""

PARALLEL = (
    "set max_parallel_workers_per_gather = 2; set min_parallel_table_scan_size = 0; "
    "set parallel_setup_cost = 0; set parallel_tuple_cost = 0;"
)

# name: (settings for this case alone, statement)
CASES = {
    "seq_scan": ("", "select * from orders where status = 'pending' and note like 'x%' and id % 7 = 3"),
    "index_scan": ("", "select * from orders o where user_id = 7 order by id limit 5"),
    "joins": ("", "select u.name, count(o.id) from users u left join orders o on o.user_id = u.id group by u.name"),
    "parallel": (PARALLEL, "select status, count(*) from orders where user_id > 250 group by status"),
    "no_leader": (f"{PARALLEL} set parallel_leader_participation = off;", "select count(*) from orders where note like 'x%'"),
    "cte_two_readers": (
        "",
        "with w as materialized (select user_id, count(*) n from orders group by 1) "
        "select * from w a join w b on a.user_id = b.user_id + 1 where a.n > 1",
    ),
    "init_plan": ("", "select id from orders where user_id = (select max(id) from users)"),
    "sub_plan_per_row": ("", "select id, (select count(*) from orders o where o.user_id = u.id) from users u where id < 20"),
    "sub_plan_hashed": ("", "select id from orders where user_id not in (select id from users where id > 10)"),
    "disk_sort": ("set work_mem = '64kB';", "select * from orders order by note, id desc"),
    "disk_sort_parallel": (f"{PARALLEL} set work_mem = '64kB';", "select * from orders order by note, id desc"),
    "never_executed": ("", "select * from users u join orders o on o.user_id = u.id where u.id = -1"),
    "update": ("", "update orders set note = 'y' where user_id = 3"),
    "estimate_off": ("", "select * from orders where id % 3 = 0 and id % 2 = 0 and length(note) = 40"),
    "sleep_cte": ("", "with w as materialized (select nap(0.05) from tiny) select count(*) from w"),
    "sleep_cte_two": (
        "",
        "with w as materialized (select nap(0.05) x from tiny) select (select count(*) from w), (select sum(x) from w)",
    ),
    "sleep_init_plan": ("", "select * from tiny where id > (select nap(0.1))"),
    "sleep_init_plan_output": ("", "select id, (select nap(0.1)) x from tiny order by 2, 1"),
    "sleep_recursive": ("", "with recursive w as (select 1 i, nap(0.05) union all "
        "select i + 1, nap(0.05) from w where i < 3) select count(*) from w"),
    "sleep_same_cte_name": (
        "",
        "select * from (with w as materialized (select nap(0.1) x) select * from w) a, "
        "(with w as materialized (select nap(0.05) x) select * from w) b",
    ),
    "sleep_two_init_plans": ("", "select * from tiny where id > (select nap(0.1)) and id < (select nap(0.05) + 2)"),
    "sleep_sub_plan": ("", "select id, (select nap(0.05) where t.id > 0) from tiny t"),
    "sleep_inner": (
        "set enable_hashjoin = off; set enable_mergejoin = off; set enable_material = off;",
        "select * from tiny t join lateral (select nap(0.04) + t.id x offset 0) s on true",
    ),
    "sleep_parallel": (PARALLEL, "select count(*) from wide where nap(0.1) = 1"),
    "sleep_parallel_init_plan": (PARALLEL, "select count(*) from wide where id > (select nap(0.1))"),
    "sleep_parallel_skew": (PARALLEL, "select count(*) from tiny where nap(0.1) = 1"),
    "sleep_limit": ("", "select nap(0.05) from tiny limit 2"),
}  # fmt: skip


def plan_of(connection: psycopg.Connection[tuple[object, ...]], settings: str, statement: str) -> object:
    newer = ", serialize, memory" if connection.info.server_version >= 170000 else ""
    with connection.transaction(force_rollback=True):
        for setting in filter(None, (part.strip() for part in settings.split(";"))):
            connection.execute("set local " + setting.removeprefix("set "))
        return connection.execute(
            f"explain (analyze, verbose, buffers, settings, wal, format json{newer}) {statement}"
        ).fetchone()[0]


def main(dsns: list[str]) -> None:
    for dsn in dsns:
        with psycopg.connect(dsn, autocommit=True) as connection:
            connection.execute(SETUP)
            connection.execute("set max_parallel_workers_per_gather = 0")
            connection.execute("vacuum analyze")
            major = connection.info.server_version // 10000
            for name, (settings, statement) in CASES.items():
                plan = plan_of(connection, settings, statement)
                (HERE / f"{name}.{major}.json").write_text(json.dumps(plan, indent=1) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
