-- Of each of these types: what it is below a domain, and the access methods with a default operator class for it.
-- An array can be compared, or cut into elements, only where its elements can be compared.
with recursive unfolded (declared, base) as (
  select id, id from unnest(%(types)s::oid[]) as given (id)
  union all
  select u.declared, t.typbasetype from unfolded as u join pg_type as t on t.oid = u.base where t.typtype = 'd'
), known as (
  select u.declared, t.*, case when t.typcategory = 'A' then nullif(t.typelem, 0) end as element
    from unfolded as u join pg_type as t on t.oid = u.base and t.typtype <> 'd'
), defaults as (
  select t.oid as type, am.amname::text as method, o.opcintype = 'anyarray'::regtype as of_array
    from pg_type as t
    join pg_opclass as o
      on o.opcdefault
     and (o.opcintype = t.oid
          or o.opcintype = 'anyarray'::regtype and t.typcategory = 'A' and t.typelem <> 0
          or o.opcintype = 'anyenum'::regtype and t.typtype = 'e'
          or o.opcintype = 'anyrange'::regtype and t.typtype = 'r'
          or o.opcintype = to_regtype('anymultirange') and t.typtype = 'm'
          or exists (select from pg_cast as c where c.castsource = t.oid and c.casttarget = o.opcintype
                                                and c.castmethod = 'b' and c.castcontext = 'i'))
    join pg_am as am on am.oid = o.opcmethod
   where t.oid in (select oid from known union select element from known)
)
select k.declared::bigint as id,
       k.typname::text as name,
       k.typcategory::text as category,
       k.typlen::int as length,
       case k.typalign when 'c' then 1 when 's' then 2 when 'i' then 4 else 8 end as align,
       array(select distinct d.method from defaults as d
              where d.type = k.oid
                and (not d.of_array or exists (select from defaults as e where e.type = k.element and e.method = 'btree'))
              order by d.method) as methods
  from known as k
 order by k.declared
