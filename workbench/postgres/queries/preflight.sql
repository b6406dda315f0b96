-- One row: bytes of the table and its partitions, rows written since the counters began, other sessions that may write now.
with parts as (
    select %(table)s::regclass as relid
     union
    select relid from pg_partition_tree(%(table)s::regclass)
)
select (select coalesce(sum(pg_table_size(relid)), 0)::bigint from parts) as size_bytes,
       (select coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)::bigint
          from pg_stat_all_tables where relid in (select relid from parts)) as written,
       (select count(distinct pid)
          from pg_locks
         where locktype = 'relation'
           and relation in (select relid from parts)
           and database = (select oid from pg_database where datname = current_database())
           and mode in ('RowExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
           and pid <> pg_backend_pid()) as writers
