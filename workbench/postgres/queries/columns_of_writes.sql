-- The columns of a table, in order: whether they can be written, whether a unique index or a key has them (values can't be
-- exchanged), and whether an index other than the ones given stands in the way of heap-only updates of them already.
-- BRIN indexes don't since PostgreSQL 16.
select a.attname::text as name,
       a.attgenerated = '' as writable,
       exists (select from pg_index i where i.indrelid = a.attrelid and i.indisunique and a.attnum = any (i.indkey)
                                        and i.indexrelid <> all (%(built)s))
         or exists (select from pg_partitioned_table p where p.partrelid = a.attrelid and a.attnum = any (p.partattrs)) as bound,
       exists (select from pg_depend d
                 join pg_class c on c.oid = d.objid and c.relkind in ('i', 'I')
                where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass
                  and d.refobjid = a.attrelid and d.refobjsubid = a.attnum
                  and c.oid <> all (%(built)s)
                  and (current_setting('server_version_num')::int < 160000
                       or c.relam <> (select oid from pg_am where amname = 'brin')))
         or exists (select from pg_index i where i.indrelid = a.attrelid and a.attnum = any (i.indkey)
                                             and i.indexrelid <> all (%(built)s)) as indexed
  from pg_attribute a
 where a.attrelid = %(table)s
   and a.attnum > 0
   and not a.attisdropped
 order by a.attnum
