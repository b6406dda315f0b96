-- Ends the sessions of this name; what they had not committed is undone.
select count(pg_terminate_backend(pid)) as ended
  from pg_stat_activity
 where application_name = %(name)s
   and pid <> pg_backend_pid()
