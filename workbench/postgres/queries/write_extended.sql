-- Writes the data of extended statistics; the casts are there for a moment only.
insert into pg_statistic_ext_data (stxoid, stxdinherit, stxdndistinct, stxddependencies, stxdmcv)
select %(oid)s, %(inherited)s, %(ndistinct)s::bytea::pg_ndistinct, %(dependencies)s::bytea::pg_dependencies,
       %(mcv)s::bytea::pg_mcv_list
returning stxoid as oid
