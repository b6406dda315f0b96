-- The most common combinations of extended statistics, in PostgreSQL's own binary form. For superusers. types, labels: the oids in it
-- that another database has otherwise, with their names; of types whose values hold no more of them (no arrays, ranges or rows).
select s.stxname::text as name,
       n.nspname::text as schema,
       coalesce((to_jsonb(d) ->> 'stxdinherit')::bool, false) as inherited,
       encode(d.stxdmcv::bytea, 'hex') as mcv,
       coalesce(own.types, '{}') as types,
       coalesce(own.labels, '{}') as labels
  from pg_statistic_ext_data d
  join pg_statistic_ext s on s.oid = d.stxoid
  join pg_namespace n on n.oid = s.stxnamespace
  left join lateral (
        select jsonb_object_agg(t.oid, format('%%I.%%I', tn.nspname, t.typname)) as types,
               jsonb_object_agg(t.oid, e.labels) filter (where e.labels is not null) as labels
          from pg_attribute a
          join pg_type t on t.oid = a.atttypid
          join pg_namespace tn on tn.oid = t.typnamespace
          left join lateral (select jsonb_object_agg(oid, enumlabel) as labels from pg_enum where enumtypid = t.oid) e on true
         where a.attrelid = s.stxrelid
           and a.attnum = any (s.stxkeys)
           and t.oid >= 16384
           and (t.typtype = 'e' or (t.typtype = 'b' and t.typcategory <> 'A') or (t.typtype = 'd' and t.typbasetype < 16384))
       ) as own on true
 where d.stxdmcv is not null
   and to_jsonb(s) ->> 'stxexprs' is null
 order by 2, 1, 3
