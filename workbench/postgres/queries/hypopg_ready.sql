-- One row: drops some of the session's hypothetical indexes, switches the others on or off for this transaction, which may
-- write nothing from now on, and tells the names of those that were there before or are there now (no order is promised).
select array(select {schema}.hypopg_drop_index(dropped.oid) from unnest(%(drop)s::oid[]) as dropped (oid)) as dropped,
       set_config('hypopg.enabled', %(enabled)s, true) as enabled,
       set_config('transaction_read_only', 'on', true) as read_only,
       array(select indexname::text from {schema}.hypopg() order by 1) as names
