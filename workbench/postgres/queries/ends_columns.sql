-- Columns of tables that have a B-tree, with their types; base: without a length, where character alone would be one of 1;
-- known: a histogram tells the least and the greatest value.
select c.oid,
       n.nspname::text as schema,
       c.relname::text as "table",
       a.attname::text as name,
       format_type(a.atttypid, a.atttypmod) as type,
       format_type(a.atttypid, -1) as base,
       coalesce(s.stakind1 = 2 or s.stakind2 = 2 or s.stakind3 = 2 or s.stakind4 = 2 or s.stakind5 = 2, false) as known
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  left join pg_statistic s on s.starelid = c.oid and s.staattnum = a.attnum and not s.stainherit
 where c.relkind in ('r', 'm')
   and c.relpersistence <> 't'
   and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
 order by c.oid, a.attnum
