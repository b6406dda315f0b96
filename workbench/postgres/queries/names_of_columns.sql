-- The columns of tables that have one of these names.
select distinct a.attname as name, a.attname as bare
  from pg_attribute a
  join pg_class c on c.oid = a.attrelid
 where c.relname = any(%(words)s::text[])
   and c.relkind in ('r', 'p', 'v', 'm', 'f')
   and a.attnum > 0
   and not a.attisdropped
 order by 1
