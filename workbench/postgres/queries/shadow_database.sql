-- One row: how this database sorts, and the size of its pages. to_jsonb: the columns have come over time.
select to_jsonb(d) ->> 'datlocprovider' as provider,
       d.datcollate::text as "collate",
       d.datctype::text as ctype,
       coalesce(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale') as locale,
       pg_encoding_to_char(d.encoding)::text as encoding,
       current_setting('block_size')::int as block_size,
       exists (select from pg_tablespace
                where spcoptions::text ~ 'page_cost') as tablespace_costs
  from pg_database d
 where d.datname = current_database()
