-- The planner takes no notice of these indexes until the transaction's end, or the savepoint's. For superusers.
update pg_index set indisvalid = false where indexrelid = any (%(oids)s) returning indexrelid as oid
