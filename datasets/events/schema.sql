-- Events. Unqualified names: the loader sets search_path to the schema it loads into.

create table devices (
    id            integer not null,
    name          text not null,
    site          text not null,
    country       text not null,
    model         text not null,
    firmware      text not null,
    address       inet not null,
    installed_on  date not null
);

-- One partition a quarter, as retention by dropping partitions wants it.
create table events (
    id         bigint not null,
    device_id  integer not null,
    at         timestamptz not null,
    kind       text not null,
    severity   smallint not null,
    value      double precision,
    payload    jsonb
) partition by range (at);

create table events_2024_q1 partition of events for values from ('2024-01-01 00:00Z') to ('2024-04-01 00:00Z');
create table events_2024_q2 partition of events for values from ('2024-04-01 00:00Z') to ('2024-07-01 00:00Z');
create table events_2024_q3 partition of events for values from ('2024-07-01 00:00Z') to ('2024-10-01 00:00Z');
create table events_2024_q4 partition of events for values from ('2024-10-01 00:00Z') to ('2025-01-01 00:00Z');
create table events_2025_q1 partition of events for values from ('2025-01-01 00:00Z') to ('2025-04-01 00:00Z');
create table events_2025_q2 partition of events for values from ('2025-04-01 00:00Z') to ('2025-07-01 00:00Z');
create table events_2025_q3 partition of events for values from ('2025-07-01 00:00Z') to ('2025-10-01 00:00Z');
create table events_2025_q4 partition of events for values from ('2025-10-01 00:00Z') to ('2026-01-01 00:00Z');

create table outages (
    id         integer not null,
    device_id  integer not null,
    during     tstzrange not null,
    cause      text not null
);

-- after load
alter table devices add primary key (id);
alter table outages add primary key (id);
alter table outages add foreign key (device_id) references devices (id);
alter table events add foreign key (device_id) references devices (id);

-- The rows lie in the order of time: a block range index of a few kilobytes finds an hour among ten million.
create index events_at_brin on events using brin (at) with (pages_per_range = 32);
