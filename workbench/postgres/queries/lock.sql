-- Waits for a lock by name, which the session holds until it is released.
select pg_advisory_lock(hashtext('workbench'), hashtext(%(name)s)) is null as locked
