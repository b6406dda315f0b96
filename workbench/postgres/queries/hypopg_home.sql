-- The schema that the extension hypopg was created in.
select n.nspname::text as schema
  from pg_extension e
  join pg_namespace n on n.oid = e.extnamespace
 where e.extname = 'hypopg'
