-- Where bare names are looked up, the extensions with the schema of their objects, and when the counters were reset.
select current_schemas(false)::text[] as search_path,
       array(select e.extname::text from pg_extension as e order by e.extname) as extensions,
       array(select n.nspname::text from pg_extension as e join pg_namespace as n on n.oid = e.extnamespace
              order by e.extname) as homes,
       (select to_char(d.stats_reset at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
          from pg_stat_database as d where d.datname = current_database()) as stats_reset
