-- Evicts these tables, their TOAST tables and all indexes from shared buffers; one row: how many relations.
with named as (
    select c.oid, c.reltoastrelid
      from unnest(%(schemas)s::text[], %(tables)s::text[]) as given(schema, "table")
      join pg_namespace n on n.nspname = given.schema
      join pg_class c on c.relnamespace = n.oid and c.relname = given."table"
     where c.relkind in ('r', 'm')
), heaps as (
    select oid from named
     union
    select reltoastrelid from named where reltoastrelid <> 0
), relations as (
    select oid from heaps
     union
    select indexrelid from pg_index where indrelid in (select oid from heaps)
)
select count(pg_buffercache_evict_relation(oid::regclass)) as evicted from relations
