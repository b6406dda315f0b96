-- Statistics over several columns of these relations: their kinds, and the numbers of combinations as PostgreSQL's JSON
-- ({"1, 2": 99}, by the columns' places), as far as the role may read them. Servers before 15 don't tell "inherited".
select e.stxrelid::bigint as id,
       e.stxname::text as name,
       e.stxkind::text[] as kinds,
       array(select a.attname::text from unnest(e.stxkeys::smallint[]) as k (number)
               join pg_attribute as a on a.attrelid = e.stxrelid and a.attnum = k.number order by a.attnum) as columns,
       (select told.fields ->> 'n_distinct'
          from pg_stats_ext as s
         cross join lateral (select to_jsonb(s) as fields) as told
         where s.statistics_schemaname = n.nspname
           and s.statistics_name = e.stxname
           and coalesce((told.fields ->> 'inherited')::boolean, c.relkind = 'p') = (c.relkind = 'p')
         limit 1) as distinct
  from pg_statistic_ext as e
  join pg_namespace as n on n.oid = e.stxnamespace
  join pg_class as c on c.oid = e.stxrelid
 where e.stxrelid = any (%(ids)s::oid[])
 order by e.stxrelid, e.stxname
