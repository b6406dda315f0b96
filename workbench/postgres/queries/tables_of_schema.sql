-- Every ordinary table of a schema with its estimated rows and its bytes, indexes and TOAST included.
select c.relname::text as name,
       c.reltuples::bigint as rows_estimated,
       pg_total_relation_size(c.oid) as bytes
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
 where n.nspname = %(schema)s
   and c.relkind = 'r'
 order by c.relname
