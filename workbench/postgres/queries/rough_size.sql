-- What an index's size can be reckoned from, by the planner's statistics: rows of its table, bytes of what it carries, and how
-- many different keys there are (0 where nobody knows). For a partitioned table, all of its partitions.
select (select sum(greatest(p.reltuples, 0))::float8
          from pg_class p
         where p.oid = i.indrelid
            or (p.relkind = 'r' and p.oid in (select relid from pg_partition_tree(i.indrelid)))) as rows,
       a.amname::text as method,
       i.indisunique as "unique",
       i.indnatts > i.indnkeyatts as carries,
       pg_get_expr(i.indpred, i.indrelid) as predicate,
       t.oid::regclass::text as "table",
       greatest(t.relpages, 1) as table_pages,
       w.width::float8 as width,
       w.key_width::float8 as key_width,
       w.distinct::float8 as distinct
  from pg_index i
  join pg_class c on c.oid = i.indexrelid
  join pg_class t on t.oid = i.indrelid
  join pg_am a on a.oid = c.relam
 cross join lateral (
        select sum(s.bytes) as width,
               sum(s.bytes) filter (where k.attnum <= i.indnkeyatts) as key_width,
               case when bool_and(s.distinct <> 0) then exp(sum(ln(nullif(s.distinct, 0))) filter (where k.attnum <= i.indnkeyatts))
                    else 0 end as distinct
          from pg_attribute k
         cross join lateral (
               select case when k.attlen > 0 then k.attlen else coalesce(max(x.stawidth), 16) end as bytes,
                      coalesce(max(case when x.stadistinct < 0 then -x.stadistinct * greatest(t.reltuples, 1)
                                        else x.stadistinct end), 0) as distinct
                 from pg_statistic x
                where (x.starelid = i.indrelid and x.staattnum = i.indkey[k.attnum - 1] and x.staattnum <> 0)
                   or (x.starelid = i.indexrelid and x.staattnum = k.attnum)) s
         where k.attrelid = i.indexrelid and k.attnum > 0) w
 where i.indexrelid = %(oid)s
