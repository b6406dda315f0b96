-- The relations with columns, those of the system and temporary ones left out. What a partitioned table holds is what its
-- leaves hold.
with relations as (
  select c.*, n.nspname
    from pg_class as c
    join pg_namespace as n on n.oid = c.relnamespace
   where c.relkind in ('r', 'p', 'v', 'm', 'f')
     and n.nspname not like 'pg\_%%'
     and n.nspname <> 'information_schema'
     and (%(schemas)s::text[] is null or n.nspname = any (%(schemas)s::text[]))
), leaves as (
  select r.oid, sum(greatest(leaf.reltuples, 0)) as rows, sum(leaf.relpages) as pages, sum(leaf.relallvisible) as all_visible,
         bool_or(leaf.reltuples >= 0) as counted, sum(pg_table_size(leaf.oid)) as size_bytes
    from relations as r
   cross join lateral pg_partition_tree(r.oid) as tree
    join pg_class as leaf on leaf.oid = tree.relid
   where r.relkind = 'p' and tree.isleaf and leaf.relkind <> 'p'
   group by r.oid
)
select r.oid::bigint as id,
       r.nspname::text as schema,
       r.relname::text as name,
       case r.relkind when 'r' then 'table' when 'p' then 'partitioned table' when 'v' then 'view'
                      when 'm' then 'materialized view' else 'foreign table' end as kind,
       pg_table_is_visible(r.oid) as visible,
       case when leaves.counted then leaves.rows else r.reltuples end::float8 as rows,
       coalesce(leaves.pages, r.relpages)::bigint as pages,
       coalesce(leaves.all_visible, r.relallvisible)::bigint as all_visible,
       coalesce(leaves.size_bytes, case when r.relkind in ('r', 'm') then pg_table_size(r.oid) end, 0)::bigint as size_bytes,
       obj_description(r.oid, 'pg_class') as comment,
       case when r.relispartition then parent_space.nspname::text end as parent_schema,
       case when r.relispartition then parent.relname::text end as parent_name,
       array(select a.attname::text
               from unnest(p.partattrs::smallint[]) with ordinality as k (number, place)
               join pg_attribute as a on a.attrelid = r.oid and a.attnum = k.number
              where k.number > 0
              order by k.place) as partitioned_by,
       case when r.relkind in ('v', 'm') then pg_get_viewdef(r.oid) end as definition,
       has_table_privilege(r.oid, 'select') or has_any_column_privilege(r.oid, 'select') as readable,
       coalesce((select option_value::int from pg_options_to_table(r.reloptions)
                  where option_name = 'fillfactor'), 100) as fillfactor,
       pg_stat_get_tuples_inserted(r.oid) as inserted,
       pg_stat_get_tuples_updated(r.oid) as updated,
       pg_stat_get_tuples_hot_updated(r.oid) as heap_only,
       pg_stat_get_tuples_deleted(r.oid) as deleted,
       pg_stat_get_numscans(r.oid) as seq_scans
  from relations as r
  left join leaves on leaves.oid = r.oid
  left join pg_inherits as i on i.inhrelid = r.oid and r.relispartition
  left join pg_class as parent on parent.oid = i.inhparent
  left join pg_namespace as parent_space on parent_space.oid = parent.relnamespace
  left join pg_partitioned_table as p on p.partrelid = r.oid
 order by r.nspname, r.relname
