-- Functions that can be called by a bare name.
select distinct proname as name, proname as bare
  from pg_proc
 where pg_function_is_visible(oid)
   and prokind <> 'p'
 order by 1
