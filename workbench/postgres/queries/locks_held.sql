-- Locks of this session on tables that others can feel, one a row: the table as one writes it, its oid, the lock's mode.
select l.relation::regclass::text as "table",
       l.relation as oid,
       l.mode
  from pg_locks l
  join pg_class c on c.oid = l.relation
 where l.pid = pg_backend_pid()
   and l.locktype = 'relation'
   and l.granted
   and c.relkind in ('r', 'p', 'm')
   and l.mode not in ('AccessShareLock', 'RowShareLock', 'RowExclusiveLock')
 order by 1, 3
