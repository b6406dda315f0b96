-- The extended statistics that are defined here, and which column has which attribute number.
select s.oid,
       s.stxname::text as name,
       n.nspname::text as schema,
       (select jsonb_object_agg(a.attname, a.attnum) from pg_attribute a
         where a.attrelid = s.stxrelid and a.attnum = any (s.stxkeys)) as columns
  from pg_statistic_ext s
  join pg_namespace n on n.oid = s.stxnamespace
 order by s.oid
