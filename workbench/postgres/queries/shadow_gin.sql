-- What each GIN index counts in its first page, from which the planner reckons its searches. Needs pageinspect and a superuser.
select n.nspname::text as schema,
       c.relname::text as name,
       m.n_pending_pages::int as pending_pages,
       m.n_total_pages::int as total_pages,
       m.n_entry_pages::int as entry_pages,
       m.n_data_pages::int as data_pages,
       m.n_entries::bigint as entries
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
 cross join lateral {schema}.gin_metapage_info(
       {schema}.get_raw_page(quote_ident(n.nspname) || '.' || quote_ident(c.relname), 0)) as m
 where c.relkind = 'i'
   and pg_relation_size(c.oid) > 0
   and c.relam = (select oid from pg_am where amname = 'gin')
   and c.relpersistence <> 't'
   and (%(only)s::text is null or n.nspname = %(only)s)
 order by 1, 2
