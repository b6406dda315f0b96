-- Legacy: a schema that grew for twenty years, wrong on purpose. The README lists what is wrong. Unqualified names: the loader
-- sets search_path to the schema it loads into.

create table customer_data (
    cust_no       text,
    full_name     text,
    address       text,
    city          text,
    country       text,
    country_code  char(2),
    phones        text,
    interests     text,
    created       text,
    is_active     char(1),
    total_spent   double precision
);

create table "OrderHdr" (
    order_no     integer,
    cust_no      text,
    cust_name    text,
    cust_city    text,
    order_date   text,
    status       char(20),
    items        text,
    total        double precision,
    last_change  timestamp
);

create table product_attributes (
    entity_id   integer,
    attr_name   text,
    attr_value  text
);

create table audit_log (
    logged_at  timestamp,
    usr        text,
    action     text,
    tbl        text,
    row_key    text,
    old_value  text,
    new_value  text
);

create table tmp_import_2019 (
    cust_no    text,
    full_name  text,
    note       text
);

-- after load
create index ix_cust_1 on customer_data (cust_no);
create index ix_cust_2 on customer_data (cust_no, full_name);
create index ix_cust_no on customer_data (cust_no);
create index ix_cust_active on customer_data (is_active);
create index ix_cust_code on customer_data (country_code);

create index ix_ord_no on "OrderHdr" (order_no);
create index ix_ord_cust on "OrderHdr" (cust_no);
create index ix_ord_cust_date on "OrderHdr" (cust_no, order_date);
create index ix_ord_status on "OrderHdr" (status);
create index ix_ord_all on "OrderHdr" (cust_no, order_date, status, total, last_change);

create index ix_attr on product_attributes (attr_value);
create index ix_log_usr on audit_log (usr);
