-- What the shadows' statements read, on every major from 13 on. One statement ends at a line that ends with a semicolon.
-- Indexes are built when the rows are in, so that a copy of it all has files of the same size; customers have a null each, so that
-- the column that was dropped takes no byte. ANALYZE draws 300 rows for each step of a table's largest target: it sees them all here.
drop schema if exists public cascade;
create schema public;
create schema "Sales";
create type "Sales"."Channel" as enum ('web', 'shop', 'phone');
create domain "Sales".amount as numeric(12, 2) check (value >= 0);
create function public.nth_day(days int) returns date language sql immutable as 'select date ''2024-01-01'' + days';

create table customers (id int not null, gone text, email text not null, city text, country text, zip int, tags text[], profile jsonb, born date, fax text);
insert into customers
select i, null, 'Name' || i * 7919 % 4001 || '@Example.org', (array['Lyon', 'Nice', 'Graz', 'Wien', 'Bonn', 'Kiel', 'Bern', 'Genf'])[i % 8 + 1],
       (array['FR', 'FR', 'AT', 'AT', 'DE', 'DE', 'CH', 'CH'])[i % 8 + 1], 10000 + i % 8 * 1000 + i * 31 % 40,
       array['t' || i % 9, 'u' || i % 50, 'v' || i % 400],
       jsonb_build_object('plan', (array['free', 'free', 'free', 'gold'])[i % 4 + 1], 'seats', i * 13 % 200), nth_day(-(i * 37 % 20000)), null
  from generate_series(1, 4000) i;
alter table customers drop column gone;
alter table customers add primary key (id);
create index customers_lower on customers (lower(email));
create index customers_tags on customers using gin (tags);
create index customers_profile on customers using gin (profile jsonb_path_ops);
create index customers_zip on customers using hash (zip);
create statistics customers_place (ndistinct, dependencies, mcv) on city, country, zip from customers;

create table "Sales"."Orders" ("Id" int not null, customer int not null, channel "Sales"."Channel" not null, status text not null, total "Sales".amount not null, placed timestamp not null, note text, gross numeric generated always as (total * 1.2) stored);
insert into "Sales"."Orders"
select i, 1 + i * 7919 % 4000, (enum_range(null::"Sales"."Channel"))[case when i % 10 < 7 then 1 when i % 10 < 9 then 2 else 3 end],
       case when i % 40 = 0 then 'open' when i % 97 = 0 then 'returned' else 'done' end, (i::bigint * 104729 % 100000) / 100.0,
       timestamp '2024-01-01' + i * interval '17 minutes', 'order ' || i * 31 % 1009 || ' for the ' || (array['north', 'south', 'east', 'west'])[i % 4 + 1]
  from generate_series(1, 30000) i;
alter table "Sales"."Orders" add primary key ("Id");
create index orders_customer on "Sales"."Orders" (customer);
create index orders_open on "Sales"."Orders" (placed) where status = 'open';
create index orders_channel_placed on "Sales"."Orders" (channel, placed);
create index "Orders: total" on "Sales"."Orders" (total desc) include (placed);
alter table "Sales"."Orders" add foreign key (customer) references customers;
create statistics "Sales"."Orders: both" (dependencies, mcv) on channel, status from "Sales"."Orders";

create table "Sales"."Order Lines" ("Order Id" int not null, "No" int not null, product int, "Quantity" int);
insert into "Sales"."Order Lines"
select 1 + i / 2, i % 2, i * (i / 7) % 300, 1 + i % 5 from generate_series(0, 29999) i;
alter table "Sales"."Order Lines" add primary key ("Order Id", "No");
create index lines_product on "Sales"."Order Lines" (product);
alter table "Sales"."Order Lines" add foreign key ("Order Id") references "Sales"."Orders";

create view "Sales".open_orders as select "Id", customer, placed, total from "Sales"."Orders" where status = 'open';
create materialized view "Sales".by_day as select placed::date as day, channel, count(*) as orders, sum(total) as revenue from "Sales"."Orders" group by 1, 2;
create unique index by_day_key on "Sales".by_day (day, channel);

create table pages (url text not null, hits int);
insert into pages select 'https://example.org/' || md5(i::text) || repeat('/' || md5((i * 3)::text), 5), i * 7 % 1000 from generate_series(1, 6000) i;
create unique index pages_url on pages (url);
create index pages_hits on pages (hits);

create table bookings (room int, during tsrange);
insert into bookings select i % 40, tsrange(timestamp '2024-01-01' + i / 40 * interval '5 hours', timestamp '2024-01-01' + i / 40 * interval '5 hours' + (1 + i % 4) * interval '1 hour') from generate_series(0, 7999) i;
create index bookings_during on bookings using gist (during);

create table readings (at timestamp, sensor int, value float8);
insert into readings select timestamp '2024-01-01' + i * interval '1 minute', i * 7 % 25, sin(i) from generate_series(1, 30000) i;
create index readings_at on readings using brin (at) with (pages_per_range = 8);

create table events (at date not null, device int, kind text) partition by range (at);
create table events_1 partition of events for values from ('2024-01-01') to ('2024-04-01');
create table events_2 partition of events for values from ('2024-04-01') to ('2024-07-01') partition by list (kind);
create table events_2_errors partition of events_2 for values in ('error');
create table events_2_others partition of events_2 default;
create table events_rest partition of events default;
insert into events select nth_day(i % 366), i * 31 % 500, (array['on', 'off', 'error', 'on', 'off', 'note'])[i % 6 + 1] from generate_series(1, 30000) i;
create index events_device on events (device, at);

create table unseen (id int, word text);
insert into unseen select i, 'word ' || i from generate_series(1, 5000) i;

alter table customers alter id set statistics 100;
alter table "Sales"."Orders" alter "Id" set statistics 100;
alter table "Sales"."Order Lines" alter product set statistics 100;
alter table "Sales".by_day alter day set statistics 100;
alter table pages alter hits set statistics 100;
alter table bookings alter room set statistics 100;
alter table readings alter sensor set statistics 100;
alter table events alter device set statistics 100;
alter table events_1 alter device set statistics 100;
alter table events_2 alter device set statistics 100;
alter table events_2_errors alter device set statistics 100;
alter table events_2_others alter device set statistics 100;
alter table events_rest alter device set statistics 100;
