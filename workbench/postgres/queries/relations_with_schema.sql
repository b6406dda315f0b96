-- What a drop of the schema would take with it: relations in it, and views and foreign keys elsewhere that hang on them.
-- Indexes, sequences and TOAST go with their tables and are left out.
with inside as (
    select c.oid, c.relname::text as name
      from pg_class c
      join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = %(schema)s
       and c.relkind in ('r', 'p', 'v', 'm', 'f')
)
select name from inside
union
select v.oid::regclass::text
  from pg_depend d
  join pg_rewrite r on r.oid = d.objid and d.classid = 'pg_rewrite'::regclass
  join pg_class v on v.oid = r.ev_class
 where d.refobjid in (select oid from inside)
   and v.oid not in (select oid from inside)
union
select c.conrelid::regclass::text
  from pg_constraint c
 where c.contype = 'f'
   and c.confrelid in (select oid from inside)
   and c.conrelid not in (select oid from inside)
 order by 1
