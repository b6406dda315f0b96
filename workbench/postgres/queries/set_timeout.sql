-- Sets the session's statement_timeout.
select set_config('statement_timeout', %(timeout)s, false) as timeout
