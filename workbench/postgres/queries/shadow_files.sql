-- Relations that have a file, with its path. key_width: of a B-tree's keys, by the planner's statistics.
select c.oid,
       n.nspname::text as schema,
       c.relname::text as name,
       c.relkind::text as kind,
       a.amname::text as method,
       pg_relation_filepath(c.oid) as path,
       c.relpages as pages,
       c.reltuples::float8 as rows,
       (select greatest(t.reltuples, 0)::float8 from pg_class t where t.oid = i.indrelid) as table_rows,
       coalesce(w.width, 8)::float8 as key_width
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
  left join pg_am a on a.oid = c.relam
  left join pg_index i on i.indexrelid = c.oid
  left join lateral (
        select sum(case when k.attlen > 0 then k.attlen else coalesce(s.stawidth, 16) end) as width
          from pg_attribute k
          left join pg_statistic s on not s.stainherit
                                  and ((s.starelid = i.indrelid and s.staattnum = i.indkey[k.attnum - 1] and s.staattnum <> 0)
                                       or (s.starelid = c.oid and s.staattnum = k.attnum))
         where k.attrelid = c.oid and k.attnum between 1 and i.indnkeyatts) w on c.relkind = 'i'
 where c.relkind in ('r', 'm', 'i')
   and c.relpersistence <> 't'
   and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
   and (%(only)s::oid[] is null or c.oid = any (%(only)s))
 order by c.oid
