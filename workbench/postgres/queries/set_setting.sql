-- Sets one setting for this session.
select set_config(%(name)s, %(value)s, false) as value
