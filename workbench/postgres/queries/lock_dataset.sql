-- Waits until no other session loads this dataset; held until the transaction ends.
select pg_advisory_xact_lock(hashtext('workbench dataset'), hashtext(%(schema)s)) is null as locked
