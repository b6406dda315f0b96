-- One row for each hypothetical index, in the order in which they were asked for.
select wanted.place::int as place, made.indexrelid::int as oid, made.indexname::text as name
  from unnest(%(ddl)s::text[]) with ordinality as wanted (ddl, place)
 cross join lateral {schema}.hypopg_create_index(wanted.ddl) as made
 order by wanted.place
