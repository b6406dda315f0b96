-- The names of types by their oids, so written that a cast to them takes any value of theirs.
select oid, format_type(oid, -1) as name
  from pg_type
 where oid = any(%(oids)s::oid[])
 order by oid
