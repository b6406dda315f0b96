-- Releases the lock, and puts the statement_timeout back.
select pg_advisory_unlock(hashtext('workbench'), hashtext(%(name)s)) as released,
       set_config('statement_timeout', %(timeout)s, false) as timeout
