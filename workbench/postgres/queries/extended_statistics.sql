-- Extended statistics that have data, as text, and which attribute number is which column. mcv: to superusers only.
select s.stxname::text as name,
       n.nspname::text as schema,
       e.n_distinct::text as ndistinct,
       e.dependencies::text as dependencies,
       e.most_common_vals is not null as has_mcv,
       coalesce((to_jsonb(e) ->> 'inherited')::bool, false) as inherited,
       to_jsonb(e) ->> 'exprs' is not null as has_expressions,
       (select jsonb_object_agg(a.attnum, a.attname) from pg_attribute a
         where a.attrelid = s.stxrelid and a.attnum = any (s.stxkeys)) as columns
  from pg_stats_ext e
  join pg_namespace n on n.nspname = e.statistics_schemaname
  join pg_statistic_ext s on s.stxname = e.statistics_name and s.stxnamespace = n.oid
 where (e.n_distinct is not null or e.dependencies is not null or e.most_common_vals is not null)
   and (%(schema)s::text is null or n.nspname = %(schema)s)
 order by 2, 1, 6
