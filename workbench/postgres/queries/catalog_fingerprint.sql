-- A text that differs after any change of a relation, column, key or of the search path: each row has the number of the
-- transaction that wrote it. ANALYZE and VACUUM leave it alone.
select concat_ws(' ',
         (select count(*) || ' ' || sum(xmin::text::bigint) from pg_class),
         (select count(*) || ' ' || sum(xmin::text::bigint) from pg_attribute),
         (select count(*) || ' ' || sum(xmin::text::bigint) from pg_constraint),
         current_schemas(false)::text) as fingerprint
