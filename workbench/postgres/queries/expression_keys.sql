-- Keys of these indexes that are expressions. type: of the results; not told of a hash index, which keeps numbers instead.
-- columns: of the table that the index depends on, with what the statistics say of them; base: the type that a value can be read
-- as without a domain's checks, null where that is neither PostgreSQL's own nor an enum.
-- own: beside its table (deptype a) and what it is a part of, the index needs only what PostgreSQL brings, of which pg_depend has
-- no rows. https://www.postgresql.org/docs/current/catalog-pg-depend.html
select i.indexrelid as oid,
       ni.nspname::text as schema,
       ci.relname::text as name,
       k.attnum::int as number,
       am.amname::text as method,
       pg_catalog.pg_get_indexdef(i.indexrelid, k.attnum, false) as expression,
       case when am.amname <> 'hash' then t.typname::text end as type,
       t.typcategory::text as category,
       ne.nspname::text as collation_schema,
       e.collname::text as collation,
       nt.nspname::text as table_schema,
       ct.relname::text as table_name,
       greatest(ct.reltuples, 0)::float8 as rows,
       not exists (select from pg_catalog.pg_depend d
                    where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = i.indexrelid and d.deptype = 'n'
                      and d.refclassid not in ('pg_catalog.pg_collation'::regclass, 'pg_catalog.pg_opclass'::regclass)) as own,
       (select pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
                 'name', a.attname, 'base', b.base, 'type', b.name, 'null', s.null_frac, 'distinct', s.n_distinct,
                 'correlation', s.correlation, 'common', s.most_common_vals::text, 'shares', s.most_common_freqs::text,
                 'bounds', s.histogram_bounds::text,
                 'texts', case when b.name in ('text', 'varchar', 'bpchar') then s.histogram_bounds::text::text[] end))
          from pg_catalog.pg_attribute a
          left join lateral (
                select pg_catalog.format_type(u.oid, -1) as base, u.typname as name
                  from pg_catalog.pg_type y
                  join pg_catalog.pg_type u on u.oid = case when y.typtype = 'd' then y.typbasetype else y.oid end
                 where y.oid = a.atttypid and (u.oid < 12000 or u.typtype = 'e')) b on true
          left join pg_catalog.pg_stats s on s.schemaname = nt.nspname and s.tablename = ct.relname
                                         and s.attname = a.attname and not s.inherited
         where a.attrelid = i.indrelid and a.attnum in (
               select d.refobjsubid from pg_catalog.pg_depend d
                where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = i.indexrelid
                  and d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjid = i.indrelid)) as columns
  from pg_catalog.pg_index i
  join pg_catalog.pg_class ci on ci.oid = i.indexrelid and ci.relkind = 'i'
  join pg_catalog.pg_namespace ni on ni.oid = ci.relnamespace
  join pg_catalog.pg_am am on am.oid = ci.relam
  join pg_catalog.pg_class ct on ct.oid = i.indrelid
  join pg_catalog.pg_namespace nt on nt.oid = ct.relnamespace
  join pg_catalog.pg_attribute k on k.attrelid = i.indexrelid and k.attnum <= i.indnkeyatts
  join pg_catalog.pg_type t on t.oid = k.atttypid
  left join pg_catalog.pg_collation e on e.oid = k.attcollation
  left join pg_catalog.pg_namespace ne on ne.oid = e.collnamespace
 where i.indexrelid = any (%(oids)s::oid[])
   and i.indkey[k.attnum - 1] = 0
 order by i.indexrelid, k.attnum
