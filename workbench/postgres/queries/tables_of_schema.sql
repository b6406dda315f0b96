-- Every table of a schema that isn't a part of another, which VACUUM reaches through the whole.
select c.relname::text as name,
       c.relkind = 'p' as partitioned
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
 where n.nspname = %(schema)s
   and c.relkind in ('r', 'p')
   and not c.relispartition
 order by c.relname
