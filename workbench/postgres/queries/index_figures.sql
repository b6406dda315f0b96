-- Pages and rows of indexes, as the planner reads them from the catalog.
update pg_class c
   set relpages = given.pages, reltuples = given.rows
  from unnest(%(oids)s::oid[], %(pages)s::int[], %(rows)s::real[]) as given(oid, pages, rows)
 where c.oid = given.oid
returning c.oid
