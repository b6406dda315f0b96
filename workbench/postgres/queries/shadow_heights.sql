-- The levels above the leaves of each B-tree that is there, from where the planner has it: those that deleted rows have left with one
-- page each are skipped. Needs pageinspect and a superuser.
select n.nspname::text as schema,
       c.relname::text as name,
       ({schema}.bt_metap(quote_ident(n.nspname) || '.' || quote_ident(c.relname))).fastlevel::int as height
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
 where c.relkind = 'i'
   and pg_relation_size(c.oid) > 0  -- a standby has no files of what isn't logged
   and c.relam = (select oid from pg_am where amname = 'btree')
   and c.relpersistence <> 't'
   and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
   and (%(only)s::text is null or n.nspname = %(only)s)
 order by 1, 2
