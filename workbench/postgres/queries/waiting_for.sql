-- How many sessions wait for a lock that this one holds.
select count(*)
  from pg_stat_activity
 where wait_event_type = 'Lock'
   and %(pid)s = any (pg_blocking_pids(pid))
