-- Statistics of a column of this name in one of these tables: common values with their shares, bounds of the histogram. The
-- first table that has it.
select coalesce(s.most_common_vals::text::text[], '{}') as common,
       coalesce(s.most_common_freqs::float8[], '{}') as frequencies,
       coalesce(s.histogram_bounds::text::text[], '{}') as bounds
  from unnest(%(tables)s::text[]) with ordinality as given(name, place)
  join pg_class c on c.oid = to_regclass(given.name)
  join pg_namespace n on n.oid = c.relnamespace
  join pg_stats s on s.schemaname = n.nspname and s.tablename = c.relname and s.attname = %(column)s
                 and s.inherited = (c.relkind = 'p')
 order by given.place
 limit 1
