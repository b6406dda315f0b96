-- The comment on a schema; no row where there is no such schema.
select obj_description(n.oid, 'pg_namespace') as comment
  from pg_namespace n
 where n.nspname = %(schema)s
