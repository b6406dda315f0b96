-- How many other sessions are connected to this database.
select count(*) as others
  from pg_stat_activity
 where datname = current_database()
   and pid <> pg_backend_pid()
   and backend_type = 'client backend'
