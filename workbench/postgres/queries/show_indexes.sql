-- Of the changed indexes those in shown are seen by the planner, and the others not.
update pg_index set indisvalid = (indexrelid = any (%(shown)s::oid[])) where indexrelid = any (%(changed)s::oid[])
returning indexrelid as oid
