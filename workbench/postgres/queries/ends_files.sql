-- Tables of a schema that lie in one page, without anything set aside (TOAST), by name; the name is the oid of another table.
select e.relname::text as name,
       pg_relation_filepath(e.oid) as source,
       pg_relation_filepath(e.relname::text::oid) as target
  from pg_class e
 where e.relnamespace = to_regnamespace(%(schema)s)
   and e.relkind = 'r'
   and pg_relation_size(e.oid) = 8192
   and (e.reltoastrelid = 0 or pg_relation_size(e.reltoastrelid) = 0)
 order by 1
