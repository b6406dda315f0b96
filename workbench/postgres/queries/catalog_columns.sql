-- The columns of these relations, in order.
select a.attrelid::bigint as id,
       a.attname::text as name,
       format_type(a.atttypid, a.atttypmod) as type,
       a.atttypid::bigint as type_id,
       a.attnum::int as position,
       a.attnotnull as not_null,
       a.attgenerated <> '' as generated,
       case when a.attgenerated = '' then pg_get_expr(d.adbin, d.adrelid) end as default,
       description.description as comment,
       case when l.oid <> 100 then l.collname::text end as collation,
       l.oid is null or l.collname in ('C', 'POSIX') or l.collprovider = 'b'
       or (l.oid = 100 and (database.datcollate in ('C', 'POSIX') and database.provider = 'c' or database.provider = 'b')) as bytewise
  from pg_attribute as a
  left join pg_attrdef as d on d.adrelid = a.attrelid and d.adnum = a.attnum
  left join pg_collation as l on l.oid = a.attcollation
  left join pg_description as description
    on description.objoid = a.attrelid and description.classoid = 'pg_class'::regclass and description.objsubid = a.attnum
 cross join (select one.datcollate, coalesce(to_jsonb(one) ->> 'datlocprovider', 'c') as provider
               from pg_database as one where one.datname = current_database()) as database
 where a.attrelid = any (%(ids)s::oid[])
   and a.attnum > 0
   and not a.attisdropped
 order by a.attrelid, a.attnum
