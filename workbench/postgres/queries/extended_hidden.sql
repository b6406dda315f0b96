-- Extended statistics on tables that the role may read, whose data it may not see: only the table's owner may, since 2024.
-- https://www.postgresql.org/support/security/CVE-2024-4317/
select n.nspname::text as schema,
       s.stxname::text as name
  from pg_statistic_ext s
  join pg_namespace n on n.oid = s.stxnamespace
 where has_table_privilege(s.stxrelid, 'SELECT')
   and not row_security_active(s.stxrelid)
   and not exists (select from pg_stats_ext e
                    where e.statistics_schemaname = n.nspname and e.statistics_name = s.stxname)
   and n.nspname !~ '^pg_'
   and (%(schema)s::text is null or n.nspname = %(schema)s)
 order by 1, 2
