-- Those of the names that mean one of these tables, or what it is a partition or a child of.
with recursive read (oid) as (
    select class.oid
      from unnest(%(schemas)s::text[], %(tables)s::text[]) as plan (schema_name, table_name)
      join pg_namespace as namespace on namespace.nspname = plan.schema_name
      join pg_class as class on class.relnamespace = namespace.oid and class.relname = plan.table_name
     union
    select inherits.inhparent
      from pg_inherits as inherits
      join read on read.oid = inherits.inhrelid
)
select name
  from unnest(%(names)s::text[]) as given (name)
 where to_regclass(name) in (select oid from read)
 order by 1
