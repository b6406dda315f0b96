-- The columns of a table that can be written to, with the names of their types: a domain's is its base type's, an enum's is
-- "enum", an array's that of its elements with [] behind.
select attribute.attname as name,
       case when element.oid is not null then element.typname || '[]'
            when base.typtype = 'e' then 'enum'
            else base.typname end as type
  from pg_attribute as attribute
  join pg_class as class on class.oid = attribute.attrelid
  join pg_namespace as namespace on namespace.oid = class.relnamespace
  join pg_type as declared on declared.oid = attribute.atttypid
  join pg_type as base on base.oid = case when declared.typtype = 'd' then declared.typbasetype else declared.oid end
  left join pg_type as element on element.oid = base.typelem and base.typcategory = 'A'
 where namespace.nspname = %(schema)s
   and class.relname = %(table)s
   and attribute.attnum > 0
   and not attribute.attisdropped
   and attribute.attgenerated = ''
 order by attribute.attnum
