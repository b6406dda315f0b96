-- B-trees of these tables (by oid), and their figures.
select c.oid, n.nspname::text as schema, c.relname::text as name, c.relpages as pages, c.reltuples as rows
  from pg_index i
  join pg_class c on c.oid = i.indexrelid
  join pg_namespace n on n.oid = c.relnamespace
  join pg_am a on a.oid = c.relam
 where i.indrelid = any (%(tables)s::oid[])
   and c.relkind = 'i'
   and a.amname = 'btree'
 order by c.oid
