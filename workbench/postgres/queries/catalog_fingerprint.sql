-- One number that differs after any change of a relation, column, key or of the search path; ANALYZE and VACUUM leave it alone.
select (select coalesce(sum(hashtextextended(oid::text || ' ' || xmin::text, 0)::numeric), 0) from pg_class)
     + (select coalesce(sum(hashtextextended(attrelid::text || ' ' || attnum::text || ' ' || xmin::text, 1)::numeric), 0)
          from pg_attribute where attrelid >= 16384)
     + (select coalesce(sum(hashtextextended(oid::text || ' ' || xmin::text, 2)::numeric), 0) from pg_constraint)
     + hashtextextended(current_schemas(false)::text, 3) as fingerprint
