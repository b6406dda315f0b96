-- Schema and name of these tables, and the name as one writes it; without partitions whose table is among them, since ANALYZE goes down by itself.
select n.nspname::text as schema,
       c.relname::text as "table",
       c.oid::regclass::text as shown
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
 where c.oid = any (%(oids)s)
   and not exists (select from pg_partition_ancestors(c.oid) a where a.relid <> c.oid and a.relid = any (%(oids)s))
 order by 1, 2
