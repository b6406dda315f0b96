-- The oid of a table by its name.
select %(table)s::regclass::oid as oid
