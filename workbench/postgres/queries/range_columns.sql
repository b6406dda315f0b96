-- Columns that are ranges or sets of them, as "table.column".
select c.relname || '.' || a.attname as name
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  join pg_type t on t.oid = a.atttypid
 where c.relkind in ('r', 'm', 'p')
   and t.typtype in ('r', 'm')
   and n.nspname not in ('pg_catalog', 'information_schema')
   and has_table_privilege(c.oid, 'SELECT')
   and (%(schema)s::text is null or n.nspname = %(schema)s)
 order by n.nspname, 1
