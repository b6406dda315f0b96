-- The indexes of a table and of its partitions: oid, name, definition, bytes, and whether a key is an expression.
select i.indexrelid as oid,
       c.relname::text as name,
       pg_get_indexdef(i.indexrelid) as definition,
       pg_relation_size(i.indexrelid) as size_bytes,
       i.indexprs is not null as has_expression
  from pg_index i
  join pg_class c on c.oid = i.indexrelid
 where i.indrelid = %(table)s::regclass
    or i.indrelid in (select relid from pg_partition_tree(%(table)s::regclass))
 order by i.indrelid <> %(table)s::regclass, i.indexrelid
