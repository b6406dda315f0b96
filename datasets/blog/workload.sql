-- Statements of a blog's day. `-- name:` begins one; the sentence below says what is wrong with it; `-- weight:`
-- is how often it runs, in proportion; `-- :x = value` is a parameter's default, written as an SQL literal.

-- name: live posts of an author
-- Good as it is: the partial index fits the condition and the order.
-- weight: 40
-- :handle = 'user7'
select p.id, p.title, p.created_at
  from posts p
  join users u on u.id = p.author_id
 where u.handle = :handle and p.deleted_at is null
 order by p.created_at desc
 limit 20;

-- name: all posts of an author
-- Without `deleted_at is null` the partial index is of no use.
-- weight: 5
-- :handle = 'user7'
select p.id, p.title, p.created_at, p.deleted_at
  from posts p
  join users u on u.id = p.author_id
 where u.handle = :handle
 order by p.created_at desc
 limit 20;

-- name: comments of a post
-- The foreign key's column has no index; ten rows cost a walk through all comments.
-- weight: 100
-- :title = 'The%'
select c.id, c.parent_id, c.body, c.created_at
  from comments c
 where c.post_id = (select id from posts where title like :title order by created_at limit 1)
   and c.deleted_at is null
 order by c.created_at;

-- name: thread under a comment
-- Every level of the recursion scans comments again.
-- weight: 20
select count(*)
  from (
    with recursive thread (id, depth) as (
        (select id, 0 from comments where parent_id is null order by created_at, id limit 1)
        union all
        select c.id, t.depth + 1 from comments c join thread t on c.parent_id = t.id
    )
    select id from thread
  ) as answers;

-- name: search
-- Good as it is: the GIN index finds them, only the ranking has to read the rows.
-- weight: 30
-- :words = 'glacier & harbour'
select id, title, ts_rank(search, to_tsquery('english', :words)) as rank
  from posts
 where search @@ to_tsquery('english', :words) and deleted_at is null
 order by rank desc, id
 limit 20;

-- name: search in comments
-- No tsvector is stored: every body is parsed anew.
-- weight: 5
-- :words = 'telescope'
select count(*)
  from comments
 where to_tsvector('english', body) @@ to_tsquery('english', :words);

-- name: search without full text
-- ilike with a leading wildcard reads all posts; a trigram index would help.
-- weight: 5
-- :part = '%superconduct%'
select count(*)
  from posts
 where body ilike :part;

-- name: busiest commenters
-- An aggregate over all live comments; the filter keeps nearly all of them.
-- weight: 1
-- :least = 100
select u.handle, count(*) as comments
  from comments c
  join users u on u.id = c.author_id
 where c.deleted_at is null
 group by u.handle
having count(*) >= :least
 order by comments desc, u.handle
 limit 20;

-- name: drafts
-- One post in twelve isn't published: a partial index would hold only those.
-- weight: 3
select id, title, created_at
  from posts
 where published_at is null and deleted_at is null
 order by created_at desc
 limit 20;

-- name: posts and their comments, one by one
-- What a loop in the program asks for each post it shows: N+1 statements where one join would do.
-- weight: 200
-- :title = 'The%'
select count(*)
  from comments
 where post_id in (select id from posts where title like :title) and deleted_at is null;

-- name: page 100 of the newest posts
-- offset sorts and skips; a condition on the last created_at seen would begin where it left off.
-- weight: 4
-- :skip = 2000
select id, title, created_at
  from posts
 where deleted_at is null
 order by created_at desc
offset :skip
 limit 20;
