-- What the planner knows of the columns of these relations, as far as the role may read it. Of a partitioned table: over all
-- of its partitions; of any other: its own rows only.
select c.oid::bigint as id,
       s.attname::text as name,
       s.null_frac::float8 as null,
       s.avg_width as width,
       s.n_distinct::float8 as distinct,
       coalesce(s.correlation, 0)::float8 as correlation,
       coalesce(s.most_common_vals::text::text[], '{}') as common,
       coalesce(s.most_common_freqs::float8[], '{}') as frequencies,
       coalesce(s.histogram_bounds::text::text[], '{}') as bounds,
       coalesce(s.most_common_elems::text::text[], '{}') as elements,
       coalesce(s.most_common_elem_freqs::float8[], '{}') as element_frequencies,
       coalesce(s.elem_count_histogram::float8[], '{}') as element_counts
  from pg_stats as s
  join pg_namespace as n on n.nspname = s.schemaname
  join pg_class as c on c.relnamespace = n.oid and c.relname = s.tablename and s.inherited = (c.relkind = 'p')
 where c.oid = any (%(ids)s::oid[])
 order by c.oid, s.attname
