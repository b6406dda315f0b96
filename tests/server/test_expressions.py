"""A hypothetical index on an expression costs what the built one costs, and for that no function of anybody's is called."""

from __future__ import annotations

import pytest
from psycopg import sql

from workbench.indexes import Candidate, Size
from workbench.postgres.whatif import open_whatif
from workbench.render.promise import promise_text
from workbench.sql import Statement

UTC = "created_at at time zone 'UTC'"
# Where ANALYZE draws all rows, its statistics are the same each time.
SHOP = [
    ("customers (lower(email))", "customers where lower(email) = 'user7@example.com'"),
    ("customers (lower(city) text_pattern_ops)", "customers where lower(city) like 'os%'"),
    ("customers (left(email, 6))", "customers where left(email, 6) = 'user12'"),
    (f"orders ((date_trunc('day', {UTC})))", f"orders where date_trunc('day', {UTC}) = '2024-05-01'"),
    (f"orders ((date_trunc('day', {UTC})))", f"orders where date_trunc('day', {UTC}) >= '2025-12-01'"),
    (f"orders ((date_trunc('month', {UTC})))", f"orders where date_trunc('month', {UTC}) = '2024-05-01'"),
    (f"orders ((({UTC})::date) desc)", f"orders where ({UTC})::date = '2024-05-01'"),
    (f"orders ((extract(year from {UTC})))", f"orders where extract(year from {UTC}) = 2023"),
    ("orders ((user_id % 100))", "orders where user_id % 100 = 7"),
    ("orders ((total * 2))", "orders where total * 2 > 1000"),
    ("orders (upper(status), user_id)", "orders where upper(status) = 'RETURNED'"),
    ("orders using hash (upper(status))", "orders where upper(status) = 'RETURNED'"),
    ("orders (coalesce(note, ''))", "orders where coalesce(note, '') = 'a note'"),
]


def compared(connection, cases: list[tuple[str, str]]) -> list[tuple[float, float, tuple[str, ...]]]:
    """Of each: the cost with the index built and analysed, that on a shadow, and what is to be said of it."""
    candidates = [Candidate.of(f"create index on {name}") for name, _ in cases]
    bounds = [Statement.of(f"select * from {asked}").bind({}) for _, asked in cases]
    real = open_whatif(connection, "build")
    try:
        assert real.prepare(dict.fromkeys(candidates, Size(1, 0))) == ()
        sizes = {candidate: real.size(candidate) for candidate in candidates}
        built = [real.price(bound, (one,)) for one, bound in zip(candidates, bounds, strict=True)]
    finally:
        real.close()
    engine = open_whatif(connection, "shadow")
    try:
        assert engine.prepare(sizes) == ()
        found = [engine.price(bound, (one,)) for one, bound in zip(candidates, bounds, strict=True)]
        remarks = [engine.remarks([candidate]) for candidate in candidates]
    finally:
        engine.close()
    for candidate, one, other in zip(candidates, built, found, strict=True):
        assert one.used == other.used == {candidate}
    return [(one.cost, other.cost, remark) for one, other, remark in zip(built, found, remarks, strict=True)]


def test_an_index_on_an_expression_costs_what_the_built_one_costs(shop) -> None:
    for (name, asked), (built, derived, (remark,)) in zip(SHOP, compared(shop._connection, SHOP), strict=True):
        assert derived == pytest.approx(built, rel=0.1), asked
        assert "are derived from those of" in remark, name


def test_documents_and_padded_texts_and_names_in_capitals(wb) -> None:
    wb.load("legacy", rows=5_000)
    wb.load("docs", rows=2_000)
    for schema, name, asked in (
        ("legacy", '"OrderHdr" ((upper(trim(status))))', "\"OrderHdr\" where upper(trim(status)) = 'OPEN'"),
        ("docs", "pages ((meta -> 'product' ->> 'name'))", "pages where meta -> 'product' ->> 'name' = 'comet'"),
    ):
        wb.query(f"set search_path = {schema}, public")
        ((built, derived, (remark,)),) = compared(wb._connection, [(name, asked)])
        assert derived == pytest.approx(built, rel=0.3)  # a hundred documents tell that much
        assert "are derived" in remark


def test_each_partition_has_its_own(wb) -> None:
    wb.load("events", rows=20_000)
    wb.query("set search_path = events, public")
    hour = "date_trunc('hour', at at time zone 'UTC')"
    case = f"events (({hour}))", f"events where {hour} = '2025-06-01 10:00'"
    ((built, derived, (remark,)),) = compared(wb._connection, [case])
    assert derived == pytest.approx(built, rel=0.1)
    assert remark.endswith("are derived from those of at.")


MADE = """
create schema odd;
set search_path = odd, public;
create sequence called;
create function counted(text) returns text immutable language plpgsql as
  $$ begin perform nextval('odd.called'); return $1; end $$;
create function odd.lower(int) returns int immutable language sql as 'select $1';
create domain small as int check (nextval('odd.called') > 0);
create table t ("share" int, "Value" text, "select" date, texts text, kind small, noted text);
insert into t select n, 'V' || n % 50, date '2024-01-01' + n / 10, case n when 777 then 'x' else n::text end, n % 3, 'n' || n
  from generate_series(1, 5000) n;
analyze t;
"""
SAID = [
    ('("share" % 10)', "are derived from those of share."),
    ('lower("Value")', "are derived from those of Value."),
    ("(\"select\" - date '2024-01-01')", "are derived from those of select."),
    ("counted(noted)", "it calls what PostgreSQL doesn't bring itself, and a shadow doesn't evaluate that."),
    ('odd.lower("share")', "it calls what PostgreSQL doesn't bring itself, and a shadow doesn't evaluate that."),
    ("(kind + 1)", "are derived from those of kind."),
    ('("Value" || texts)', "statistics tell nothing of several columns together."),
    ("md5(repeat(noted, 3000000))", "it can't be evaluated for a value of noted: canceling statement due to statement timeout"),
    ('(case when "share" > 4990 then 1 / ("share" - "share") else 0 end)', "for a value of share: division by zero"),
]


def test_it_is_said_where_statistics_come_from_and_only_postgresqls_own_is_evaluated(wb) -> None:
    wb.script(MADE)
    engine = open_whatif(wb._connection, "shadow")
    try:
        candidates = {key: Candidate.of(f"create index on t ({key})") for key, _ in SAID}
        ((before,),) = engine.connection.composed(sql.SQL("select last_value from odd.called"))
        assert engine.prepare(dict.fromkeys(candidates.values(), Size(20, 5_000))) == ()
        for key, said in SAID:
            (remark,) = engine.remarks([candidates[key]])
            assert said in remark, key
        ((after,),) = engine.connection.composed(sql.SQL("select last_value from odd.called"))
        assert after - before <= 2  # by PostgreSQL, for the shadow's two rows, while it built the index
    finally:
        engine.close()
        wb.script("drop schema odd cascade; reset search_path")


def test_advice_says_that_statistics_are_derived(shop) -> None:
    advice = shop.advise([f"select * from orders where date_trunc('day', {UTC}) = :day"], day="2024-05-01")
    assert [one.candidate.has_expression for one in advice.chosen] == [True]
    (note,) = advice.notes
    assert note.endswith("are derived from those of created_at.")


def test_a_promise_says_that_statistics_are_derived(shop) -> None:
    with shop.lab("select * from customers where lower(email) = :mail", mail="user7@example.com") as lab:
        (name,) = lab.statements
        promise = lab.promise(name, "create index on customers (lower(email))", "create index on customers (city)")
        assert promise.notes == ("The statistics of lower(email) are derived from those of email.",)
        assert promise.notes[0] in promise_text(promise)
        assert lab.promise(name, "create index on customers (city)").notes == ()
