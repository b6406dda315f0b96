-- Indexes made after the others, with their parts on partitions. namesakes: other indexes of the same bare name.
select c.oid,
       c.relkind::text as kind,
       n.nspname::text as schema,
       c.relname::text as name,
       (select count(*) from pg_class o where o.relname = c.relname and o.relkind in ('i', 'I') and o.oid <> c.oid) as namesakes
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
 where c.relkind in ('i', 'I')
   and c.oid > %(after)s
 order by c.oid
