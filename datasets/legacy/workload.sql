-- Statements of a program nobody dares to change. `-- name:` begins one; the sentence below says what is wrong with it;
-- `-- weight:` is how often it runs, in proportion; `-- :x = value` is a parameter's default, written as an SQL literal.

-- name: one customer
-- Three indexes could answer it; nothing says that there is only one such customer.
-- weight: 100
-- :no = 'C000042'
select full_name, city, country
  from customer_data
 where cust_no = :no;

-- name: orders of a customer
-- Served by any of three overlapping indexes; the widest is as large as half the table.
-- weight: 80
-- :no = 'C000042'
select order_no, order_date, status, total
  from "OrderHdr"
 where cust_no = :no
 order by order_date desc
 limit 20;

-- name: orders of a year
-- A date in text: the year is a prefix, which an index in a locale other than C can't find.
-- weight: 5
-- :year = '2023%'
select count(*), sum(total)
  from "OrderHdr"
 where order_date like :year;

-- name: orders of the last ninety days
-- The text is cast row by row, and one bad date would end the statement.
-- weight: 5
-- :today = '2024-01-01'
select count(*)
  from "OrderHdr"
 where order_date::date > cast(:today as date) - 90;

-- name: open orders
-- status is char(20) and spelled in three ways; upper and trim hide it from its index.
-- weight: 30
-- :status = 'OPEN'
select count(*)
  from "OrderHdr"
 where upper(trim(status)) = :status;

-- name: orders with a product
-- A list in a column: every row is taken apart.
-- weight: 10
-- :product = '%;77x%'
select count(*)
  from "OrderHdr"
 where ';' || items || ';' like :product;

-- name: sales of products
-- The list is unnested for a report: what would be a join on a key is text processing.
-- weight: 2
select split_part(item, 'x', 1)::int as product, sum(split_part(item, 'x', 2)::int) as sold
  from "OrderHdr", unnest(string_to_array(items, ';')) as item
 group by product
 order by sold desc, product
 limit 10;

-- name: customers with an interest
-- or over patterns, one for each place in the list.
-- weight: 10
-- :what = 'music'
select count(*)
  from customer_data
 where interests like :what || ',%' or interests like '%,' || :what;

-- name: red things of size L
-- Entity-attribute-value: one self-join for each attribute, and no index on (entity_id, attr_name).
-- weight: 20
-- :color = 'red'
-- :size = 'L'
select count(distinct c.entity_id)
  from product_attributes c
  join product_attributes s on s.entity_id = c.entity_id
 where c.attr_name = 'color' and c.attr_value = :color
   and s.attr_name = 'size' and s.attr_value = :size;

-- name: cheap things
-- Numbers in text: the pattern keeps out what would not cast, and the comma's prices are lost.
-- weight: 5
-- :most = 10
select count(*)
  from product_attributes
 where attr_name = 'price' and attr_value ~ '^[0-9.]+$' and attr_value::numeric <= :most;

-- name: changes of a row
-- The log has no index on what it is asked for, and one on a column with four values.
-- weight: 15
-- :table = 'OrderHdr'
-- :key = '4711'
select logged_at, usr, action, new_value
  from audit_log
 where tbl = :table and row_key = :key
 order by logged_at;

-- name: customers entered twice
-- Found by everything that should be equal and isn't a key.
-- weight: 1
select full_name, address, count(*)
  from customer_data
 group by full_name, address
having count(*) > 1
 order by count(*) desc, full_name
 limit 20;

-- name: copies that disagree
-- The customer's town is in two tables; the join has to look for what a foreign key would have kept equal.
-- weight: 1
select count(*)
  from "OrderHdr" o
  join customer_data c on c.cust_no = o.cust_no
 where o.cust_city <> c.city;

-- name: customers without an order
-- An outer join with a filter on the missing side: the planner turns it into an anti-join, and that is good as it is.
-- weight: 1
select count(*)
  from customer_data c
  left join "OrderHdr" o on o.cust_no = c.cust_no
 where o.cust_no is null;
