-- The extensions in public that the relations of a schema need, for a type, an operator class or a function.
select distinct e.extname::text as name
  from pg_extension as e
  join pg_depend as member on member.refclassid = 'pg_extension'::regclass and member.refobjid = e.oid and member.deptype = 'e'
  join pg_depend as use on use.refclassid = member.classid and use.refobjid = member.objid and use.classid = 'pg_class'::regclass
  join pg_class as class on class.oid = use.objid
  join pg_namespace as namespace on namespace.oid = class.relnamespace
 where namespace.nspname = %(schema)s
   and e.extnamespace = 'public'::regnamespace
 order by 1
