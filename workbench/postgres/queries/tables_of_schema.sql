-- Every ordinary table of a schema.
select c.relname::text as name
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
 where n.nspname = %(schema)s
   and c.relkind = 'r'
 order by c.relname
