-- The types that this database made itself, and the labels of its enums, with their oids.
select format('%%I.%%I', n.nspname, t.typname) as name,
       t.oid,
       (select jsonb_object_agg(e.enumlabel, e.oid) from pg_enum e where e.enumtypid = t.oid) as labels
  from pg_type t
  join pg_namespace n on n.oid = t.typnamespace
 where t.oid >= 16384
   and t.typtype in ('b', 'd', 'e')
 order by t.oid
