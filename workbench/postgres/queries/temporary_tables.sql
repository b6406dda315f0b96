-- This session's own temporary relations.
select c.relname as name
  from pg_class c
 where c.relnamespace = pg_my_temp_schema()
   and c.relkind in ('r', 'p', 'v')
 order by c.relname
