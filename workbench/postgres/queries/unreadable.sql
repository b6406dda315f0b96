-- Relations that the role may not read. usage: whether it may use the schema. root_schema, root_name: of the topmost table that it is
-- a partition or child of, itself where there is none; what reads that reads all below, so without one part there are no plans.
with recursive relations as (
  select c.oid, n.nspname, c.relname,
         has_schema_privilege(n.oid, 'USAGE') as usage
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
   where c.relkind in ('r', 'p', 'm', 'v', 'f')
     and c.relpersistence <> 't'
     and n.nspname !~ '^pg_'
     and n.nspname <> 'information_schema'
     and (%(schema)s::text is null or n.nspname = %(schema)s)
     and not (has_schema_privilege(n.oid, 'USAGE') and has_table_privilege(c.oid, 'SELECT'))
), above as (
  select oid, oid as ancestor, 0 as steps from relations
  union all
  select a.oid, i.inhparent, a.steps + 1
    from above a
    join pg_inherits i on i.inhrelid = a.ancestor
)
select distinct on (r.nspname, r.relname)
       r.nspname::text as schema,
       r.relname::text as name,
       r.usage,
       n.nspname::text as root_schema,
       c.relname::text as root_name
  from relations r
  join above a on a.oid = r.oid
  join pg_class c on c.oid = a.ancestor
  join pg_namespace n on n.oid = c.relnamespace
 order by r.nspname, r.relname, a.steps desc, n.nspname, c.relname
