-- Tables that the role may not read, their names as they stand between quotes.
select replace(n.nspname, '"', '""') as schema,
       replace(c.relname, '"', '""') as name
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
 where c.relkind in ('r', 'p', 'm', 'v', 'f')
   and n.nspname !~ '^pg_'
   and n.nspname <> 'information_schema'
   and not (has_schema_privilege(n.oid, 'USAGE') and has_table_privilege(c.oid, 'SELECT'))
 order by n.nspname, c.relname
