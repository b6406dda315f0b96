-- Settings of this session that decide how a statement is planned, or what its literals mean.
select name,
       setting as value
  from pg_settings
 where (category like 'Query Tuning%%'
        or name in ('work_mem', 'hash_mem_multiplier', 'temp_buffers', 'max_parallel_workers',
                    'max_parallel_workers_per_gather', 'parallel_leader_participation', 'search_path', 'DateStyle',
                    'IntervalStyle', 'TimeZone', 'default_text_search_config', 'array_nulls', 'transform_null_equals',
                    'bytea_output', 'xmloption', 'default_toast_compression', 'standard_conforming_strings'))
 order by name
