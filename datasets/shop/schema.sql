-- Shop. Unqualified names: the loader sets search_path to the schema it loads into.

create table customers (
    id          bigint not null,
    name        text not null,
    email       text not null,
    city        text not null,
    country     text not null,
    created_at  timestamptz not null
);

create table products (
    id        bigint not null,
    sku       text not null,
    name      text not null,
    category  text not null,
    price     numeric(10, 2) not null check (price > 0)
);

create table orders (
    id          bigint not null,
    user_id     bigint not null,
    status      text not null check (status in ('pending', 'shipped', 'delivered', 'cancelled', 'returned')),
    created_at  timestamptz not null,
    total       numeric(12, 2) not null,
    note        text
);

create table order_items (
    order_id    bigint not null,
    line_no     integer not null,
    product_id  bigint not null,
    quantity    integer not null check (quantity > 0),
    unit_price  numeric(10, 2) not null
);

-- after load
alter table customers add primary key (id);
alter table products add primary key (id);
alter table orders add primary key (id);
alter table order_items add primary key (order_id, line_no);

alter table customers add unique (email);
alter table products add unique (sku);

-- Foreign keys without indexes on the referencing side, as PostgreSQL leaves them: finding out which of them is
-- missed, and by which statement, is what this dataset is for.
alter table orders add foreign key (user_id) references customers (id);
alter table order_items add foreign key (order_id) references orders (id);
alter table order_items add foreign key (product_id) references products (id);
