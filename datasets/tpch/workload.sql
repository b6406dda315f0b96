-- TPC-H's twenty-two questions, in words of our own, with the parameters of the specification's validation. `-- name:` begins
-- one; the sentence below says what is to be seen; `-- :x = value` is a parameter's default, written as an SQL literal.

-- name: q01 pricing summary
-- Nearly every line qualifies: no index helps, the time goes into eight aggregates over a sequential scan.
-- :days = 90
select l_returnflag, l_linestatus,
       sum(l_quantity) as quantity,
       sum(l_extendedprice) as price,
       sum(l_extendedprice * (1 - l_discount)) as net,
       sum(l_extendedprice * (1 - l_discount) * (1 + l_tax)) as gross,
       avg(l_quantity) as mean_quantity,
       avg(l_extendedprice) as mean_price,
       avg(l_discount) as mean_discount,
       count(*) as lines
  from lineitem
 where l_shipdate <= date '1998-12-01' - cast(:days as integer)
 group by l_returnflag, l_linestatus
 order by l_returnflag, l_linestatus;

-- name: q02 cheapest supplier of a part
-- The cheapest offer is looked up again for each part; an index on partsupp's supplier or a window function changes the plan.
-- :size = 15
-- :type = '%BRASS'
-- :region = 'EUROPE'
with offer as (
    select ps.ps_partkey, ps.ps_supplycost, s.s_acctbal, s.s_name, n.n_name, s.s_address, s.s_phone, s.s_comment
      from partsupp ps
      join supplier s on s.s_suppkey = ps.ps_suppkey
      join nation n on n.n_nationkey = s.s_nationkey
      join region r on r.r_regionkey = n.n_regionkey
     where r.r_name = :region
)
select o.s_acctbal, o.s_name, o.n_name, p.p_partkey, p.p_mfgr, o.s_address, o.s_phone, o.s_comment
  from part p
  join offer o on o.ps_partkey = p.p_partkey
 where p.p_size = :size
   and p.p_type like :type
   and o.ps_supplycost = (select min(c.ps_supplycost) from offer c where c.ps_partkey = p.p_partkey)
 order by o.s_acctbal desc, o.n_name, o.s_name, p.p_partkey
 limit 100;

-- name: q03 unshipped orders of the highest value
-- Two dates cut both tables in half, and a join of halves remains; an index on o_orderdate alone is not selective enough.
-- :segment = 'BUILDING'
-- :day = '1995-03-15'
select l.l_orderkey, sum(l.l_extendedprice * (1 - l.l_discount)) as revenue, o.o_orderdate, o.o_shippriority
  from customer c
  join orders o on o.o_custkey = c.c_custkey
  join lineitem l on l.l_orderkey = o.o_orderkey
 where c.c_mktsegment = :segment
   and o.o_orderdate < cast(:day as date)
   and l.l_shipdate > cast(:day as date)
 group by l.l_orderkey, o.o_orderdate, o.o_shippriority
 order by revenue desc, o.o_orderdate
 limit 10;

-- name: q04 orders with a late line
-- A semi-join: the primary key of lineitem finds an order's lines; an index on o_orderdate finds the quarter.
-- :from = '1993-07-01'
select o.o_orderpriority, count(*) as orders
  from orders o
 where o.o_orderdate >= cast(:from as date)
   and o.o_orderdate < cast(:from as date) + interval '3 months'
   and exists (select 1 from lineitem l where l.l_orderkey = o.o_orderkey and l.l_commitdate < l.l_receiptdate)
 group by o.o_orderpriority
 order by o.o_orderpriority;

-- name: q05 revenue within a region
-- Six tables; customer and supplier must be of one nation, which the planner can't estimate.
-- :region = 'ASIA'
-- :from = '1994-01-01'
select n.n_name, sum(l.l_extendedprice * (1 - l.l_discount)) as revenue
  from region r
  join nation n on n.n_regionkey = r.r_regionkey
  join customer c on c.c_nationkey = n.n_nationkey
  join orders o on o.o_custkey = c.c_custkey
  join lineitem l on l.l_orderkey = o.o_orderkey
  join supplier s on s.s_suppkey = l.l_suppkey and s.s_nationkey = n.n_nationkey
 where r.r_name = :region
   and o.o_orderdate >= cast(:from as date)
   and o.o_orderdate < cast(:from as date) + interval '1 year'
 group by n.n_name
 order by revenue desc;

-- name: q06 what discounts cost
-- Three ranges of one table: a covering index on l_shipdate with discount and quantity answers it without the heap.
-- :from = '1994-01-01'
-- :discount = 0.06
-- :quantity = 24
select sum(l_extendedprice * l_discount) as revenue
  from lineitem
 where l_shipdate >= cast(:from as date)
   and l_shipdate < cast(:from as date) + interval '1 year'
   and l_discount between cast(:discount as numeric) - 0.01 and cast(:discount as numeric) + 0.01
   and l_quantity < :quantity;

-- name: q07 trade between two nations
-- An or over pairs of nations: the planner can't turn it into two lookups.
-- :one = 'FRANCE'
-- :other = 'GERMANY'
with shipping as (
    select sn.n_name as seller, cn.n_name as buyer, extract(year from l.l_shipdate) as year,
           l.l_extendedprice * (1 - l.l_discount) as volume
      from lineitem l
      join supplier s on s.s_suppkey = l.l_suppkey
      join nation sn on sn.n_nationkey = s.s_nationkey
      join orders o on o.o_orderkey = l.l_orderkey
      join customer c on c.c_custkey = o.o_custkey
      join nation cn on cn.n_nationkey = c.c_nationkey
     where l.l_shipdate between date '1995-01-01' and date '1996-12-31'
       and ((sn.n_name = :one and cn.n_name = :other) or (sn.n_name = :other and cn.n_name = :one))
)
select seller, buyer, year, sum(volume) as revenue
  from shipping
 group by seller, buyer, year
 order by seller, buyer, year;

-- name: q08 share of a market
-- Eight tables for two years of one kind of part: an index on p_type or on l_partkey makes the small side drive the join.
-- :nation = 'BRAZIL'
-- :region = 'AMERICA'
-- :type = 'ECONOMY ANODIZED STEEL'
select extract(year from o.o_orderdate) as year,
       sum(l.l_extendedprice * (1 - l.l_discount)) filter (where sn.n_name = :nation)
       / sum(l.l_extendedprice * (1 - l.l_discount)) as share
  from part p
  join lineitem l on l.l_partkey = p.p_partkey
  join supplier s on s.s_suppkey = l.l_suppkey
  join nation sn on sn.n_nationkey = s.s_nationkey
  join orders o on o.o_orderkey = l.l_orderkey
  join customer c on c.c_custkey = o.o_custkey
  join nation cn on cn.n_nationkey = c.c_nationkey
  join region r on r.r_regionkey = cn.n_regionkey
 where p.p_type = :type
   and r.r_name = :region
   and o.o_orderdate between date '1995-01-01' and date '1996-12-31'
 group by year
 order by year;

-- name: q09 profit by nation and year
-- A word inside p_name: only a trigram index could find the parts; without an index on l_partkey all lines pass by anyway.
-- :word = '%green%'
select n.n_name as nation, extract(year from o.o_orderdate) as year,
       sum(l.l_extendedprice * (1 - l.l_discount) - ps.ps_supplycost * l.l_quantity) as profit
  from part p
  join lineitem l on l.l_partkey = p.p_partkey
  join partsupp ps on ps.ps_partkey = l.l_partkey and ps.ps_suppkey = l.l_suppkey
  join supplier s on s.s_suppkey = l.l_suppkey
  join nation n on n.n_nationkey = s.s_nationkey
  join orders o on o.o_orderkey = l.l_orderkey
 where p.p_name like :word
 group by nation, year
 order by nation, year desc;

-- name: q10 customers who return
-- A quarter's orders and one flag of three: an index on o_orderdate is worth it, one on l_returnflag is not.
-- :from = '1993-10-01'
select c.c_custkey, c.c_name, sum(l.l_extendedprice * (1 - l.l_discount)) as revenue, c.c_acctbal, n.n_name, c.c_address,
       c.c_phone, c.c_comment
  from customer c
  join nation n on n.n_nationkey = c.c_nationkey
  join orders o on o.o_custkey = c.c_custkey
  join lineitem l on l.l_orderkey = o.o_orderkey
 where o.o_orderdate >= cast(:from as date)
   and o.o_orderdate < cast(:from as date) + interval '3 months'
   and l.l_returnflag = 'R'
 group by c.c_custkey, n.n_name
 order by revenue desc, c.c_custkey
 limit 20;

-- name: q11 important stock
-- The same join twice, once for the sum it is compared with; a window function over groups needs it once.
-- :nation = 'GERMANY'
-- :fraction = 0.0001
with stock as (
    select ps.ps_partkey, sum(ps.ps_supplycost * ps.ps_availqty) as value
      from partsupp ps
      join supplier s on s.s_suppkey = ps.ps_suppkey
      join nation n on n.n_nationkey = s.s_nationkey
     where n.n_name = :nation
     group by ps.ps_partkey
)
select ps_partkey, value
  from stock
 where value > (select sum(value) from stock) * cast(:fraction as numeric)
 order by value desc, ps_partkey;

-- name: q12 late lines by shipping mode
-- Columns are compared with one another, which no statistics describe: the estimate is a guess.
-- :one = 'MAIL'
-- :other = 'SHIP'
-- :from = '1994-01-01'
select l.l_shipmode,
       count(*) filter (where o.o_orderpriority in ('1-URGENT', '2-HIGH')) as high,
       count(*) filter (where o.o_orderpriority not in ('1-URGENT', '2-HIGH')) as low
  from lineitem l
  join orders o on o.o_orderkey = l.l_orderkey
 where l.l_shipmode in (:one, :other)
   and l.l_commitdate < l.l_receiptdate
   and l.l_shipdate < l.l_commitdate
   and l.l_receiptdate >= cast(:from as date)
   and l.l_receiptdate < cast(:from as date) + interval '1 year'
 group by l.l_shipmode
 order by l.l_shipmode;

-- name: q13 customers by number of orders
-- A third of the customers has no order: an outer join, and a pattern that keeps nearly all rows and has to be tried on each.
-- :pattern = '%special%requests%'
with counted as (
    select c.c_custkey, count(o.o_orderkey) as orders
      from customer c
      left join orders o on o.o_custkey = c.c_custkey and o.o_comment not like :pattern
     group by c.c_custkey
)
select orders, count(*) as customers
  from counted
 group by orders
 order by customers desc, orders desc;

-- name: q14 effect of promotions
-- A month of lines joined with all parts: an index on l_shipdate reads an eightieth of the table.
-- :from = '1995-09-01'
select 100.0 * sum(l.l_extendedprice * (1 - l.l_discount)) filter (where p.p_type like 'PROMO%')
       / sum(l.l_extendedprice * (1 - l.l_discount)) as percent
  from lineitem l
  join part p on p.p_partkey = l.l_partkey
 where l.l_shipdate >= cast(:from as date)
   and l.l_shipdate < cast(:from as date) + interval '1 month';

-- name: q15 best supplier
-- The sum over a quarter's lines is needed for every supplier before the largest is known.
-- :from = '1996-01-01'
with revenue as (
    select l_suppkey, sum(l_extendedprice * (1 - l_discount)) as total
      from lineitem
     where l_shipdate >= cast(:from as date)
       and l_shipdate < cast(:from as date) + interval '3 months'
     group by l_suppkey
)
select s.s_suppkey, s.s_name, s.s_address, s.s_phone, r.total
  from supplier s
  join revenue r on r.l_suppkey = s.s_suppkey
 where r.total = (select max(total) from revenue)
 order by s.s_suppkey;

-- name: q16 suppliers of a kind of part
-- count(distinct) sorts every group; the excluded suppliers are a hashed subplan, as long as they fit in memory.
-- :brand = 'Brand#45'
-- :type = 'MEDIUM POLISHED%'
select p.p_brand, p.p_type, p.p_size, count(distinct ps.ps_suppkey) as suppliers
  from partsupp ps
  join part p on p.p_partkey = ps.ps_partkey
 where p.p_brand <> :brand
   and p.p_type not like :type
   and p.p_size in (49, 14, 23, 45, 19, 3, 36, 9)
   and ps.ps_suppkey not in (select s_suppkey from supplier where s_comment like '%Customer%Complaints%')
 group by p.p_brand, p.p_type, p.p_size
 order by suppliers desc, p.p_brand, p.p_type, p.p_size;

-- name: q17 revenue of small quantities
-- The average of each part's lines: an index on l_partkey makes it a few hundred lookups; without one it takes all lines twice.
-- :brand = 'Brand#23'
-- :container = 'MED BOX'
with mean as (
    select l_partkey, 0.2 * avg(l_quantity) as least
      from lineitem
     group by l_partkey
)
select sum(l.l_extendedprice) / 7.0 as yearly
  from part p
  join lineitem l on l.l_partkey = p.p_partkey
  join mean m on m.l_partkey = p.p_partkey
 where p.p_brand = :brand
   and p.p_container = :container
   and l.l_quantity < m.least;

-- name: q18 large orders
-- The grouping of all lines by order comes first, though few dozen groups remain; the estimate is off by orders of magnitude.
-- :quantity = 300
select c.c_name, c.c_custkey, o.o_orderkey, o.o_orderdate, o.o_totalprice, sum(l.l_quantity) as quantity
  from customer c
  join orders o on o.o_custkey = c.c_custkey
  join lineitem l on l.l_orderkey = o.o_orderkey
 where o.o_orderkey in (select l_orderkey from lineitem group by l_orderkey having sum(l_quantity) > :quantity)
 group by c.c_custkey, o.o_orderkey
 order by o.o_totalprice desc, o.o_orderdate
 limit 100;

-- name: q19 discounted revenue
-- An or of three conjunctions over two tables: the planner takes out what is common to them, and joins on that.
-- :one = 'Brand#12'
-- :two = 'Brand#23'
-- :three = 'Brand#34'
select sum(l.l_extendedprice * (1 - l.l_discount)) as revenue
  from lineitem l
  join part p on p.p_partkey = l.l_partkey
 where l.l_shipmode in ('AIR', 'AIR REG')
   and l.l_shipinstruct = 'DELIVER IN PERSON'
   and (   (p.p_brand = :one and p.p_container in ('SM CASE', 'SM BOX', 'SM PACK', 'SM PKG')
            and l.l_quantity between 1 and 11 and p.p_size between 1 and 5)
        or (p.p_brand = :two and p.p_container in ('MED BAG', 'MED BOX', 'MED PKG', 'MED PACK')
            and l.l_quantity between 10 and 20 and p.p_size between 1 and 10)
        or (p.p_brand = :three and p.p_container in ('LG CASE', 'LG BOX', 'LG PACK', 'LG PKG')
            and l.l_quantity between 20 and 30 and p.p_size between 1 and 15));

-- name: q20 suppliers with stock to spare
-- What was sold in a year is summed for all parts, though only those of one word matter; an index on (l_partkey, l_suppkey) helps.
-- :word = 'forest%'
-- :from = '1994-01-01'
-- :nation = 'CANADA'
with sold as (
    select l_partkey, l_suppkey, 0.5 * sum(l_quantity) as half
      from lineitem
     where l_shipdate >= cast(:from as date)
       and l_shipdate < cast(:from as date) + interval '1 year'
     group by l_partkey, l_suppkey
)
select s.s_name, s.s_address
  from supplier s
  join nation n on n.n_nationkey = s.s_nationkey
 where n.n_name = :nation
   and s.s_suppkey in (
        select ps.ps_suppkey
          from partsupp ps
          join part p on p.p_partkey = ps.ps_partkey
          join sold d on d.l_partkey = ps.ps_partkey and d.l_suppkey = ps.ps_suppkey
         where p.p_name like :word and ps.ps_availqty > d.half)
 order by s.s_name;

-- name: q21 suppliers who kept orders waiting
-- lineitem three times over: a semi-join and an anti-join that differ only in the supplier.
-- :nation = 'SAUDI ARABIA'
select s.s_name, count(*) as waiting
  from nation n
  join supplier s on s.s_nationkey = n.n_nationkey
  join lineitem l on l.l_suppkey = s.s_suppkey
  join orders o on o.o_orderkey = l.l_orderkey
 where n.n_name = :nation
   and o.o_orderstatus = 'F'
   and l.l_receiptdate > l.l_commitdate
   and exists (select 1 from lineitem x where x.l_orderkey = l.l_orderkey and x.l_suppkey <> l.l_suppkey)
   and not exists (select 1 from lineitem x
                    where x.l_orderkey = l.l_orderkey and x.l_suppkey <> l.l_suppkey and x.l_receiptdate > x.l_commitdate)
 group by s.s_name
 order by waiting desc, s.s_name
 limit 100;

-- name: q22 customers worth a call
-- The first two digits of a phone number need an expression index; without one on o_custkey the anti-join reads all orders.
with chosen as (
    select c_custkey, c_acctbal, substring(c_phone from 1 for 2) as code
      from customer
     where substring(c_phone from 1 for 2) in ('13', '31', '23', '29', '30', '18', '17')
)
select code, count(*) as customers, sum(c_acctbal) as balance
  from chosen c
 where c_acctbal > (select avg(c_acctbal) from chosen where c_acctbal > 0)
   and not exists (select 1 from orders o where o.o_custkey = c.c_custkey)
 group by code
 order by code;
