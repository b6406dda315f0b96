-- The foreign keys of these relations; those that a partition has from its table are the table's.
select c.conrelid::bigint as id,
       array(select a.attname::text from unnest(c.conkey) with ordinality as k (number, place)
               join pg_attribute as a on a.attrelid = c.conrelid and a.attnum = k.number order by k.place) as columns,
       n.nspname::text as schema,
       parent.relname::text as parent,
       array(select a.attname::text from unnest(c.confkey) with ordinality as k (number, place)
               join pg_attribute as a on a.attrelid = c.confrelid and a.attnum = k.number order by k.place) as targets
  from pg_constraint as c
  join pg_class as parent on parent.oid = c.confrelid
  join pg_namespace as n on n.oid = parent.relnamespace
 where c.conrelid = any (%(ids)s::oid[])
   and c.contype = 'f'
   and c.conparentid = 0
 order by c.conrelid, c.conname
