-- Unique and foreign keys of a schema's tables: constraints, and unique indexes on plain columns of all rows.
select class.relname::text as table,
       c.contype::text as kind,
       array(select a.attname::text from unnest(c.conkey) with ordinality as k (number, place)
               join pg_attribute as a on a.attrelid = c.conrelid and a.attnum = k.number order by k.place) as columns,
       parent.relname::text as parent,
       array(select a.attname::text from unnest(c.confkey) with ordinality as k (number, place)
               join pg_attribute as a on a.attrelid = c.confrelid and a.attnum = k.number order by k.place) as targets
  from pg_constraint as c
  join pg_class as class on class.oid = c.conrelid
  join pg_namespace as namespace on namespace.oid = class.relnamespace
  left join pg_class as parent on parent.oid = c.confrelid
 where namespace.nspname = %(schema)s
   and c.contype in ('p', 'u', 'f')
   and not class.relispartition
union all
select class.relname::text,
       'u',
       array(select a.attname::text from unnest(i.indkey::smallint[]) with ordinality as k (number, place)
               join pg_attribute as a on a.attrelid = i.indrelid and a.attnum = k.number order by k.place),
       null,
       '{}'
  from pg_index as i
  join pg_class as class on class.oid = i.indrelid
  join pg_namespace as namespace on namespace.oid = class.relnamespace
 where namespace.nspname = %(schema)s
   and i.indisunique
   and i.indpred is null
   and i.indexprs is null
   and not class.relispartition
   and not exists (select 1 from pg_constraint as c where c.conindid = i.indexrelid)
 order by 1, 2, 3
