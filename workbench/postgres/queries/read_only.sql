-- Whether this session can write, and whether its role may do everything.
select current_setting('transaction_read_only') as read_only, rolsuper as superuser from pg_roles where rolname = current_user
