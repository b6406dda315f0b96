-- Of the changed indexes those in shown are seen by the planner, and the others not. No table has to be read anew for it.
update pg_index set indisvalid = (indexrelid = any (%(shown)s::oid[])) where indexrelid = any (%(changed)s::oid[])
returning indexrelid as oid
