-- Of PostgreSQL before 17: the SQL that restores the histograms of ranges, which pg_stats doesn't have there, and so pg_dump neither.
-- For superusers. Kinds 6 and 7: https://github.com/postgres/postgres/blob/REL_16_STABLE/src/include/catalog/pg_statistic.h
with slots as (
  select s.starelid, s.staattnum, s.stainherit, slot.kind, slot.numbers, slot.bounds
    from pg_statistic s
   cross join lateral (
        values (s.stakind1, s.stanumbers1, s.stavalues1::text), (s.stakind2, s.stanumbers2, s.stavalues2::text),
               (s.stakind3, s.stanumbers3, s.stavalues3::text), (s.stakind4, s.stanumbers4, s.stavalues4::text),
               (s.stakind5, s.stanumbers5, s.stavalues5::text)) as slot (kind, numbers, bounds)
   where slot.kind in (6, 7)
)
select n.nspname::text as schema,
       c.relname::text as name,
       format('SELECT * FROM pg_catalog.pg_restore_attribute_stats(''version'', ''180000''::integer, ''schemaname'', %%L,'
              ' ''relname'', %%L, ''attname'', %%L, ''inherited'', %%L::boolean, ''range_length_histogram'', %%L::text,'
              ' ''range_empty_frac'', %%L::real, ''range_bounds_histogram'', %%L::text);',
              n.nspname, c.relname, a.attname, l.stainherit, l.bounds, l.numbers[1], b.bounds) as text
  from slots l
  join slots b using (starelid, staattnum, stainherit)
  join pg_class c on c.oid = l.starelid
  join pg_namespace n on n.oid = c.relnamespace
  join pg_attribute a on a.attrelid = l.starelid and a.attnum = l.staattnum
 where l.kind = 6
   and b.kind = 7
   and c.relkind in ('r', 'm', 'p')
   and n.nspname not in ('pg_catalog', 'information_schema')
   and (%(schema)s::text is null or n.nspname = %(schema)s)
 order by 1, 2, a.attnum, l.stainherit
