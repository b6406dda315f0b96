-- The files of these tables, of their partitions, and of the partitions' partitions.
with recursive parts as (
    select to_regclass(given.name)::oid as oid from unnest(%(tables)s::text[]) as given(name)
     union
    select h.inhrelid from parts p join pg_inherits h on h.inhparent = p.oid
)
select distinct pg_relation_filepath(c.oid) as path
  from parts p
  join pg_class c on c.oid = p.oid
 where c.relkind in ('r', 'm')
 order by 1
