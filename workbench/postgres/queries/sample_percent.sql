-- The share of this table (and its partitions), in percent, that gives as many rows as wanted, and a few more.
select least(100.0, 110.0 * %(rows)s / greatest(sum(reltuples), 1))::float8 as percent
  from pg_class
 where (oid = %(table)s or oid in (select relid from pg_partition_tree(%(table)s)))
   and relkind = 'r'
