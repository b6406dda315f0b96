-- Settings that this session has changed, and that a new one can take over.
select name,
       setting as value
  from pg_settings
 where source = 'session'
   and context in ('user', 'superuser')
   and name not in ('file_copy_method', 'statement_timeout', 'application_name')
 order by 1
