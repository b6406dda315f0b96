-- What there is that this transaction may have built, one a row: indexes and materialized views that it has locked against
-- everybody (nobody else can see a new one), and statistics objects; mine: on a table that it has locked.
-- An index comes before its parts on partitions. Columns: all that a key, an expression or the predicate names.
select * from (
select 'index' as kind,
       c.oid,
       (select inhparent from pg_inherits h where h.inhrelid = c.oid) as parent,
       c.oid::regclass::text as name,
       n.nspname::text as schema,
       c.relname::text as bare,
       i.indrelid as "table",
       pg_get_indexdef(c.oid) as definition,
       pg_relation_size(c.oid) as size_bytes,
       i.indexprs is not null as has_expression,
       i.indcheckxmin as unusable,
       (select amname::text from pg_am where pg_am.oid = c.relam) as method,
       array(select a.attname::text
               from pg_attribute a
              where a.attrelid = i.indrelid
                and a.attnum > 0
                and (a.attnum = any (i.indkey)
                     or exists (select from pg_depend d
                                 where d.classid = 'pg_class'::regclass and d.objid = c.oid
                                   and d.refclassid = 'pg_class'::regclass and d.refobjid = i.indrelid
                                   and d.refobjsubid = a.attnum))
              order by a.attnum) as columns,
       true as mine
  from pg_locks l
  join pg_class c on c.oid = l.relation
  join pg_namespace n on n.oid = c.relnamespace
  join pg_index i on i.indexrelid = c.oid
 where l.pid = pg_backend_pid()
   and l.locktype = 'relation'
   and l.mode = 'AccessExclusiveLock'
   and n.nspname <> 'pg_toast'
union all
select 'materialized view', c.oid, null, c.oid::regclass::text, n.nspname::text, c.relname::text, c.oid,
       pg_get_viewdef(c.oid), pg_total_relation_size(c.oid), false, false, null, '{}', true
  from pg_locks l
  join pg_class c on c.oid = l.relation
  join pg_namespace n on n.oid = c.relnamespace
 where l.pid = pg_backend_pid()
   and l.locktype = 'relation'
   and l.mode = 'AccessExclusiveLock'
   and c.relkind = 'm'
union all
select 'statistics', s.oid, null, quote_ident(n.nspname) || '.' || quote_ident(s.stxname), n.nspname::text, s.stxname::text,
       s.stxrelid, pg_get_statisticsobjdef(s.oid), 0, false, false, null,
       array(select a.attname::text from pg_attribute a
              where a.attrelid = s.stxrelid and a.attnum = any (s.stxkeys) order by a.attnum),
       s.stxrelid in (select relation from pg_locks where pid = pg_backend_pid() and mode = 'ShareUpdateExclusiveLock')
  from pg_statistic_ext s
  join pg_namespace n on n.oid = s.stxnamespace
) as found
 order by kind, parent is not null, oid
