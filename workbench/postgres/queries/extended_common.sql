-- The most common combinations of extended statistics, in PostgreSQL's own binary form. For superusers; of types that every
-- database has, since the form holds their oids.
select s.stxname::text as name,
       n.nspname::text as schema,
       coalesce((to_jsonb(d) ->> 'stxdinherit')::bool, false) as inherited,
       encode(d.stxdmcv::bytea, 'hex') as mcv
  from pg_statistic_ext_data d
  join pg_statistic_ext s on s.oid = d.stxoid
  join pg_namespace n on n.oid = s.stxnamespace
 where d.stxdmcv is not null
   and not exists (select from pg_attribute a
                    where a.attrelid = s.stxrelid and a.attnum = any (s.stxkeys) and a.atttypid >= 16384)
   and to_jsonb(s) ->> 'stxexprs' is null
 order by 2, 1, 3
