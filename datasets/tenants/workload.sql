-- Statements of a ticket system's day. `-- name:` begins one; the sentence below says what is wrong with it; `-- weight:` is how
-- often it runs, in proportion; `-- :x = value` is a parameter's default, written as an SQL literal.

-- name: open tickets of a small tenant
-- The index on status finds the open tickets of all tenants; one that begins with tenant_id finds this tenant's.
-- weight: 100
-- :tenant = 400
select id, title, priority
  from tickets
 where tenant_id = :tenant and status = 'open'
 order by priority desc, id
 limit 50;

-- name: open tickets of the hot tenant
-- The same statement, and here a scan of the index on status may be the better plan: one plan for all $1 is wrong for some.
-- weight: 60
-- :tenant = 7
select id, title, priority
  from tickets
 where tenant_id = :tenant and status = 'open'
 order by priority desc, id
 limit 50;

-- name: newest tickets of a tenant
-- The planner walks the index on created_at backwards and hopes to meet the tenant soon; a small tenant it meets late.
-- weight: 80
-- :tenant = 400
select id, title, created_at
  from tickets
 where tenant_id = :tenant
 order by created_at desc
 limit 20;

-- name: tickets of a user
-- assignee_id has no index and stands alone: the tenant is missing from the condition.
-- weight: 40
-- :user = 17
select count(*)
  from tickets
 where assignee_id = :user;

-- name: page 500 of the tickets
-- offset reads and throws away what it skips; a condition on the last key seen would not.
-- weight: 5
-- :tenant = 7
-- :skip = 10000
select id, title
  from tickets
 where tenant_id = :tenant
 order by id
offset :skip
 limit 20;

-- name: tickets with a label
-- An array and no GIN index: every row of the tenant is looked at.
-- weight: 10
-- :tenant = 7
-- :label = 'security'
select id, title
  from tickets
 where tenant_id = :tenant and labels @> array[:label]
 order by id
 limit 50;

-- name: ticket by its key, as text
-- The cast is on the column, so that the unique index can't be used.
-- weight: 30
-- :key = '019307c2-e0c0-73fc-a4ce-f739811e9cbe'
select id, title
  from tickets
 where key::text = :key;

-- name: tenants and their open tickets
-- One subquery a tenant: the tickets are gone through as often as there are tenants.
-- weight: 1
-- :plan = 'enterprise'
select t.id, t.name, (select count(*) from tickets k where k.tenant_id = t.id and k.status = 'open') as open
  from tenants t
 where t.plan = cast(:plan as plan)
 order by open desc, t.id
 limit 10;

-- name: login by mail, ignoring case
-- lower(email) has no index; the unique one is on email as it is written.
-- weight: 50
-- :mail = 'Lea.Girard17@example.org'
select tenant_id, id, role
  from users
 where lower(email) = lower(:mail);

-- name: users who never got a ticket
-- not in with a nullable column: a null among them makes the answer empty, and no anti-join is possible.
-- weight: 1
-- :tenant = 7
select count(*)
  from users
 where tenant_id = :tenant and id not in (select assignee_id from tickets where tenant_id = :tenant and assignee_id is not null);

-- name: projects below a project
-- Each level of the recursion scans the projects: parent_id has no index.
-- weight: 4
-- :project = 1
with recursive below as (
    select id from projects where id = :project
    union all
    select p.id from projects p join below b on p.parent_id = b.id
)
select count(*) from below;

-- name: time to close, by priority
-- Good as it is for a report: it reads everything because it needs everything.
-- weight: 1
select priority, count(*), avg(closed_at - created_at) as mean
  from tickets
 where status = 'closed'
 group by priority
 order by priority;
