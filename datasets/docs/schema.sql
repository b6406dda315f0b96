-- Docs. Unqualified names: the loader sets search_path to the schema it loads into.

create extension if not exists pg_trgm with schema public;

create table authors (
    id     uuid not null,
    name   text not null,
    email  text not null
);

create table pages (
    id          uuid not null,
    author_id   uuid not null,
    title       text not null,
    body        text not null,
    language    text not null,
    tags        text[] not null,
    meta        jsonb not null,
    created_at  timestamptz not null,
    updated_at  timestamptz not null,
    search      tsvector generated always as
                (setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', body), 'B')) stored
);

create table revisions (
    page_id     uuid not null,
    number      integer not null,
    author_id   uuid not null,
    at          timestamptz not null,
    change      jsonb not null,
    comment     text
);

-- after load
alter table authors add primary key (id);
alter table pages add primary key (id);
alter table revisions add primary key (page_id, number);
alter table authors add unique (email);
alter table pages add foreign key (author_id) references authors (id);
alter table revisions add foreign key (page_id) references pages (id);
alter table revisions add foreign key (author_id) references authors (id);

create index pages_search on pages using gin (search);
-- jsonb_path_ops answers @> and nothing else, in two thirds of the space; @? and ? need the default class.
create index pages_meta on pages using gin (meta jsonb_path_ops);
create index pages_title_trgm on pages using gin (title public.gin_trgm_ops);
