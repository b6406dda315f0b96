-- The rows in these indexes, as the planner reads them from the catalog.
select coalesce(sum(greatest(reltuples, 0)) filter (where relkind = 'i'), 0)::float8 as rows
  from pg_class
 where oid = any (%(oids)s)
