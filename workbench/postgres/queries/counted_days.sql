-- For how many days scans of this database have been counted: since they were reset, or at least since the server started.
select (extract(epoch from now() - coalesce(s.stats_reset, pg_postmaster_start_time())) / 86400)::float8 as days
  from pg_stat_database s
 where s.datname = current_database()
