-- Rows of this table (and its partitions) that this transaction has updated so far, and how many of them heap-only.
select coalesce(sum(n_tup_upd), 0)::int as updated,
       coalesce(sum(n_tup_hot_upd), 0)::int as hot
  from pg_stat_xact_all_tables
 where relid = %(table)s
    or relid in (select relid from pg_partition_tree(%(table)s))
