-- Statements of a shop's day. `-- name:` begins one; the sentence below says what is wrong with it; `-- weight:`
-- is how often it runs, in proportion; `-- :x = value` is a parameter's default, written as an SQL literal.

-- name: open orders of a customer
-- Reads every order to show twenty of one customer.
-- weight: 100
-- :u = 7
select id, created_at, total
  from orders
 where user_id = :u and status = 'pending'
 order by created_at desc
 limit 20;

-- name: latest orders of a customer
-- An index on user_id alone finds the rows and still has to sort them.
-- weight: 80
-- :u = 7
select id, status, created_at, total
  from orders
 where user_id = :u
 order by created_at desc
 limit 50;

-- name: revenue of a month
-- created_at rises with the place in the table: a BRIN index of a few kilobytes is enough.
-- weight: 2
-- :from = '2025-11-01'
-- :until = '2025-12-01'
select status, count(*) as orders, sum(total) as revenue
  from orders
 where created_at >= :from and created_at < :until
 group by status
 order by status;

-- name: orders of a day, wrapped in a function
-- date_trunc hides the column from any index on it; a range of created_at would not.
-- weight: 5
-- :day = '2025-11-28'
select count(*), sum(total)
  from orders
 where date_trunc('day', created_at at time zone 'UTC') = :day;

-- name: sales of a product
-- The foreign key's column has no index.
-- weight: 20
-- :product = 1500
select count(*) as items, sum(quantity * unit_price) as revenue
  from order_items
 where product_id = :product;

-- name: best sellers of a category
-- Every item passes through the join before ten products remain.
-- weight: 3
-- :category = 'garden'
select p.id, p.name, sum(i.quantity) as sold
  from products p
  join order_items i on i.product_id = p.id
 where p.category = :category
 group by p.id, p.name
 order by sold desc, p.id
 limit 10;

-- name: customers of a city and its country
-- The city implies the country; the estimate is too low by the country's share.
-- weight: 1
-- :city = 'Berlin'
-- :country = 'Germany'
select c.id, c.name, count(o.id) as orders
  from customers c
  left join orders o on o.user_id = c.id
 where c.city = :city and c.country = :country
 group by c.id, c.name
 order by orders desc, c.id
 limit 20;

-- name: returned orders worth a look
-- A partial index on the returned ones would be a twentieth of a full one.
-- weight: 2
-- :least = 500
select id, user_id, created_at, total
  from orders
 where status = 'returned' and total >= :least
 order by total desc, id
 limit 100;

-- name: orders with a note about a word
-- A leading wildcard: no B-tree helps; nineteen of twenty notes are null.
-- weight: 1
-- :word = '%invoice%'
select count(*)
  from orders
 where note ilike :word;

-- name: customers whose every order was delivered
-- not in can't become an anti-join: the orders are gone through again for each customer. not exists can.
-- weight: 1
-- :country = 'Poland'
select count(*)
  from customers
 where country = :country
   and id not in (select user_id from orders where status <> 'delivered');

-- name: orders after the last one seen
-- Good as it is: a page by key, not by offset, walks the primary key.
-- weight: 30
-- :last = 500000
select id, user_id, status, total
  from orders
 where id > :last
 order by id
 limit 50;

-- name: orders of a customer or with a high total
-- or over two columns: one index can't serve both sides; a union of two statements could.
-- weight: 2
-- :u = 7
-- :least = 4000
select id, user_id, total
  from orders
 where user_id = :u or total >= :least
 order by id
 limit 100;
