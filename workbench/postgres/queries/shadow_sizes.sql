-- Relations that have a file, and how many pages are in it now, by which the planner scales the statistics.
select n.nspname::text as schema,
       c.relname::text as name,
       coalesce(pg_relation_size(c.oid), 0) / current_setting('block_size')::int as pages
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
 where c.relkind in ('r', 'm', 'i')
   and c.relpersistence <> 't'
   and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
   and (%(schema)s::text is null or n.nspname = %(schema)s)
 order by 1, 2
