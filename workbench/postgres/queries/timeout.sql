-- The session's statement_timeout.
select current_setting('statement_timeout') as timeout
