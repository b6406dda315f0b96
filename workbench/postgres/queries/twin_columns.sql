-- The columns of a schema's tables that can be written to, with their statistics; partitions are left to their tables.
select class.relname::text as table,
       greatest(class.reltuples, 0)::bigint as rows,
       coalesce((select sum(greatest(part.reltuples, 0))::bigint
                   from pg_partition_tree(class.oid) as tree join pg_class as part on part.oid = tree.relid
                  where tree.isleaf), 0) as rows_of_partitions,
       attribute.attname::text as name,
       case when element.oid is not null then element.typname || '[]'
            when base.typtype = 'e' then 'enum'
            else base.typname::text end as type,
       case when base.typname in ('varchar', 'bpchar') and attribute.atttypmod > 4 then attribute.atttypmod - 4 end as length,
       case when base.typname = 'numeric' and attribute.atttypmod > 4 then (attribute.atttypmod - 4) & 2047 end as decimals,
       attribute.attnotnull as not_null,
       exists (select 1 from pg_constraint as c
                where c.conrelid = class.oid and c.contype = 'c' and attribute.attnum = any (c.conkey))
       or exists (select 1 from pg_partitioned_table as p
                   where p.partrelid = class.oid and attribute.attnum = any (p.partattrs::smallint[])) as checked,
       coalesce(s.null_frac, 0)::float8 as null,
       coalesce(s.avg_width, 0) as width,
       coalesce(s.n_distinct, 0)::float8 as distinct,
       coalesce(s.most_common_vals::text::text[], '{}') as common,
       coalesce(s.most_common_freqs::float8[], '{}') as frequencies,
       coalesce(s.histogram_bounds::text::text[], '{}') as bounds,
       coalesce(s.correlation, 0)::float8 as correlation,
       coalesce(s.most_common_elems::text::text[], '{}') as elements,
       coalesce(s.most_common_elem_freqs::float8[], '{}') as element_frequencies
  from pg_class as class
  join pg_namespace as namespace on namespace.oid = class.relnamespace
  join pg_attribute as attribute on attribute.attrelid = class.oid
  join pg_type as declared on declared.oid = attribute.atttypid
  join pg_type as base on base.oid = case when declared.typtype = 'd' then declared.typbasetype else declared.oid end
  left join pg_type as element on element.oid = base.typelem and base.typcategory = 'A'
  left join pg_stats as s
    on s.schemaname = namespace.nspname and s.tablename = class.relname and s.attname = attribute.attname
   and s.inherited = (class.relkind = 'p')
 where namespace.nspname = %(schema)s
   and class.relkind in ('r', 'p')
   and not class.relispartition
   and attribute.attnum > 0
   and not attribute.attisdropped
   and attribute.attgenerated = ''
 order by class.relname, attribute.attnum
