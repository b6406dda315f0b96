-- Foreign data wrappers, by name.
select fdwname::text as name from pg_foreign_data_wrapper order by 1
