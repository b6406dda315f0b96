-- Waits for so many seconds.
select pg_sleep(%(seconds)s)
