-- Writes the statistics of keys of indexes, by schema, name and number of the key.
select pg_catalog.pg_restore_attribute_stats(
         'schemaname', g.schema, 'relname', g.name, 'attnum', g.number, 'inherited', false,
         'null_frac', g.null, 'avg_width', g.width, 'n_distinct', g.distinct,
         'most_common_vals', (select pg_catalog.array_agg(v order by o)::text
                                from pg_catalog.jsonb_array_elements_text(g.common) with ordinality as c(v, o)),
         'most_common_freqs', (select pg_catalog.array_agg(v::float4 order by o)
                                 from pg_catalog.jsonb_array_elements_text(g.frequencies) with ordinality as c(v, o)),
         'histogram_bounds', (select pg_catalog.array_agg(v order by o)::text
                                from pg_catalog.jsonb_array_elements_text(g.bounds) with ordinality as c(v, o)),
         'correlation', g.correlation) as written
  from pg_catalog.jsonb_to_recordset(%(given)s::jsonb) as g(
       schema text, name text, number int2, "null" float4, width int4, "distinct" float4, common jsonb, frequencies jsonb,
       bounds jsonb, correlation float4)
