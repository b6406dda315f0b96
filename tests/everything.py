"""A dataset that has every kind of column and every type that PostgreSQL's COPY meets, for tests of both sides."""

ROWS = 1_000

EVERYTHING = """
[dataset]
title = "Everything"
rows = 1_000
scale = "thing"

[tables.owner]
rows = { per = "thing", ratio = 1.5 }
columns.id = { kind = "uuid" }

[tables.label]
rows = 40
columns.id = { kind = "sequence" }
columns.parent_id = { kind = "reference", to = "label.id", depth = 3 }
columns.best_thing = { kind = "reference", to = "thing.id", null = 0.5 }

[tables.thing]
duplicates = { share = 0.02, except = ["id", "uid", "owner_id", "number", "tenant"] }

[tables.thing.columns]
id = { kind = "sequence" }
tenant = { kind = "integer", min = 1, max = 9, distribution = "zipf", exponent = 1.2 }
uid = { kind = "uuid", version = 7, time = "made_at" }
owner_id = { kind = "reference", to = "owner.id", spread = "once" }
best_label = { kind = "reference", to = "label.id", spread = "zipf" }
number = { kind = "integer", min = 1, max = 30_000, unique = true }
weight = { kind = "number", min = 0, max = 1, order = 0.9 }
net = { kind = "number", min = 1, max = 500, decimals = 2, distribution = "lognormal", median = 20, sigma = 1 }
gross = { kind = "expression", sql = "cast(net * 1.2 as numeric(10, 2))" }
state = { kind = "choice", values = { open = 3, done = 6, lost = 1 }, like = "weight", correlation = 0.6 }
open = { kind = "expression", sql = "state = 'open'", dirty = 0.05 }
color = { kind = "map", from = "state", values = { open = "green", done = "grey", lost = "red" } }
room = { kind = "conditional", from = "state", values = { open = ["A"], done = { A = 1, B = 2 }, lost = ["C"] } }
active = { kind = "boolean", probability = 0.3, null = 0.2 }
made_at = { kind = "timestamp", start = 2024-01-01, end = 2025-01-01, arrival = "monotone", hours = "office" }
closed = { kind = "delay", after = "made_at", mean_hours = 50, null = "state = 'open'" }
until = { kind = "delay", after = "made_at", mean_hours = 500, hidden = true }
during = { kind = "range", start = "made_at", end = "until" }
day = { kind = "date", start = 2024-01-01, end = 2025-01-01 }
name = { kind = "phrase", of = "person", language = "pl" }
mail = { kind = "email", from = "name" }
code = { kind = "template", pattern = "T-{row:04}/{state}" }
note = { kind = "text", min_words = 1, max_words = 9, style = "markov", null = 0.5 }
ip = { kind = "inet", network = "10.1.0.0/16" }
tags = { kind = "array", of = { kind = "choice", values = ["a", "b\\"q", "c\\\\d", "e,f"] }, max = 3 }
counts = { kind = "array", of = { kind = "integer", min = 0, max = 9 }, min = 1, max = 2, null = 0.1 }

[tables.thing.columns.mood]
kind = "statistics"
type = "text"
known = ["bad", "good"]
bounds = ["bad", "good"]
common = ["good"]
frequencies = [0.5]
distinct = 7

[tables.thing.columns.size]
kind = "integer"
min = 1
max = 100
distribution = "normal"
mean = 40
deviation = 12
outliers = { share = 0.01, factor = 1000 }

[tables.thing.columns.doc]
kind = "json"
[tables.thing.columns.doc.fields]
plan = { kind = "choice", values = ['the "big" one', 'back\\slash'] }
seats = { kind = "integer", min = 1, max = 50, null = 0.5 }
tags = { kind = "array", of = { kind = "phrase", of = "town" }, min = 0, max = 2 }
owner = { kind = "json", fields = { since = { kind = "date", start = 2020-01-01, end = 2021-01-01 } } }

[tables.line]
rows = { per = "thing", ratio = 3 }

[tables.line.columns]
thing_id = { kind = "reference", to = "thing.id", spread = "grouped" }
tenant = { kind = "lookup", from = "thing_id.tenant" }
line_no = { kind = "position", within = "thing_id" }
label_id = { kind = "reference", to = "label.id", spread = "distinct", within = "thing_id" }
friend_id = { kind = "reference", to = "owner.id", hot = { share = 0.3, row = 2 } }
at = { kind = "spaced", after = "thing_id.made_at", within = "thing_id", step_hours = 2 }
"""

SCHEMA = """
create domain percent as double precision check (value between 0 and 1);
create type state as enum ('open', 'done', 'lost');
create table owner (id uuid not null);
create table label (id integer not null, parent_id integer, best_thing bigint);
create table thing (
    id bigint not null, tenant smallint not null, uid uuid not null, owner_id uuid not null, best_label integer not null,
    number integer not null, size integer not null, weight percent not null, net numeric(10, 2) not null,
    gross numeric(10, 2) not null, state state not null,
    open boolean not null, color varchar(10) not null, room char(1) not null,
    active boolean, made_at timestamptz not null, closed timestamp, during {during} not null, day date not null,
    name text not null, mail text not null, code text not null, mood text not null, note text,
    ip {ip} not null, tags text[] not null,
    counts integer[], doc jsonb not null
);
create table line (
    thing_id bigint not null, tenant smallint not null, line_no smallint not null, label_id integer not null,
    friend_id uuid not null, at timestamptz not null
);
-- after load
alter table owner add primary key (id);
alter table label add primary key (id);
alter table thing add primary key (id), add unique (tenant, id), add unique (owner_id), add unique (uid), add unique (number);
alter table line add primary key (thing_id, line_no), add unique (thing_id, label_id);
alter table label add foreign key (parent_id) references label, add foreign key (best_thing) references thing;
alter table thing add foreign key (owner_id) references owner, add foreign key (best_label) references label;
alter table line add foreign key (tenant, thing_id) references thing (tenant, id), add foreign key (friend_id) references owner;
"""
