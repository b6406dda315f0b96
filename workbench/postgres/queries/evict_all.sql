-- Writes whatever is dirty in shared buffers, and forgets all of it.
select buffers_evicted as evicted from pg_buffercache_evict_all()
