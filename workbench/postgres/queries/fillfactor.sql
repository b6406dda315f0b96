-- How full INSERT makes the pages of a table, in percent.
select coalesce((select option_value::int from pg_options_to_table(reloptions) where option_name = 'fillfactor'), 100) as fillfactor
  from pg_class
 where oid = %(table)s
