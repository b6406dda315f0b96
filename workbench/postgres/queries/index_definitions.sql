-- The definitions of the indexes of these names, as far as there are such.
select pg_get_indexdef(to_regclass(name)) as definition
  from unnest(%(names)s::text[]) with ordinality as given(name, place)
 where to_regclass(name) is not null
 order by place
