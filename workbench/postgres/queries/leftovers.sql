-- What of the workbench's work is on the server besides this session, one a row: what it is, its name, and
-- the SQL that removes it. Sessions count while they have a transaction open; so do the locks that they hold.
select * from (
select 'clone of a database' as what,
       datname::text as name,
       format('drop database %%I with (force)', datname) as remedy
  from pg_database
 where datname like 'workbench\_clone\_%%' or datname = 'workbench_twin_source'
union all
select 'schema that was being loaded', nspname::text, format('drop schema %%I cascade', nspname)
  from pg_namespace
 where nspname like '%%\_\_loading'
union all
select 'invalid index', indexrelid::regclass::text, format('drop index concurrently %%s', indexrelid::regclass)
  from pg_index
 where not indisvalid
   and not exists (select from pg_class c where c.oid = indexrelid and c.relkind = 'I')
union all
select 'session with an open transaction',
       format('%%s, process %%s, %%s', application_name, pid, state),
       format('select pg_terminate_backend(%%s)', pid)
  from pg_stat_activity
 where application_name like 'workbench%%'
   and pid <> pg_backend_pid()
   and xact_start is not null
union all
select 'lock of such a session',
       format('%%s on %%s, process %%s', l.mode, coalesce(l.relation::regclass::text, l.locktype), l.pid),
       format('select pg_terminate_backend(%%s)', l.pid)
  from pg_locks l
  join pg_stat_activity a on a.pid = l.pid
 where a.application_name like 'workbench%%'
   and l.pid <> pg_backend_pid()
   and l.locktype in ('relation', 'advisory')
   and (l.database is null or l.database = (select oid from pg_database where datname = current_database()))
   and l.mode <> 'AccessShareLock'
union all
select 'prepared transaction', gid, format('rollback prepared %%L', gid)
  from pg_prepared_xacts
 where database = current_database()
) as found
 order by what, name
