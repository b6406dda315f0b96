-- Statements of a fleet's operators. `-- name:` begins one; the sentence below says what is wrong with it; `-- weight:` is how
-- often it runs, in proportion; `-- :x = value` is a parameter's default, written as an SQL literal.

-- name: events of an hour
-- Good as it is: one partition, and the BRIN index leaves a few blocks of it.
-- weight: 50
-- :from = '2025-05-14 10:00Z'
-- :until = '2025-05-14 11:00Z'
select count(*), avg(value)
  from events
 where at >= :from and at < :until;

-- name: last events of a device
-- No index begins with device_id: every partition is read and sorted for twenty rows.
-- weight: 80
-- :device = 42
select id, at, kind, value
  from events
 where device_id = :device
 order by at desc
 limit 20;

-- name: last event of every device
-- distinct on sorts the whole table; a lateral join over devices would take one index entry for each.
-- weight: 2
select distinct on (device_id) device_id, at, kind
  from events
 where kind = 'measure'
 order by device_id, at desc
 limit 100;

-- name: alarms of a week
-- Seven rows of a thousand are alarms: a partial index would hold only those.
-- weight: 20
-- :from = '2025-06-02'
-- :until = '2025-06-09'
select device_id, at, value
  from events
 where kind = 'alarm' and at >= :from and at < :until
 order by at;

-- name: events of a month, wrapped in a function
-- date_trunc hides the column: all eight partitions are read, and the BRIN index is of no use.
-- weight: 5
-- :month = '2025-03-01'
select kind, count(*)
  from events
 where date_trunc('month', at at time zone 'UTC') = :month
 group by kind
 order by kind;

-- name: daily averages of a site
-- The dates are on the partition key, so partitions are pruned, but every row of six months passes through the join.
-- weight: 3
-- :site = 'Lille'
-- :from = '2025-01-01'
-- :until = '2025-07-01'
select date_trunc('day', e.at) as day, avg(e.value) as mean, max(e.value) as most
  from events e
  join devices d on d.id = e.device_id
 where d.site = :site and e.at >= :from and e.at < :until
 group by day
 order by day;

-- name: weak batteries
-- The field is inside a document: no index reaches it, and every document is unpacked.
-- weight: 5
-- :below = 40
select count(distinct device_id)
  from events
 where (payload ->> 'battery')::int < :below;

-- name: events with an error
-- jsonb containment without a GIN index.
-- weight: 8
-- :doc = '{"errors": ["E99"]}'
select count(*)
  from events
 where payload @> cast(:doc as jsonb);

-- name: devices that were down at a moment
-- A range and a point: a GiST index on during would find them.
-- weight: 10
-- :moment = '2025-02-03 12:00Z'
select d.name, o.cause
  from outages o
  join devices d on d.id = o.device_id
 where o.during @> cast(:moment as timestamptz)
 order by d.name;

-- name: overlapping outages of one device
-- A self-join on overlap compares every pair of a device; an exclusion constraint would have kept them out.
-- weight: 1
select count(*)
  from outages a
  join outages b on b.device_id = a.device_id and b.id > a.id and b.during && a.during;

-- name: devices of a network
-- Good as it is for a few thousand devices; with more, a GiST index with inet_ops.
-- weight: 3
-- :network = '10.20.7.0/24'
select id, name, address
  from devices
 where address << cast(:network as inet)
 order by address;

-- name: firmware of a model
-- The model decides the firmware: the planner multiplies two shares that are one.
-- weight: 4
-- :model = 'T-200'
-- :firmware = '2.1'
select count(*)
  from devices d
  join events e on e.device_id = d.id
 where d.model = :model and d.firmware = :firmware and e.kind = 'reboot';
