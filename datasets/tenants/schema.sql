-- Tenants. Unqualified names: the loader sets search_path to the schema it loads into.

create type plan as enum ('free', 'team', 'business', 'enterprise');

create table tenants (
    id          integer not null,
    name        text not null,
    plan        plan not null,
    country     text not null,
    created_at  timestamptz not null
);

create table users (
    tenant_id   integer not null,
    id          bigint not null,
    name        text not null,
    email       text not null,
    role        text not null,
    last_login  timestamptz
);

create table projects (
    tenant_id  integer not null,
    id         bigint not null,
    parent_id  bigint,
    name       text not null,
    archived   boolean not null
);

create table tickets (
    tenant_id    integer not null,
    id           bigint not null,
    project_id   bigint not null,
    assignee_id  bigint,
    key          uuid not null,
    title        text not null,
    status       text not null,
    priority     smallint not null,
    labels       text[] not null,
    created_at   timestamptz not null,
    closed_at    timestamptz
);

-- after load
alter table tenants add primary key (id);
alter table users add primary key (tenant_id, id);
alter table projects add primary key (tenant_id, id);
alter table tickets add primary key (tenant_id, id);
alter table users add unique (email);
alter table tickets add unique (key);

alter table users add foreign key (tenant_id) references tenants (id);
alter table projects add foreign key (tenant_id) references tenants (id);
alter table tickets add foreign key (tenant_id, project_id) references projects (tenant_id, id);

-- One tenant has two of five tickets: a generic plan for $1 suits nobody. Indexes that begin with anything but tenant_id are
-- left out on purpose.
create index tickets_status on tickets (status);
create index tickets_created_at on tickets (created_at);

-- The planner learns that tenant and project go together only if it is told.
create statistics tickets_tenant_project (dependencies, ndistinct) on tenant_id, project_id from tickets;
