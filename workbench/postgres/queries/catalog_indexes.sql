-- The indexes of these relations. Columns that are carried along have no operator class; an option's bits are 1 for a
-- descending key and 2 for nulls first.
select i.indrelid::bigint as id,
       n.nspname::text as schema,
       c.relname::text as name,
       pg_get_indexdef(c.oid) as definition,
       am.amname::text as method,
       keys.found as keys,
       array(select a.attname::text
               from generate_series(i.indnkeyatts, i.indnatts - 1) as k (place)
               join pg_attribute as a on a.attrelid = i.indrelid and a.attnum = i.indkey[k.place]
              order by k.place) as include,
       pg_get_expr(i.indpred, i.indrelid) as predicate,
       i.indisunique as unique,
       i.indisprimary as primary,
       constraints.conname::text as constraint,
       i.indisvalid as valid,
       case when c.relkind = 'I' then 0 else coalesce(pg_relation_size(c.oid), 0) end as size_bytes,
       c.reltuples::float8 as rows,
       pg_stat_get_numscans(c.oid) as scans
  from pg_index as i
  join pg_class as c on c.oid = i.indexrelid
  join pg_namespace as n on n.oid = c.relnamespace
  join pg_am as am on am.oid = c.relam
  left join pg_constraint as constraints on constraints.conindid = c.oid and constraints.contype in ('p', 'u', 'x')
 cross join lateral (
       select json_agg(json_build_object(
                'text', case when i.indkey[k.place] = 0 then pg_get_indexdef(c.oid, k.place + 1, true) else a.attname end,
                'column', a.attname,
                'opclass', o.opcname,
                'default_opclass', o.opcdefault,
                'collation', case when i.indcollation[k.place] not in (0, coalesce(a.attcollation, 100)) then l.collname end,
                'descending', i.indoption[k.place] & 1 = 1,
                'nulls_first', i.indoption[k.place] & 2 = 2) order by k.place) as found
         from generate_series(0, i.indnkeyatts - 1) as k (place)
         left join pg_attribute as a on a.attrelid = i.indrelid and a.attnum = i.indkey[k.place] and i.indkey[k.place] <> 0
         left join pg_opclass as o on o.oid = i.indclass[k.place]
         left join pg_collation as l on l.oid = i.indcollation[k.place]) as keys
 where i.indrelid = any (%(ids)s::oid[])
   and i.indislive
 order by i.indrelid, n.nspname, c.relname
