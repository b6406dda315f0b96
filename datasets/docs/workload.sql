-- Statements of a documentation site. `-- name:` begins one; the sentence below says what is wrong with it; `-- weight:` is how
-- often it runs, in proportion; `-- :x = value` is a parameter's default, written as an SQL literal.

-- name: search, ranked
-- The GIN index finds the pages; ranking reads the tsvector of every one of them, and that is what takes the time.
-- weight: 100
-- :words = 'harbour glacier'
select id, title, ts_rank(search, websearch_to_tsquery('english', :words)) as rank
  from pages
 where search @@ websearch_to_tsquery('english', :words)
 order by rank desc, id
 limit 10;

-- name: search without the stored vector
-- to_tsvector at search time parses every page; the stored column search is there and isn't used.
-- weight: 10
-- :words = 'telescope'
select count(*)
  from pages
 where to_tsvector('english', title || ' ' || body) @@ to_tsquery('english', :words);

-- name: search for a phrase
-- The positions aren't in the index: candidates are rechecked one by one.
-- weight: 10
-- :words = 'the river'
select count(*)
  from pages
 where search @@ phraseto_tsquery('simple', :words);

-- name: search for a part of a word
-- ilike with leading wildcard on body: the trigram index is on title only.
-- weight: 15
-- :part = '%conduct%'
select count(*)
  from pages
 where body ilike :part;

-- name: titles like a word
-- Good as it is: the trigram index answers similarity and ilike.
-- weight: 20
-- :part = '%telescope%'
select id, title
  from pages
 where title ilike :part
 order by title, id
 limit 20;

-- name: pages of a product
-- Good as it is: containment is what jsonb_path_ops is made for.
-- weight: 30
-- :doc = '{"product": {"name": "comet", "version": 9}}'
select id, title
  from pages
 where meta @> cast(:doc as jsonb)
 order by created_at desc
 limit 20;

-- name: pages by status, unpacked
-- ->> unpacks every document; the same question as containment would use the index.
-- weight: 30
-- :status = 'obsolete'
select count(*)
  from pages
 where meta ->> 'status' = :status;

-- name: pages that have a reviewer
-- The operator ? isn't in jsonb_path_ops: the index can't help, one with the default class could.
-- weight: 10
-- :key = 'reviewer'
select count(*)
  from pages
 where jsonb_exists(meta, :key) and language = 'fr';

-- name: most viewed
-- Sorted by a field inside the document: an expression index on it would have the order already.
-- weight: 25
select id, title, (meta ->> 'views')::int as views
  from pages
 order by (meta ->> 'views')::int desc
 limit 10;

-- name: pages with a rare tag
-- An array without a GIN index: every row is read.
-- weight: 20
-- :tag = 'legal'
select count(*)
  from pages
 where tags @> array[:tag];

-- name: pages with a tag, by any
-- The same question, asked so that not even a GIN index could answer it.
-- weight: 10
-- :tag = 'legal'
select count(*)
  from pages
 where :tag = any (tags);

-- name: last revision of each page of an author
-- A subquery for each page; distinct on, or a lateral join with the primary key, reads each once.
-- weight: 5
-- :author = 'Weiß'
select p.title, r.at, r.comment
  from pages p
  join authors a on a.id = p.author_id
  join revisions r on r.page_id = p.id
 where a.name like '%' || :author
   and r.number = (select max(number) from revisions x where x.page_id = p.id)
 order by r.at desc
 limit 20;

-- name: tags and their pages
-- unnest makes a row of each tag and counts them all: a report, or a table of tags.
-- weight: 2
select tag, count(*)
  from pages, unnest(tags) as tag
 group by tag
 order by count(*) desc;
