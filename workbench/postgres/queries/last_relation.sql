-- The relation that was made last.
select max(oid) as oid from pg_class
