-- Blog. Unqualified names: the loader sets search_path to the schema it loads into.

create table users (
    id          uuid not null,
    handle      text not null,
    name        text not null,
    is_admin    boolean not null,
    created_at  timestamptz not null,
    deleted_at  timestamptz
);

create table posts (
    id            uuid not null,
    author_id     uuid not null,
    title         text not null,
    body          text not null,
    created_at    timestamptz not null,
    published_at  timestamptz,
    deleted_at    timestamptz,
    search        tsvector generated always as (
        setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', body), 'B')
    ) stored
);

create table comments (
    id          uuid not null,
    post_id     uuid not null,
    author_id   uuid not null,
    parent_id   uuid,
    body        text not null,
    created_at  timestamptz not null,
    deleted_at  timestamptz
);

-- after load
alter table users add primary key (id);
alter table posts add primary key (id);
alter table comments add primary key (id);

alter table users add unique (handle);

alter table posts add foreign key (author_id) references users (id);
alter table comments add foreign key (post_id) references posts (id);
alter table comments add foreign key (author_id) references users (id);
-- Checking this one needs comments' primary key, so it comes after it.
alter table comments add foreign key (parent_id) references comments (id);

-- Partial: only for statements that say `deleted_at is null` themselves.
create index posts_live_by_author on posts (author_id, created_at desc) where deleted_at is null;
create index posts_search on posts using gin (search);
-- comments has no index but its key: neither for a post's thread nor for an author's comments.
