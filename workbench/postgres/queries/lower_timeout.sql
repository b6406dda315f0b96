-- Lets statements of this transaction run no longer than so many milliseconds, and no longer than they might before; 0 is "for ever".
select set_config('statement_timeout', least(%(ms)s::bigint, nullif(
           (extract(epoch from current_setting('statement_timeout')::interval) * 1000)::bigint, 0))::text, true) as timeout
