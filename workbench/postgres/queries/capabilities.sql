-- One row: what the server and the role can do. pg_settings leaves out what the role may not see, current_setting() would fail.
select current_setting('server_version') as version,
       current_setting('server_version_num')::int as version_number,
       current_database()::text as database,
       current_user::text as role,
       (select rolsuper from pg_roles where rolname = current_user) as superuser,
       has_database_privilege(current_database(), 'CREATE') as may_create,
       array(select extname::text from pg_extension order by 1) as installed,
       array(select name::text from pg_available_extensions order by 1) as available,
       array(select trim(both from library)
               from pg_settings s,
                    unnest(string_to_array(s.setting, ',')) with ordinality as l(library, n)
              where s.name = 'shared_preload_libraries'
              order by n) as preloaded
