-- Tables whose rows row security chooses for the role: it sees no statistics of them.
select n.nspname::text as schema,
       c.relname::text as name
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
 where c.relkind in ('r', 'p')
   and c.relrowsecurity
   and row_security_active(c.oid)
   and has_schema_privilege(n.oid, 'USAGE')
   and has_table_privilege(c.oid, 'SELECT')
   and (%(schema)s::text is null or n.nspname = %(schema)s)
 order by 1, 2
