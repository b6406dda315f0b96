-- The levels above the leaves of each B-tree that is there. Needs pageinspect and a superuser.
select n.nspname::text as schema,
       c.relname::text as name,
       (bt_metap(quote_ident(n.nspname) || '.' || quote_ident(c.relname))).level::int as height
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
 where c.relkind = 'i'
   and c.relam = (select oid from pg_am where amname = 'btree')
   and c.relpersistence <> 't'
   and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
   and (%(schema)s::text is null or n.nspname = %(schema)s)
 order by 1, 2
