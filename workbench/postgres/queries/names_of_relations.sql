-- Tables and views as they are written: a bare name where the search path finds it.
select case when pg_table_is_visible(c.oid) then '' else n.nspname || '.' end || c.relname as name,
       c.relname as bare
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
 where c.relkind in ('r', 'p', 'v', 'm', 'f')
   and n.nspname <> 'information_schema'
   and n.nspname !~ '^pg_(catalog|toast)'
 order by not pg_table_is_visible(c.oid), n.nspname, c.relname
