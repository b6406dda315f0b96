-- The indexes of a table, one a row: oid, whether it is unique, and its definition from USING on, without name and table.
select i.indexrelid as oid,
       i.indisunique as "unique",
       substring(pg_get_indexdef(i.indexrelid) from ' USING .*$') as definition
  from pg_index i
 where i.indrelid = %(table)s
 order by i.indexrelid
