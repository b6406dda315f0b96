"""The statements of the corpus: what is run, on which majors, and what is known beforehand. Nothing is run here.

A `sleep_` case knows by construction how long each of its nodes slept; a `finding_` case knows which rule speaks of it.
"""

# ruff: noqa: E501

from __future__ import annotations

from dataclasses import dataclass, replace

# Words of EXPLAIN that came later, so that one case serves every major.
WORDS_SINCE = {"settings": 12, "wal": 13, "generic_plan": 16, "serialize": 17, "memory": 17}
SETTINGS_BEFORE_16 = {"debug_parallel_query": "force_parallel_mode"}

PLAIN = "analyze, buffers"
FULL = "analyze, verbose, buffers, settings, wal"
MOST = FULL + ", serialize text, memory"
SLEEPING = "analyze, verbose, settings, buffers off"


@dataclass(frozen=True)
class Slept:
    """A node, by the start of its label and of its subplan's name, and the wall-clock time that it alone took."""

    label: str
    subplan: str
    ms: float


@dataclass(frozen=True)
class Case:
    """A statement and how it is run.

    Attributes:
        settings: "name = value" of this case alone.
        before: statements run just before, in the same transaction.
        schema: where unqualified names are looked up.
        since, until: the majors that can run it.
        only: the majors that have what it needs, where that isn't a range.
        options: of EXPLAIN; words a major doesn't know are left out.
        formats: empty for all four of the majors that have all four.
        outside: statements run before the transaction, such as CHECKPOINT.
        fires: ids of the rules that must speak.
        slept: the truth, for `sleep_` cases; nodes that aren't named did not sleep.
    """

    name: str
    statement: str
    settings: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    schema: str = "tb"
    since: int = 12
    until: int = 99
    only: tuple[int, ...] = ()
    options: str = PLAIN
    formats: tuple[str, ...] = ()
    fires: tuple[str, ...] = ()
    slept: tuple[Slept, ...] = ()

    def runs_on(self, major: int) -> bool:
        """Whether a server of that major can run it."""
        return self.since <= major <= self.until and (not self.only or major in self.only)


NO_HASH = "enable_hashjoin = off"
NO_MERGE = "enable_mergejoin = off"
NO_LOOP = "enable_nestloop = off"
NO_SEQ = "enable_seqscan = off"
LOOPS_ONLY = (NO_HASH, NO_MERGE)
PARALLEL = (
    "max_parallel_workers_per_gather = 2",
    "min_parallel_table_scan_size = 0",
    "min_parallel_index_scan_size = 0",
    "parallel_setup_cost = 0",
    "parallel_tuple_cost = 0",
)
TWO = ("text", "json")  # YAML and XML of the largest would say nothing new
SMALL = ("work_mem = '64kB'",)


def _case(name: str, statement: str, *settings: str, **more: object) -> Case:
    return Case(name, statement, tuple(settings), **more)  # type: ignore[arg-type]


# The cases that the corpus began with; their tables are in `public`.
FIRST = tuple(
    replace(case, schema="public", options=MOST)
    for case in (
        _case("seq_scan", "select * from orders where status = 'pending' and note like 'x%' and id % 7 = 3"),
        _case("index_scan", "select * from orders o where user_id = 7 order by id limit 5"),
        _case("joins", "select u.name, count(o.id) from users u left join orders o on o.user_id = u.id group by u.name"),
        _case("parallel", "select status, count(*) from orders where user_id > 250 group by status", *PARALLEL),
        _case(
            "no_leader", "select count(*) from orders where note like 'x%'", *PARALLEL, "parallel_leader_participation = off"
        ),
        _case(
            "cte_two_readers",
            "with w as materialized (select user_id, count(*) n from orders group by 1) "
            "select * from w a join w b on a.user_id = b.user_id + 1 where a.n > 1",
        ),
        _case("init_plan", "select id from orders where user_id = (select max(id) from users)"),
        _case(
            "sub_plan_per_row", "select id, (select count(*) from orders o where o.user_id = u.id) from users u where id < 20"
        ),
        _case("sub_plan_hashed", "select id from orders where user_id not in (select id from users where id > 10)"),
        _case("disk_sort", "select * from orders order by note, id desc", *SMALL),
        _case("disk_sort_parallel", "select * from orders order by note, id desc", *PARALLEL, *SMALL),
        _case("never_executed", "select * from users u join orders o on o.user_id = u.id where u.id = -1"),
        _case("update", "update orders set note = 'y' where user_id = 3"),
        _case("estimate_off", "select * from orders where id % 3 = 0 and id % 2 = 0 and length(note) = 40"),
    )
)

TRICKY = "E'x\\n  ->  Seq Scan on foo  (cost=0.00..1.00 rows=1 width=4)\\ny''z\"'"
SCANS = (
    _case("scan_plain", "select * from orders"),
    _case("scan_estimates_only", "select * from orders where status = 'a' and amount > 3", options=""),
    _case("scan_costs_off", "select * from orders where status = 'a' limit 3", options="costs off"),
    _case("scan_timing_off", "select * from orders where status = 'a'", options="analyze, timing off, summary off"),
    _case(
        "scan_nothing_on",
        "select * from orders where id < 9",
        options="analyze, timing off, summary off, costs off, buffers off",
    ),
    _case("scan_analyze_alone", "select * from orders where amount > 300", options="analyze"),
    _case(
        "scan_verbose_estimates", "select * from orders o where amount > 300", "work_mem = '8MB'", options="verbose, settings"
    ),
    _case("scan_io_timing", "select * from orders o where amount > 300", "track_io_timing = on", options=FULL),
    _case("scan_filter_with_plan_text", f"select * from orders where status = {TRICKY} or status = 'it''s'", options=FULL),
    _case(
        "scan_filter_html",
        "select * from users where name <> '<b>&amp; \"x\" </Plan>]]>' and name <> E'a\\tb\\\\c%'",
        options=FULL,
    ),
    _case("scan_filter_unicode", "select * from users where name <> 'Ünï 漢字 🐘' and \"Odd Col\" = 'x' limit 4", options=FULL),
    _case("scan_quoted_names", 'select "A b", "c.d", "naïve ""q"" 漢字" from "My Orders" "m x" where "c.d" = 3', options=FULL),
    _case(
        "scan_quoted_index",
        "select * from orders where created = date '2020-02-02' limit 10",
        NO_SEQ,
        "enable_bitmapscan = off",
    ),
    _case("scan_index", "select * from orders where id = 5", options=FULL),
    _case("scan_index_backward", "select id from orders where id < 50 order by id desc", "enable_bitmapscan = off"),
    _case("scan_index_row_comparison", "select * from orders where (id, user_id) < (5, 6)"),
    _case(
        "scan_index_any_array",
        "select * from orders where id = any(array[1, 500, 900, 15000])",
        NO_SEQ,
        "enable_bitmapscan = off",
    ),
    _case("scan_index_only", "select id from orders where id < 900", NO_SEQ, "enable_bitmapscan = off", options=MOST),
    _case("scan_bitmap", "select * from orders o where user_id = 5", options=FULL),
    _case("scan_bitmap_or", "select * from orders o where user_id = 5 or user_id = 7 or created = '2020-01-09'"),
    _case(
        "scan_bitmap_and",
        "select * from orders o where user_id between 5 and 9 and created between '2020-01-01' and '2020-01-04'",
        NO_SEQ,
    ),
    _case(
        "scan_bitmap_lossy",
        "select count(*) from orders where user_id < 400 and amount > 5",
        *SMALL,
        NO_SEQ,
        "enable_indexscan = off",
    ),
    _case("scan_gin_text_search", "select * from docs where words @@ to_tsquery('simple', 'word3 & other1')", NO_SEQ),
    _case("scan_gin_json", "select body ->> 'n' from docs where body @> '{\"n\": 17}'", options=FULL),
    _case("scan_tid", "select * from orders where ctid = '(0,1)'", options=FULL),
    _case("scan_tid_range", "select * from orders where ctid >= '(0,1)' and ctid < '(1,1)'", since=14),
    _case("scan_sample", "select * from orders tablesample bernoulli (10) repeatable (1) where id > 5", options=FULL),
    _case("scan_sample_system", "select * from orders tablesample system (50) repeatable (3)"),
    _case("scan_function", "select * from generate_series(1, 10) g(x) where x > 3", options=FULL),
    _case(
        "scan_function_rows_from",
        "select * from rows from (generate_series(1, 3), generate_series(1, 4)) as t(a, b)",
        options=FULL,
    ),
    _case("scan_project_set", "select unnest(array[1, 2]), generate_series(1, 3)", options=FULL),
    _case("scan_values", "select * from (values (1, 'a'), (2, 'b')) v(x, y) where x > 1", options=FULL),
    _case(
        "scan_xmltable", "select * from xmltable('/a/b' passing ('<a><b>1</b></a>'::xml) columns x int path '.') t", only=(15,)
    ),
    _case(
        "scan_json_table", "select * from json_table('[1,2]'::jsonb, '$[*]' columns (x int path '$')) j", since=17, options=FULL
    ),
    _case("scan_subquery", "select s from (select id s from orders offset 0) q where s > 19000", options=FULL),
    _case("scan_foreign_file", "select * from ff where a like 'r%'", only=(18, 15), options=FULL),
    _case("scan_foreign_server", "select * from away a where a.user_id = 7 and a.id > (select 3)", only=(18, 15), options=FULL),
    _case(
        "scan_foreign_async",
        "select id from away union all select id from away_too where user_id < 50",
        only=(18, 15),
        options=FULL,
        before=("alter server loop options (add async_capable 'true')",),
    ),
    _case("scan_foreign_join", "select count(*) from away a join away_too b using (id)", only=(18, 15), options=FULL),
    _case("scan_foreign_update", "update away set status = 'z' where id < 3", only=(18, 15), options=FULL),
    _case(
        "scan_temp_table",
        "select * from mine where id > 3",
        before=("create temp table mine as select * from users",),
        options=FULL,
    ),
    _case("scan_disabled", "select * from users where name = 'q'", NO_SEQ),
    _case("result_constant", "select 1"),
    _case("result_one_time_false", "select * from orders where false"),
    _case("result_one_time_filter", "select * from orders where (select true) limit 2", options=FULL),
    _case("result_minimum", "select min(id), max(id) from orders", options=FULL),
)

JOINS = (
    _case("join_hash", "select * from orders o join users u on u.id = o.user_id where u.name = 'u3'"),
    _case(
        "join_hash_left_filter", "select * from users u left join orders o on u.id = o.user_id and o.amount > 3", options=FULL
    ),
    _case("join_hash_right", "select * from orders o right join users u on u.id = o.user_id where o.status is null", *SMALL),
    _case("join_hash_batches", "select * from big b join orders o on b.id = o.id", *SMALL, NO_MERGE, options=FULL),
    _case("join_merge", "select * from users u join orders o on u.id = o.id", NO_HASH, NO_LOOP),
    _case("join_merge_full", "select * from users u full join orders o on u.id = o.user_id", NO_HASH),
    _case("join_loop", "select * from orders o join users u on u.id = o.user_id where o.id < 50", *LOOPS_ONLY),
    _case(
        "join_loop_filter",
        "select * from users u left join orders o on u.id = o.user_id and u.name < o.status where u.id < 30",
        *LOOPS_ONLY,
    ),
    _case("join_loop_materialize", "select * from users u join users v on u.id > v.id where u.id < 20", options=FULL),
    _case("join_semi", "select * from users u where exists (select 1 from orders o where o.user_id = u.id)"),
    _case(
        "join_semi_right",
        "select * from users u where id in (select user_id from big b join orders o using (id) where status = 'a')",
        *SMALL,
    ),
    _case("join_anti", "select * from users u where not exists (select 1 from orders o where o.user_id = u.id)", options=FULL),
    _case(
        "join_anti_right",
        "select * from big b where not exists (select 1 from users u where u.id = b.id)",
        NO_MERGE,
        NO_LOOP,
        *SMALL,
    ),
    _case(
        "join_lateral_memoize",
        "select * from orders o, lateral (select * from users u where u.id = o.user_id limit 1) x",
        options=FULL,
    ),
    _case(
        "join_memoize_evictions",
        "select count(u.name) from orders o join users u on u.id = o.user_id",
        *LOOPS_ONLY,
        *SMALL,
        NO_SEQ,
    ),
    _case(
        "join_three",
        "select * from users u join orders o on o.user_id = u.id join big b on b.id = o.id where u.id < 10 order by b.v",
        options=FULL,
    ),
    _case("join_partitionwise", "select * from part p join part q using (id)", "enable_partitionwise_join = on"),
)

UPPER = (
    _case("aggregate_plain", "select count(*) filter (where amount > 3), sum(distinct amount) from orders", options=FULL),
    _case("aggregate_hashed", "select status, count(*) from orders group by status"),
    _case(
        "aggregate_having", "select status, count(*) from orders group by status having count(*) > 3 order by 2", options=FULL
    ),
    _case("aggregate_sorted", "select user_id, count(*) from orders group by user_id", "enable_hashagg = off"),
    _case("aggregate_on_disk", "select id, count(*) from orders group by id", *SMALL, "enable_sort = off", options=FULL),
    _case(
        "aggregate_string",
        "select string_agg(status, ', ' order by id), status || ', x (' || id from orders where id < 99 group by 2",
        options=FULL,
    ),
    _case(
        "grouping_sets",
        "select status, user_id, count(*) from orders group by grouping sets ((status), (user_id), ())",
        options=FULL,
    ),
    _case("grouping_rollup", "select status, user_id, count(*) from orders group by rollup (status, user_id)"),
    _case(
        "grouping_cube_sorted",
        "select status, user_id, count(*) from orders group by cube (status, user_id)",
        "enable_hashagg = off",
    ),
    _case("grouping_cube_mixed", "select status, user_id, count(*) from orders group by cube (status, user_id)"),
    _case("group", "select status from orders group by status", "enable_hashagg = off", options=FULL),
    _case("unique", "select distinct user_id from orders", "enable_hashagg = off"),
    _case("distinct_hashed", "select distinct status from orders"),
    _case(
        "window", "select user_id, status, row_number() over (partition by status order by amount) from orders", options=FULL
    ),
    _case(
        "window_two",
        "select *, rank() over w, sum(amount) over (order by id rows 3 preceding) from orders window w as (partition by status order by created)",
        options=FULL,
    ),
    _case(
        "window_run_condition",
        "select * from (select *, row_number() over (order by amount) rn from orders) x where rn < 5",
        options=FULL,
    ),
    _case("window_storage_disk", "select id, sum(id) over () from big", *SMALL, options=FULL),
    _case("sort_top_n", 'select * from orders order by amount desc, status collate "C" nulls first limit 5', options=FULL),
    _case("sort_external", "select * from orders order by amount", *SMALL, options=FULL),
    _case("sort_incremental", "select * from orders order by user_id, amount limit 100", since=13, options=FULL),
    _case("sort_incremental_all", "select * from orders order by user_id, amount", NO_SEQ, "enable_sort = off", since=13),
    _case(
        "sort_parallel_incremental",
        "select * from orders order by user_id, amount",
        *PARALLEL,
        NO_SEQ,
        since=13,
        options=FULL,
        formats=("text", "json"),
    ),  # who gets how many groups is chance
    _case("set_intersect", "select status from orders intersect select name from users"),
    _case("set_except_all", "select status from orders except all select name from users", options=FULL),
    _case("set_except_sorted", "select status from orders except select name from users", "enable_hashagg = off"),
    _case("set_union", "select status from orders union select name from users"),
    _case("append", "select 1 as a union all select 2 union all select id from users where id < 3", options=FULL),
    _case("append_partitions", "select * from part where id < 150", options=FULL),
    _case(
        "append_merge", "select * from part order by v", "enable_sort = off", before=("create index on part (v)",), options=FULL
    ),
    _case(
        "append_subplans_removed",
        "execute pruned(5)",
        "plan_cache_mode = force_generic_plan",
        before=("prepare pruned(int) as select * from part where id = $1",),
    ),
    _case(
        "append_pruned_while_running",
        "select * from users u join part p on p.id = u.id where u.id < 3",
        *LOOPS_ONLY,
        before=("create index on part (id)",),
    ),
    _case("limit_offset", "select * from orders order by id offset 500 limit 3", options=FULL),
    _case("limit_with_ties", "select * from orders order by status fetch first 3 rows with ties", since=13),
    _case("lock_rows", "select * from orders where id < 900 for update limit 3", options=FULL),
    _case("generic_plan", "select * from orders where id = $1 and status = $2", since=16, options="generic_plan"),
    _case("declare_cursor", "declare c cursor for select * from orders order by user_id", options="verbose"),
    _case("create_table_as", "create table tt as select * from users", options=FULL),
    _case("create_materialized_view", "create materialized view mv as select status, count(*) from orders group by 1"),
    _case("serialize_binary", "select * from users", since=17, options="analyze, serialize binary, memory"),
    _case(
        "serialize_text", "select * from users u", since=17, options="analyze, serialize text, memory, buffers off, timing off"
    ),
    _case("memory_only", "select * from users u join orders o on o.user_id = u.id", since=17, options="memory"),
    _case("planning_buffers", "select * from pg_class c join pg_attribute a on a.attrelid = c.oid where c.relname = 'x'"),
    _case("jit", "select sum(length(v)) from big where id > 7", "jit = on", "jit_above_cost = 0", only=(15,), options=FULL),
    _case(
        "jit_in_workers",
        "select sum(length(v)) from big where id > (select 5)",
        "jit = on",
        "jit_above_cost = 0",
        "jit_inline_above_cost = 0",
        *PARALLEL,
        only=(15,),
        options=FULL,
    ),
)

SUBPLANS = (
    _case("subplan_in_list", "select * from users u where id not in (select user_id from orders where status = 'a')", options=FULL),
    _case("subplan_all", "select * from users u where id > all (select user_id from orders o where o.id < u.id and o.id < 5)", options=FULL),
    _case("subplan_output", "select (select max(amount) from orders o where o.user_id = u.id) from users u", options=FULL),
    _case("subplan_exists_or", "select count(*) from orders o where exists (select 1 from users u where u.id = o.user_id and u.name <> o.status) "
        "or o.amount in (select id from users)", options=FULL),
    _case("subplan_row", "select * from users u where (id, name) in (select user_id, status from orders offset 0) or u.id = 1", options=FULL),
    _case("subplan_multi_column_update", "update users u set (name, \"Odd Col\") = (select status, 'y' from orders o where o.id = u.id) where u.id < 9",
        options=FULL),
    _case("initplan_two", "select *, (select max(amount) from orders) from users u where id = (select min(id) from users)", options=FULL),
    _case("initplan_array_exists", "select array(select id from users where id < 3), exists (select 1 from orders)", options=FULL),
    _case("initplan_many", "select " + ", ".join(f"(select {n} + max(id) from users where id > {n})" for n in range(12)), options="analyze, verbose, buffers off",
        formats=("text", "json")),
    _case("cte_two_aliases", "with w as materialized (select * from orders where status = 'a') select * from w w1 join w w2 using (id)", options=FULL),
    _case("cte_nested", "with a as materialized (with b as materialized (select * from users) select b.id from b, (select * from b limit 2) c) "
        "select count(*) from a", options=FULL),
    _case("cte_same_name", "with w as materialized (select 1 x) select * from w, (with w as materialized (select 2 y) select * from w) v"),
    _case("cte_spilled", "with w as materialized (select * from big) select count(*) from w a, (select * from w limit 1) b", *SMALL, options=FULL),
    _case("cte_recursive", "with recursive r(n) as (select 1 union all select n + 1 from r where n < 10) select * from r", options=FULL),
    _case("cte_recursive_join", "with recursive r(id) as (select 3 union select o.user_id + 1 from r join orders o on o.id = r.id) select * from r"),
    _case("cte_writing", "with x as (insert into users values (1001, 'a', 'b') returning *) select * from x", options=FULL),
    _case("cte_writing_moved", "with gone as (delete from fk where id < 9 returning *) insert into users select id + 9000, s, s from gone", options=FULL),
    _case("quoted_alias", "select * from (select status s from orders group by 1) \"*SELECT* 1\"", options=FULL),
    _case("overexplain_debug", "select * from orders o join users u on u.id = o.user_id where o.id < 5", only=(18,), options="debug, range_table",
        before=("load 'pg_overexplain'",)),
    _case("overexplain_append", "select id from part union all select 1", only=(18,), options="analyze, debug, range_table",
        before=("load 'pg_overexplain'",)),
)  # fmt: skip

WRITES = (
    _case("insert_values", "insert into fk values (5001, 1), (5002, 2)", options=FULL),
    _case("insert_select", "insert into fk select i, i from generate_series(6000, 6100) i"),
    _case("insert_partitions", "insert into part select i % 300, 'w' from generate_series(1, 50) i", options=FULL),
    _case("insert_by_rules", "insert into ruled values (7001, 3)", options=FULL),
    _case("insert_conflict_update", "insert into users values (1, 'x', 'y') on conflict (id) do update set name = excluded.name "
        "where users.name <> 'q'", options=FULL),
    _case("insert_conflict_nothing", "insert into users values (1, 'x', 'y'), (90001, 'x', 'y') on conflict do nothing", options=FULL),
    _case("insert_transition_table", "insert into transit select id from users", options=FULL),
    _case("update_partitions", "update part set v = 'x'", options=FULL),
    _case("update_key_moves_row", "update part set id = id + 100 where id between 95 and 105", options=FULL),
    _case("update_from", "update orders o set amount = 0 from users u where u.id = o.user_id and u.id < 3",
        formats=("text", "json")),  # the index is a little larger after each run, and so are the costs
    _case("update_few", "update orders set amount = 0 where id < 10", options=FULL),
    _case("delete_returning", "delete from part where id < 150 returning *", options=FULL),
    _case("delete_cascade", "delete from orders where id < 20", options=FULL),
    _case("merge", "merge into users u using orders o on o.id = u.id when matched then update set name = o.status "
        "when not matched and o.id < 1000 then insert values (o.id, o.status)", since=15, options=FULL),
    _case("merge_skips", "merge into users u using orders o on o.id = u.id when matched and u.id < 5 then delete "
        "when matched then do nothing when not matched and o.id < 1000 then insert values (o.id, o.status)", since=15, options=FULL),
    _case("merge_by_source", "merge into users u using (select * from orders where id < 9) o on o.id = u.id when matched then update "
        "set name = o.status when not matched by source then delete returning merge_action(), u.*", since=17, options=FULL),
)  # fmt: skip

GATHERED = tuple(
    replace(case, settings=case.settings + tuple(s for s in PARALLEL if s.split(" ")[0] not in " ".join(case.settings)))
    for case in (
        _case("parallel_count", "select count(*) from big where v like '%5%'", options=FULL),
        _case("parallel_plain", "select count(*) from big where v like '%5%'"),
        _case("parallel_gather_merge", "select * from big order by v limit 3", options=FULL),
        _case("parallel_hash_join", "select o.status, count(*) from big b join orders o on o.id = b.id group by 1", options=FULL, formats=TWO),
        _case("parallel_hash_batches", "select count(*) from big a join big b on a.id = b.id", *SMALL, NO_MERGE, options=FULL, formats=TWO),
        _case("parallel_bitmap", "select count(*) from orders where user_id between 3 and 100 and amount > 5", NO_SEQ, "enable_indexscan = off",
            options=FULL, formats=TWO),
        _case("parallel_index", "select count(*) from orders where id between 3 and 10000 and amount > 5", NO_SEQ, "enable_bitmapscan = off",
            options=FULL, formats=TWO),
        _case("parallel_index_only", "select count(*) from orders where id between 3 and 10000", NO_SEQ, "enable_bitmapscan = off"),
        _case("parallel_append", "select * from part union all select * from big", options=FULL, formats=TWO),
        _case("parallel_few_workers", "select count(*) from big where v like '%5%'", "max_parallel_workers = 1", options=FULL),
        _case("parallel_no_workers", "select count(*) from big where v like '%5%'", "max_parallel_workers = 0"),
        _case("parallel_no_leader", "select count(*) from big where v like '%5%'", "parallel_leader_participation = off"),
        _case("parallel_sort_spill", "select * from big order by v", *SMALL, options=FULL),
        _case("parallel_group_disk", "select v, count(*) from big group by 1", *SMALL, "enable_sort = off", since=13, options=FULL, formats=TWO),
        _case("parallel_memoize", "select count(u.name) from orders o join users u on u.id = o.user_id", *LOOPS_ONLY, NO_SEQ, options=FULL, formats=TWO),
        _case("parallel_init_plan", "select count(*) from big where id > (select 50)", options=FULL),
        _case("parallel_create", "create table tt as select id, count(*) from big group by 1", options=FULL, formats=TWO),
        _case("single_copy_gather", "select * from users", "debug_parallel_query = on", options=FULL),
    )
)  # fmt: skip

N = "nap(0.05 + n.id * 0) = 1"  # names the table, so that it is evaluated there


def _sleep(name: str, statement: str, settings: tuple[str, ...], *slept: tuple[str, str, float], **more: object) -> Case:
    return Case(
        f"sleep_{name}", statement, settings, schema="public", options=str(more.pop("options", SLEEPING)), formats=("text", "json"),
        slept=tuple(Slept(*each) for each in slept), **more,  # type: ignore[arg-type]
    )  # fmt: skip


SLEEPS = (
    _sleep("cte", "with w as materialized (select nap(0.05) from tiny) select count(*) from w", (), ("Seq Scan on tiny", "CTE w", 150)),
    _sleep("cte_two", "with w as materialized (select nap(0.05) x from tiny) select (select count(*) from w), (select sum(x) from w)", (),
        ("Seq Scan on tiny", "CTE w", 150)),
    _sleep("cte_limit", "with w as materialized (select id, nap(0.05) from tiny) select * from w limit 2", (), ("Seq Scan on tiny", "CTE w", 100)),
    _sleep("cte_in_sub_plan", "with w as materialized (select id, nap(0.05) x from naps) "
        "select id, (select sum(x) from w where w.id <= t.id) from tiny t", (), ("Seq Scan on naps", "CTE w", 150)),
    _sleep("cte_in_cte", "with a as materialized (select id, nap(0.05) x from naps), b as materialized (select id, x, nap(0.04) y from a) "
        "select count(x + y) from b", (), ("Seq Scan on naps", "CTE a", 150), ("CTE Scan on a", "CTE b", 120)),
    _sleep("cte_writing", "with w as (insert into scratch select nap(0.05) from naps returning nap(0.04) x) select sum(x) from w", (),
        ("Insert on scratch", "CTE w", 120), ("Seq Scan on naps", "", 150)),
    _sleep("cte_writing_unread", "with w as (insert into scratch select nap(0.05) from naps) select 1", (), ("Seq Scan on naps", "", 150)),
    _sleep("cte_scan_filter", "with n as materialized (select id from naps) select * from n where " + N, (), ("CTE Scan on n", "", 150)),
    _sleep("cte_three_levels", "with a as materialized (select nap(0.05) x from naps), b as materialized (select x from a), "
        "c as materialized (select x from b) select count(*) from c", (), ("Seq Scan on naps", "CTE a", 150)),
    _sleep("cte_limit_then_all", "with w as materialized (select id, nap(0.05) x from naps) "
        "select * from (select * from w limit 1) a, (select count(*) from w) b", (), ("Seq Scan on naps", "CTE w", 150)),
    _sleep("cte_in_init_plan", "select * from tiny where id > (with w as materialized (select nap(0.05) x from naps) select count(*) from w) - 3", (),
        ("Seq Scan on naps", "CTE w", 150)),
    _sleep("same_cte_name", "select * from (with w as materialized (select nap(0.1) x) select * from w) a, "
        "(with w as materialized (select nap(0.05) x) select * from w) b", (), ("Result", "CTE w", 100), ("Result", "CTE w", 50)),
    _sleep("recursive", "with recursive w as (select 1 i, nap(0.05) union all select i + 1, nap(0.05) from w where i < 3) "
        "select count(*) from w", (), ("Result", "", 50), ("WorkTable Scan", "", 100)),
    _sleep("init_plan", "select * from tiny where id > (select nap(0.1))", (), ("Result", "InitPlan 1", 100)),
    _sleep("init_plan_output", "select id, (select nap(0.1)) x from tiny order by 2, 1", (), ("Result", "InitPlan 1", 100)),
    _sleep("two_init_plans", "select * from tiny where id > (select nap(0.1)) and id < (select nap(0.05) + 2)", (),
        ("Result", "InitPlan 1", 100), ("Result", "InitPlan 2", 50)),
    _sleep("init_plan_nested", "select * from tiny where id > (select nap(0.05) + (select nap(0.1)) * 0)", (),
        ("Result", "InitPlan 2", 50), ("Result", "InitPlan 1", 100)),
    _sleep("init_plan_in_sub_plan", "select id, (select count(*) from users u where u.id < t.id + (select nap(0.1))) from tiny t", (),
        ("Result", "InitPlan 1", 100)),
    _sleep("init_plan_mentioned_twice", "select * from tiny a join naps b on a.id = b.id where a.id = (select nap(0.1))", (),
        ("Result", "InitPlan 1", 100)),
    _sleep("init_plan_one_time_filter", "select * from tiny where (select nap(0.1)) = 1", (), ("Result", "InitPlan 1", 100)),
    _sleep("init_plan_in_limit", "select * from tiny limit (select nap(0.1))", (), ("Result", "InitPlan 1", 100)),
    _sleep("init_plan_unused", "select * from tiny where id > 5 and id < (select nap(0.1))", ()),
    _sleep("init_plan_in_aggregate", "select sum(id + (select nap(0.1))) from tiny", (), ("Result", "InitPlan 1", 100)),
    _sleep("init_plan_in_inner", "select * from tiny t join users u on u.id = t.id + (select nap(0.1))", LOOPS_ONLY, ("Result", "InitPlan 1", 100)),
    _sleep("init_plan_of_rows", "select id from tiny where id <= (select count(*) from naps n where " + N + ")", (),
        ("Seq Scan on naps", "", 150)),
    _sleep("init_plan_in_returning", "insert into scratch select 1 from tiny returning (select nap(0.1))", (), ("Result", "InitPlan 1", 100)),
    _sleep("sub_plan", "select id, (select nap(0.05) where t.id > 0) from tiny t", (), ("Result", "SubPlan 1", 150)),
    _sleep("sub_plan_hashed", "select id from users where id not in (select id * nap(0.05) from naps)", (), ("Seq Scan on naps", "SubPlan 1", 150)),
    _sleep("sub_plan_join_filter", "select * from tiny a left join naps b on a.id = b.id + (select nap(0.03) where a.id + b.id > 0) - 1", LOOPS_ONLY,
        ("Result", "SubPlan 1", 270)),
    _sleep("sub_plan_sort", "select id from tiny t order by (select nap(0.05) where t.id > 0), id", (), ("Result", "SubPlan 1", 150)),
    _sleep("sub_plan_in_aggregate", "select sum((select nap(0.05) where t.id > 0)) from tiny t", (), ("Result", "SubPlan 1", 150)),
    _sleep("sub_plan_filter", "select * from tiny t where (select nap(0.05) where t.id > 0) = 1", (), ("Result", "SubPlan 1", 150)),
    _sleep("init_plan_correlated", "select id, (select nap(0.05) + (select nap(0.04) where t.id > 0) where t.id > 0) from tiny t", (),
        ("Result", "SubPlan 2", 150), ("Result", "InitPlan 1", 120)),
    _sleep("sub_plan_two", "select (select nap(0.05) where t.id > 0), (select nap(0.03) where t.id > 1) from tiny t", (),
        ("Result", "SubPlan 1", 150), ("Result", "SubPlan 2", 60)),
    _sleep("sub_plan_update", "update keyed k set n = (select nap(0.05) where k.id > 0)", (), ("Result", "SubPlan 1", 150)),
    _sleep("inner", "select * from tiny t join lateral (select nap(0.04) + t.id x offset 0) s on true",
        (*LOOPS_ONLY, "enable_material = off"), ("Result", "", 120)),
    _sleep("loop_outer", "select * from (select id, nap(0.05) x from naps offset 0) n join users u on u.id = n.id", LOOPS_ONLY,
        ("Seq Scan on naps", "", 150)),
    _sleep("loop_inner_index", "select * from tiny t join users n on n.id = t.id where " + N, (*LOOPS_ONLY, NO_SEQ), ("Index Scan using users_pkey", "", 150)),
    _sleep("loop_filter", "select * from tiny a join naps b on nap(0.03 + (a.id + b.id) * 0) = 1", (), ("Nested Loop", "", 270)),
    _sleep("loop_materialize", "select * from tiny t left join naps n on n.id <= t.id and " + N, LOOPS_ONLY, ("Seq Scan on naps", "", 150)),
    _sleep("memoize", "select * from calls c join users n on n.id = c.user_id and doze(0.05 + n.id * 0) = 1", (*LOOPS_ONLY, NO_SEQ),
        ("Index Scan using users_pkey", "", 150), since=14),
    _sleep("hash_build", "select * from orders o join naps n on n.id = o.id where " + N, (NO_LOOP, NO_MERGE), ("Seq Scan on naps", "", 150)),
    _sleep("hash_probe", "select * from (select id, nap(0.05) x from naps offset 0) n left join single s on s.id = n.id", (NO_LOOP, NO_MERGE),
        ("Seq Scan on naps", "", 150)),
    _sleep("hash_filter", "select * from tiny a join naps b on a.id = b.id and nap(0.05 + (a.id + b.id) * 0) = 1", (NO_LOOP, NO_MERGE),
        ("Hash Join", "", 150)),
    _sleep("merge_both", "select * from (select id, nap(0.05) x from naps offset 0) n join (select id, nap(0.04) y from tiny offset 0) t "
        "on n.id = t.id", (NO_LOOP, NO_HASH), ("Seq Scan on naps", "", 150), ("Seq Scan on tiny", "", 120)),
    _sleep("merge_filter", "select * from tiny a join naps b on a.id = b.id and nap(0.05 + (a.id + b.id) * 0) = 1", (NO_LOOP, NO_HASH),
        ("Merge Join", "", 150)),
    _sleep("semi", "select * from tiny t where exists (select 1 from naps n where n.id = t.id and " + N + ")", (), ("Seq Scan on naps", "", 150)),
    _sleep("sort_below", "select id from naps n where " + N + " order by id desc", (), ("Seq Scan on naps", "", 150)),
    _sleep("top_n_below", "select id from naps n where " + N + " order by id desc limit 1", (), ("Seq Scan on naps", "", 150)),
    _sleep("unique_below", "select distinct id from naps n where " + N, ("enable_hashagg = off",), ("Seq Scan on naps", "", 150)),
    _sleep("aggregate", "select sum(nap(0.05)) from naps", (), ("Aggregate", "", 150)),
    _sleep("aggregate_below", "select count(*) from naps n where " + N, (), ("Seq Scan on naps", "", 150)),
    _sleep("aggregate_having", "select id from naps group by id having nap(0.05 + count(*) * 0) = 1", ("enable_sort = off",), ("HashAggregate", "", 150)),
    _sleep("group_key", "select nap(0.05) x, count(*) from naps group by 1", (), ("Seq Scan on naps", "", 150)),
    _sleep("window", "select sum(nap(0.05)) over () from naps", (), ("WindowAgg", "", 150)),
    _sleep("window_below", "select row_number() over (order by id) from naps n where " + N, (), ("Seq Scan on naps", "", 150)),
    _sleep("limit", "select nap(0.05) from tiny limit 2", (), ("Seq Scan on tiny", "", 100)),
    _sleep("limit_expression", "select * from tiny limit nap(0.1)", (), ("Limit", "", 100)),
    _sleep("append", "select nap(0.05) from tiny union all select nap(0.04) from naps", (), ("Seq Scan on tiny", "", 150), ("Seq Scan on naps", "", 120)),
    _sleep("append_limit", "select nap(0.05) from tiny union all select nap(0.04) from naps limit 4", (),
        ("Seq Scan on tiny", "", 150), ("Seq Scan on naps", "", 40)),
    _sleep("append_merge", "select id from listed n where " + N + " order by id", (NO_SEQ, "enable_sort = off", "enable_bitmapscan = off"),
        ("Index Only Scan using listed_odd", "", 100), ("Index Only Scan using listed_even", "", 50)),
    _sleep("set_except", "select id + nap(0.05) from naps except select id from tiny", (), ("Seq Scan on naps", "", 150)),
    _sleep("values", "select nap(x) from (values (0.05), (0.1)) v(x)", (), ("Values Scan", "", 150)),
    _sleep("function_scan", "select * from dream(0.1)", (), ("Function Scan on dream", "", 100)),
    _sleep("project_set", "select generate_series(1, nap(0.05) + 1) from naps", (), ("ProjectSet", "", 150)),
    _sleep("subquery_scan", "select * from (select id from naps offset 0) n where " + N, (), ("Subquery Scan on n", "", 150)),
    _sleep("subquery_scan_below", "select * from (select id, nap(0.05) x from naps offset 0) q where x = 1", (), ("Seq Scan on naps", "", 150)),
    _sleep("result", "select nap(0.1)", (), ("Result", "", 100)),
    _sleep("index_scan", "select * from users n where id in (1, 2, 3) and " + N, (NO_SEQ, "enable_bitmapscan = off"),
        ("Index Scan using users_pkey", "", 150)),
    _sleep("bitmap", "select * from users n where id in (1, 2, 3) and " + N, (NO_SEQ, "enable_indexscan = off"), ("Bitmap Heap Scan on users", "", 150)),
    _sleep("tid_scan", "select * from naps n where ctid = '(0,1)' and " + N, (), ("Tid Scan on naps", "", 50)),
    _sleep("sample_scan", "select * from naps n tablesample bernoulli (100) where " + N, (), ("Sample Scan on naps", "", 150)),
    _sleep("below_lock_rows", "select * from naps n where " + N + " for update", (), ("Seq Scan on naps", "", 150)),
    _sleep("insert_below", "insert into scratch select nap(0.05) from naps", (), ("Seq Scan on naps", "", 150)),
    _sleep("update_below", "update keyed n set n = 1 where " + N.replace("n.id", "id"), (), ("Seq Scan on keyed", "", 150)),
    _sleep("returning", "delete from keyed returning nap(0.05)", (), ("Delete on keyed", "", 150)),
    _sleep("on_conflict", "insert into keyed select id from tiny on conflict (id) do update set n = nap(0.05)", (), ("Insert on keyed", "", 150)),
    _sleep("generated", "insert into generated select id from tiny", (), ("Insert on generated", "", 150)),
    _sleep("merge", "merge into naps n using tiny t on t.id = n.id when matched then update set id = n.id + nap(0.05) - 1", (),
        ("Merge on naps", "", 150), since=15),
    _sleep("merge_when", "merge into naps n using tiny t on t.id = n.id when matched and nap(0.05) = 1 then do nothing", (),
        ("Merge on naps", "", 150), since=15),
    _sleep("after_trigger", "insert into watched_after select id from tiny", ()),
    _sleep("serialize", "select id, nap(0.05) from naps", (), ("Seq Scan on naps", "", 150), options=SLEEPING + ", serialize"),
    # Two rows a process of six: 200 ms by the clock.
    _sleep("parallel", "select count(*) from wide where nap(0.1) = 1", PARALLEL, ("Parallel Seq Scan on wide", "", 200)),
    _sleep("parallel_rows", "select id from wide where nap(0.1) = 1", PARALLEL, ("Parallel Seq Scan on wide", "", 200)),
    _sleep("parallel_init_plan", "select count(*) from wide where id > (select nap(0.1))", PARALLEL, ("Result", "InitPlan 1", 100)),
    _sleep("parallel_skew", "select count(*) from tiny where nap(0.1) = 1", PARALLEL, ("Parallel Seq Scan on tiny", "", 300)),
    _sleep("parallel_gather_merge", "select id from wide where nap(0.1) = 1 order by id", PARALLEL, ("Parallel Seq Scan on wide", "", 200)),
    _sleep("parallel_no_leader", "select count(*) from wide where nap(0.1) = 1", (*PARALLEL, "parallel_leader_participation = off"),
        ("Parallel Seq Scan on wide", "", 300)),
    _sleep("parallel_no_workers", "select count(*) from wide where nap(0.05) = 1", (*PARALLEL, "max_parallel_workers = 0"),
        ("Parallel Seq Scan on wide", "", 300)),
    _sleep("parallel_aggregate", "select sum(nap(0.1)) from wide", PARALLEL, ("Partial Aggregate", "", 200)),
    _sleep("parallel_loop_inner", "select count(n.name) from wide w join users n on n.id = w.id where nap(0.1 + n.id * 0) = 1", (*PARALLEL, *LOOPS_ONLY),
        ("Index Scan using users_pkey", "", 200)),
    _sleep("parallel_hash_probe", "select count(*) from wide w join users u on u.id = w.id where nap(0.1 + w.id * 0) = 1",
        (*PARALLEL, NO_LOOP, NO_MERGE), ("Parallel Seq Scan on wide", "", 200)),
    # Each process fills a hash table of its own, all at the same time.
    _sleep("parallel_sub_plan", "select count(*) from wide w where w.id not in (select id * nap(0.1) from single)", PARALLEL,
        ("Seq Scan on single", "SubPlan 1", 100)),
    _sleep("parallel_beside_cte", "with w as materialized (select 1 x from naps n where snooze(0.05 + n.id * 0) = 1) select count(*) from wide, (select sum(x) s from w) y "
        "where wide.id > y.s", PARALLEL, ("Seq Scan on naps", "CTE w", 150)),
    _sleep("single_copy", "select nap(0.05) from naps", ("debug_parallel_query = on",), ("Seq Scan on naps", "", 150)),
)  # fmt: skip

SERIAL = "max_parallel_workers_per_gather = 0"
LOW = "work_mem = '1MB'"


def _finding(rule: str, statement: str, *settings: str, **more: object) -> Case:
    return Case(
        f"finding_{rule.replace('-', '_')}", statement, settings, schema=str(more.pop("schema", "shop")), only=more.pop("only", (18, 15)),
        options=str(more.pop("options", MOST)), formats=("text", "json"), fires=(rule,), **more,  # type: ignore[arg-type]
    )  # fmt: skip


FINDINGS = (
    _finding("seq-scan-discards", "select * from orders where status = 'returned' and total > 900"),
    _finding("sort-on-disk", "select * from orders order by total", LOW, options=FULL),
    _finding("hash-batches", "select count(a.note), sum(quantity) from orders a join order_items b on a.id = b.order_id", LOW, NO_MERGE),
    _finding("hash-aggregate-on-disk", "select created_at, count(*) from orders group by 1", LOW, "enable_sort = off", options=FULL),
    _finding("spilled-cte", "with w as materialized (select * from orders) select count(*), (select max(total) from w) from w", LOW),
    _finding("temp-io", "select shop.sorts()"),
    _finding("nested-loop-inner", "select count(c.name) from orders o join customers c on c.id = o.user_id", *LOOPS_ONLY, "enable_memoize = off"),
    _finding("sub-plan-per-row", "select c.id, (select sum(i.quantity) from order_items i where i.order_id = c.id) from customers c"),
    _finding("cte-scan-loops", "with w as materialized (select user_id, count(*) n from orders group by 1) "
        "select c.id, (select n from w where w.user_id = c.id) from customers c"),
    _finding("memoize-misses", "select count(c.name) from orders_misled o join customers c on c.id = o.user_id", *LOOPS_ONLY, *SMALL,
        "hash_mem_multiplier = 1"),
    _finding("memoize-hits", "select count(p.name) from order_items i join products p on p.id = i.product_id", *LOOPS_ONLY),
    _finding("row-estimate-off", "select * from orders o join customers c on c.id = o.user_id where o.id % 3 = 0 and o.id % 2 = 0 and "
        "length(o.status) % 7 in (0, 1)"),
    _finding("workers-missing", "select count(*) from orders where note like '%x%'", *PARALLEL, "max_parallel_workers = 1"),
    _finding("workers-uneven", "select count(*) from orders where id > 59980 and shop.nap(0.03) = 1", *PARALLEL, "enable_indexscan = off",
        "enable_bitmapscan = off", "enable_indexonlyscan = off"),
    _finding("jit-share", "select count(*), sum(total + id), max(note || 'x') from orders where id % 3 = 1", "jit = on", "jit_above_cost = 0",
        "jit_optimize_above_cost = 0", "jit_inline_above_cost = 0", only=(15,)),
    _finding("planning-share", "select count(*) from " + "orders o1 " + " ".join(f"join orders o{n} using (id)" for n in range(2, 13)) +
        " where id = 1", "join_collapse_limit = 14", "geqo = off"),
    _finding("trigger-share", "delete from customers where id > 1000000"),
    _finding("serialization-share", "select * from order_items", only=(18,)),
    _finding("wal-full-pages", "update items_many set quantity = quantity + 1 where order_id % 40 = 0", outside=("checkpoint",)),
    _finding("disabled-node", "select count(*) from orders where total > 10", NO_SEQ),
    _finding("in-memory", "select * from orders order by created_at", "work_mem = '256MB'"),
    _finding("good-estimate", "select c.city, count(*) from orders o join customers c on c.id = o.user_id group by c.city"),
    _finding("filter-after-index", "select count(*) from orders_indexed where user_id between 1 and 500 and status = 'returned' and total > 100",
        NO_SEQ, "enable_bitmapscan = off"),
    _finding("join-filter-discards", "select count(*) from orders a join orders b on a.user_id = b.user_id and a.total > b.total * 20 where a.id <= 2000 and b.id <= 20000", "enable_nestloop = off"),
    _finding("recheck-discards", "select count(*) from posts where search @@ to_tsquery('english', 'a:A | the:A | coffee:A | time:A | work:A')",
        "work_mem = '64kB'", NO_SEQ, schema="blog"),
    _finding("lossy-bitmap", "select sum(quantity) from items_many where product_id between 1 and 60", "work_mem = '64kB'", NO_SEQ, "enable_indexscan = off"),
    _finding("heap-fetches", "select count(id) from orders_stale where id < 40000", NO_SEQ, "enable_bitmapscan = off"),
    _finding("many-index-searches", "select count(note) from orders_cold where id = any (array(select i * 10 from generate_series(1, 1500) i))",
        NO_SEQ, "enable_bitmapscan = off", only=(18,)),
    _finding("bitmap-and", "select sum(total) from orders_indexed where user_id between 20 and 21 and total between 20 and 21",
        NO_SEQ, "enable_indexscan = off"),
    _finding("bitmap-or", "select sum(total) from orders_indexed where user_id = 20 or created_at between '2025-01-01' and '2025-01-20'",
        NO_SEQ, "enable_indexscan = off"),
    _finding("sparse-table", "select count(*) from orders_sparse where total > 10"),
    _finding("late-limit", "select * from orders_indexed where user_id between 1 and 100 order by total limit 10", "enable_indexscan = off", NO_SEQ),
    _finding("large-offset", "select * from orders order by id offset 50000 limit 10"),
    _finding("io-share", "select count(note) from orders_cold", "track_io_timing = on", outside=("vacuum full shop.orders_cold", "checkpoint", "call shop.forget('shop.orders_cold')",)),
    _finding("never-executed", "select * from customers c join orders o on o.user_id = c.id where c.id = -1"),
    _finding("index-only-scan", "select count(*) from orders_indexed where total between 20 and 60", NO_SEQ, "enable_bitmapscan = off"),
    _finding("partitions-pruned", "execute early(10000)", "plan_cache_mode = force_generic_plan",
        before=("prepare early(bigint) as select sum(total) from orders_parted where id < $1 + extract(isodow from now())::int",)),
)  # fmt: skip

CASES = (*FIRST, *SCANS, *JOINS, *UPPER, *SUBPLANS, *WRITES, *GATHERED, *SLEEPS, *FINDINGS)
