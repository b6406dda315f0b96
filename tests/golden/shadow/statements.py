"""The statements that are planned on each source and on its shadow, and where the two must differ. Values; nothing runs here.

A shadow plans as PostgreSQL 18 does. What an older planner can't do and a setting of 18 switches off is switched off; what
remains is here, with its reason. A difference that is gone, or that isn't listed, fails the test.
"""

from __future__ import annotations

from dataclasses import dataclass

MAJORS = (18, 17, 16, 15, 14, 13)
STATEMENTS = {
    "key": "select * from customers where id = 77",
    "quoted": 'select "No", "Quantity" from "Sales"."Order Lines" where "Order Id" = 5',
    "wide_key": "select hits from pages where url = 'https://example.org/x'",
    "wide_join": "select p.hits from pages p join pages q on q.url = p.url || '/x' where p.hits = 7",
    "beyond_the_end": "select * from \"Sales\".\"Orders\" where status = 'open' and placed > '2024-12-18'",
    "columns_that_depend": "select * from customers where city = 'Bonn' and country = 'DE'",
    "combinations": "select city, country, count(*) from customers group by city, country",
    "common_combination": "select * from \"Sales\".\"Orders\" where channel = 'phone' and status = 'open'",
    "expression": "select * from customers where lower(email) = 'name7@example.org'",
    "array": "select id from customers where tags @> array['v7']",
    "jsonb": """select id from customers where profile @> '{"plan": "gold", "seats": 14}'""",
    "hash": "select id from customers where zip = 11011",
    "range": "select * from bookings where during && tsrange('2024-01-09 10:00', '2024-01-09 12:00')",
    "brin": "select avg(value) from readings where at >= '2024-01-10' and at < '2024-01-11'",
    "one_partition": "select * from events where device = 7 and at between '2024-05-01' and '2024-05-20'",
    "all_partitions": "select kind, count(*) from events group by kind",
    "view_join": (
        'select o.total, c.city from "Sales".open_orders o join customers c on c.id = o.customer'
        " where o.placed < '2024-02-01'"
    ),
    "materialized": "select * from \"Sales\".by_day where day = '2024-03-04'",
    "foreign_keys": (
        'select c.country, sum(l."Quantity") from customers c join "Sales"."Orders" o on o.customer = c.id'
        ' join "Sales"."Order Lines" l on l."Order Id" = o."Id" where l.product = 25 group by c.country'
    ),
    "semi_join": (
        'select id from customers c where exists (select from "Sales"."Orders" o where o.customer = c.id and o.total > 995)'
    ),
    "anti_join": 'select id from customers c where not exists (select from "Sales"."Orders" o where o.customer = c.id)',
    "generated": 'select "Id" from "Sales"."Orders" where gross > 1190',
    "covering": 'select total, placed from "Sales"."Orders" where total > 990 order by total desc limit 20',
    "repeated_probes": (
        'select l.product, c.city from "Sales"."Order Lines" l join "Sales"."Orders" o on o."Id" = l."Order Id"'
        " join customers c on c.id = o.customer where l.product < 30"
    ),
    "few_keys_often": (
        'select r.value, o.total from readings r join "Sales"."Orders" o on o."Id" = r.sensor where r.at < \'2024-01-02\''
    ),
    "partly_sorted": 'select channel, placed, total from "Sales"."Orders" order by channel, placed, total limit 50',
    "distinct_values": "select sensor, count(distinct value) from readings group by sensor",
    "without_the_first_key": "select \"Id\" from \"Sales\".\"Orders\" where placed = '2024-06-01 00:03'",
    "never_analyzed": "select * from unseen where id = 7",
    "self_join": "select a.email from customers a join customers b on a.id = b.id where a.zip = 11011",
    "correlated_in": (
        "select c.email from customers c where c.id in"
        ' (select o.customer from "Sales"."Orders" o where o.customer = c.id and o.channel = \'phone\' and o.status = \'open\')'
    ),
    "cte_twice": (
        'with few as materialized (select customer, count(*) as n from "Sales"."Orders" group by customer)'
        " select c.city, a.n from few a join few b on a.n = b.n + 7 join customers c on c.id = a.customer where b.n < 4"
    ),
    "two_values": 'select * from "Sales"."Orders" where customer = 7 or customer = 8',
    "union": 'select customer from "Sales"."Orders" where total > 900 union select id from customers where zip < 11020',
    "grouped_by_key": "select id, email, count(*) from customers group by id, email",
    "first_of_each": (
        'select * from (select "Id", customer, row_number() over (partition by customer order by placed) as place'
        ' from "Sales"."Orders") numbered where place <= 2'
    ),
    "few_of_many": 'select distinct customer, channel from "Sales"."Orders" order by channel',
    "except": 'select id from customers except select customer from "Sales"."Orders" where status = \'open\'',
    "like_prefix": "select hits from pages where url like 'https://example.org/a%'",
    "update": "update \"Sales\".\"Orders\" set note = 'x' where customer = 7",
}  # fmt: skip
# Only where pg_trgm is among the programs.
WITH_TRIGRAMS = {"trigrams": 'select "Id" from "Sales"."Orders" where note like \'%order 77 for%\''}


@dataclass(frozen=True)
class Difference:
    """What the shadow plans otherwise than its source.

    Attributes:
        statement: its name. majors: of the sources.
        reason: the planner's change, and the release that brought it.
    """

    statement: str
    majors: tuple[int, ...]
    reason: str


_GIN_COSTS = "16 added the CPU's share to what a search in a GIN index costs"
BEFORE_16, BEFORE_17, BEFORE_18 = (15, 14, 13), (16, 15, 14, 13), (17, 16, 15, 14, 13)
# https://www.postgresql.org/docs/release/ has each.
DIFFERENCES = (
    Difference("array", BEFORE_16, _GIN_COSTS),
    Difference("jsonb", BEFORE_16, _GIN_COSTS),
    Difference("union", BEFORE_16, "16 doesn't charge for a Subquery Scan that does nothing and is left out of the plan"),
    Difference("first_of_each", BEFORE_16, "16 took a penalty for uneven groups out of the cost of Incremental Sort"),
    Difference("correlated_in", BEFORE_17, "17 makes joins of IN subqueries that refer to the outer query"),
    Difference("two_values", BEFORE_18, "18 makes = ANY of conditions with OR on one column"),
    Difference("without_the_first_key", BEFORE_18, "18 skips through the values of a B-tree's first column (skip scan)"),
    Difference("except", BEFORE_18, "18 hashes EXCEPT without an Append of both sides"),
    Difference("update", (13,), "14 doesn't count the rows of an UPDATE that returns none"),
    Difference("trigrams", BEFORE_16, _GIN_COSTS),
    Difference("trigrams", (17,), "the counts in the first page of a GIN index need pageinspect, which this source hasn't"),
)
# What differs from PostgreSQL 18 with the same rows, for the same reason.
NOT_AS_18 = {"trigrams": (17, 15, 13)}
