-- Every index that a user made or could have made: oid, name, definition, size in bytes. Partitioned ones have their parts beside them.
select i.indexrelid as oid,
       c.relname::text as name,
       pg_get_indexdef(i.indexrelid) as definition,
       pg_relation_size(i.indexrelid) as size_bytes,
       i.indexprs is not null as has_expression
  from pg_index i
  join pg_class c on c.oid = i.indexrelid
  join pg_namespace n on n.oid = c.relnamespace
 where n.nspname not in ('pg_catalog', 'pg_toast', 'information_schema')
 order by i.indexrelid
