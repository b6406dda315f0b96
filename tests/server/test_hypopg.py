"""HypoPG, the real one: what it prices, what it refuses, how few commands it takes, and that nothing of ours is left."""

from __future__ import annotations

import random
import re
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.hypopg import hypopg_server
from workbench import errors
from workbench.indexes.candidate import Candidate
from workbench.indexes.whatif import Size, WhatIf
from workbench.postgres.connect import connect
from workbench.postgres.connection import Connection
from workbench.postgres.whatif.estimate import estimate
from workbench.postgres.whatif.hypopg import BATCH, LIVE_AT_MOST, HypoPG
from workbench.sql import Bound, Statement

pytestmark = pytest.mark.hypopg

# The extension lives where no search path leads, and some names need quotes.
SCHEMA = """
create schema "Hypo Ext";
create extension hypopg schema "Hypo Ext";
create table orders (id int primary key, user_id int, status text, note text, tags text[], area int4range, created timestamptz);
insert into orders
select i, i % 1000, case when i % 50 = 0 then 'pending' else 'done' end, 'Note ' || i, array['t' || i % 7],
       int4range(i, i + 9), timestamptz '2024-01-01' + i * interval '1 minute'
  from generate_series(1, 20000) i;
create table items (order_id int, product_id int, quantity int);
insert into items select i % 20000, i % 300, i % 5 from generate_series(1, 40000) i;
create schema "My Shop";
create table "My Shop"."Odd ""T"" Table" ("User Id" int, "select" text);
insert into "My Shop"."Odd ""T"" Table" select i % 500, 'x' || i from generate_series(1, 10000) i;
create table events (id int, day date, kind int) partition by range (day);
create table events_1 partition of events for values from ('2024-01-01') to ('2024-02-01');
create table events_2 partition of events for values from ('2024-02-01') to ('2024-03-01');
insert into events select i, date '2024-01-01' + i % 60, i % 2000 from generate_series(1, 40000) i;
create view pending as select * from orders where status = 'pending';
create function hypo_really(int) returns int language sql volatile as 'insert into items values (-1, -1, -1) returning $1';
create function hypo_writes(int) returns int language plpgsql immutable as $$ begin return hypo_really($1); end $$;
vacuum analyze;
"""
BY_USER = "select * from orders where user_id = 7"
NO_METHOD = "HypoPG has no hypothetical {} indexes; the engines shadow and build price them."
ON_USER = Candidate.of("create index on orders (user_id)")
ON_STATUS = Candidate.of("create index on orders (status)")
ON_BOTH = Candidate.of("create index on orders (user_id, status)")


@pytest.fixture(scope="module")
def dsn() -> Iterator[str]:
    with hypopg_server() as dsn:
        with closing(connect(dsn)) as connection:
            for statement in SCHEMA.split(";\n"):
                connection.script(statement)
        yield dsn


@pytest.fixture
def connection(dsn: str) -> Iterator[Connection]:
    with closing(connect(dsn)) as connection:
        yield connection


@pytest.fixture
def whatif(connection: Connection) -> Iterator[HypoPG]:
    engine = HypoPG(connection)
    yield engine
    engine.close()
    assert hypothetical(connection) == []


def sql(text: str, **values: Any) -> Bound:
    return Statement.of(text).bind(values)


def query(connection: Connection, text: str) -> list[Any]:
    return [row[0] for row in connection.run(sql(text)).rows]


def hypothetical(connection: Connection) -> list[str]:
    return query(connection, 'select indexname::text from "Hypo Ext".hypopg() order by 1')


def prepared(engine: WhatIf, *ddl: str | Candidate) -> list[Candidate]:
    candidates = [Candidate.of(text) if isinstance(text, str) else text for text in ddl]
    assert engine.prepare({candidate: Size(1, 1) for candidate in candidates}) == ()
    return candidates


@contextmanager
def sent(connection: Connection) -> Iterator[list[str]]:
    """What goes over the wire, command by command, as libpq itself writes it down; complete after the block."""
    commands: list[str] = []
    with tempfile.NamedTemporaryFile("r") as file:
        connection._raw.pgconn.trace(file.fileno())
        yield commands
        connection._raw.pgconn.untrace()
        lines = [line.split("\t") for line in re.split(r"\n(?=\d{4}-\d\d-\d\d )", Path(file.name).read_text())]
    commands += [" ".join(line[3:]) for line in lines if line[1:2] == ["F"] and line[3] in ("Query", "Parse")]


# What it prices


def test_a_candidate_makes_the_statement_cheaper_and_is_told_as_used(whatif: HypoPG) -> None:
    prepared(whatif, ON_USER, ON_STATUS)
    without = whatif.price(sql(BY_USER), [])
    assert without.used == frozenset()
    with_both = whatif.price(sql(BY_USER), [ON_USER, ON_STATUS])
    assert with_both.cost < without.cost / 5
    assert with_both.used == {ON_USER}
    assert whatif.price(sql(BY_USER), [ON_STATUS]) == without
    assert whatif.price(sql(BY_USER), [ON_USER, ON_STATUS]) == with_both


@pytest.mark.parametrize(
    ("ddl", "statement"),
    [
        ("create index on orders (user_id)", BY_USER),
        ("create index orders_user on orders (user_id)", BY_USER),
        ("CREATE INDEX IF NOT EXISTS orders_user ON public.orders (user_id)", BY_USER),
        ("create index on only orders using btree (user_id)", BY_USER),
        ("create index on orders (user_id, status desc nulls last)", BY_USER + " order by status desc nulls last"),
        ("create index on orders using hash (user_id)", BY_USER),
        ("create index on orders using brin (created)", "select * from orders where created < '2024-01-02'"),
        (
            "create index on orders using brin (created) with (pages_per_range = 8)",
            "select * from orders where id > 0 and created < '2024-01-02'",
        ),
        ("create index on orders (user_id) include (status)", "select status from orders where user_id = 7"),
        (
            "create index on orders (created) where status = 'pending'",
            "select created from orders where status = 'pending' order by 1",
        ),
        ("create index on orders (lower(note))", "select * from orders where lower(note) = 'note 5'"),
        ("create index on orders (note text_pattern_ops)", "select * from orders where note like 'Note 123%'"),
        ('create index on orders (note collate "C")', """select * from orders where note collate "C" = 'Note 5'"""),
        ("create unique index on orders (note) with (fillfactor = 70)", "select * from orders where note = 'Note 5'"),
        ("create index on orders (user_id)", "select * from pending where user_id = 7"),
        ("create index on orders (user_id)", "update orders set note = '' where user_id = 7"),
        ("create index on orders (user_id)", "create table copied as select * from orders where user_id = 7"),
        ("create index on events (kind)", "select * from events where kind = 7"),
        ("create index on events_1 (kind)", "select * from events where kind = 7"),
        (
            'create index on "My Shop"."Odd ""T"" Table" ("User Id")',
            'select * from "My Shop"."Odd ""T"" Table" where "User Id" = 3',
        ),
        (
            'create index "An ""Index""" on "My Shop"."Odd ""T"" Table" ("select" text_pattern_ops)',
            """select * from "My Shop"."Odd ""T"" Table" where "select" = 'x5'""",
        ),
    ],
)
def test_every_kind_that_it_has(whatif: HypoPG, ddl: str, statement: str) -> None:
    (candidate,) = prepared(whatif, ddl)
    before, after = (whatif.price(sql(statement), candidates) for candidates in ([], [candidate]))
    assert after.cost < before.cost
    assert after.used == {candidate}


@pytest.mark.parametrize(
    ("ddl", "reason"),
    [
        ("create index on orders using gin (tags)", NO_METHOD.format("gin")),
        ("create index on orders using gist (area)", NO_METHOD.format("gist")),
        ("create index on orders using spgist (area)", NO_METHOD.format("spgist")),
        ("create index on orders using nosuch (id)", 'HypoPG refuses it: access method "nosuch" does not exist.'),
        (
            "create index on orders using hash (user_id, status)",
            'HypoPG refuses it: access method "hash" does not support multicolumn indexes.',
        ),
        ("create index on nosuch (id)", 'HypoPG refuses it: relation "nosuch" does not exist.'),
        ("create index on orders (nosuch)", 'HypoPG refuses it: column "nosuch" does not exist.'),
        ("create index on orders (random())", "HypoPG refuses it: functions in index expression must be marked IMMUTABLE."),
        (
            "create index on orders (id) where created > now()",
            "HypoPG refuses it: functions in index predicate must be marked IMMUTABLE.",
        ),
        ("create index on orders (id) with (nosuch = 1)", 'HypoPG refuses it: unrecognized parameter "nosuch".'),
        ("create index on pending (id)", 'HypoPG refuses it: "pending" is not a table or materialized view.'),
        ('create index on "My Shop"."Odd ""T"" Table" (user_id)', 'HypoPG refuses it: column "user_id" does not exist.'),
        ("create index on orders (id,)", 'HypoPG refuses it: syntax error at or near ")".'),
    ],
)
def test_what_it_refuses_comes_back_with_the_reason(whatif: HypoPG, ddl: str, reason: str) -> None:
    candidate = Candidate.of(ddl)
    (rejected,) = whatif.prepare({ON_USER: Size(1, 1), candidate: Size(1, 1), ON_STATUS: Size(1, 1)})
    assert (rejected.candidate, rejected.reason) == (candidate, reason)
    assert whatif.price(sql(BY_USER), [ON_USER, ON_STATUS]).used == {ON_USER}
    with pytest.raises(errors.BadInput, match="not prepared"):
        whatif.price(sql(BY_USER), [candidate])


def test_the_refused_are_told_in_the_order_in_which_they_came(whatif: HypoPG) -> None:
    ddl = ["using gin (tags)", "(nosuch)", "using gist (area)", "using gin (tags array_ops)", "(id)", "(nosuch, id)"]
    given = [Candidate.of(f"create index on orders {rest}") for rest in ddl]
    rejected = whatif.prepare({candidate: Size(1, 1) for candidate in given})
    assert [no.candidate for no in rejected] == [given[0], given[1], given[2], given[3], given[5]]
    assert [no.candidate for no in whatif.prepare({given[1]: Size(1, 1), given[4]: Size(1, 1)})] == [given[1]]


def test_names_are_found_by_the_search_path_of_the_session(whatif: HypoPG, connection: Connection) -> None:
    connection.script('set search_path = "My Shop"')
    (candidate,) = prepared(whatif, 'create index on "Odd ""T"" Table" ("User Id")')
    assert whatif.price(sql('select * from "Odd ""T"" Table" where "User Id" = 3'), [candidate]).used == {candidate}
    (rejected,) = whatif.prepare({ON_USER: Size(1, 1)})
    assert 'relation "orders" does not exist' in rejected.reason


def test_temporary_tables_and_what_a_transaction_has_made_are_seen(whatif: HypoPG, connection: Connection) -> None:
    connection.script("begin")
    connection.script("create temp table drafts as select i % 100 as a, i as b from generate_series(1, 10000) i")
    (candidate,) = prepared(whatif, "create index on drafts (b)")
    assert whatif.price(sql("select * from drafts where b = 3"), [candidate]).used == {candidate}
    connection.script("rollback")


def test_values_are_bound(whatif: HypoPG) -> None:
    prepared(whatif, ON_STATUS)
    rare, common = (whatif.price(sql("select id from orders where status = :s", s=s), [ON_STATUS]) for s in ("pending", "done"))
    assert (rare.used, common.used) == ({ON_STATUS}, frozenset())
    assert rare.cost < common.cost


def test_the_plan_behind_the_price(whatif: HypoPG) -> None:
    prepared(whatif, ON_USER)
    plan = whatif.plan(sql("select * from orders where user_id = :u", u=7), [ON_USER])
    assert plan.root.total_cost == whatif.price(sql(BY_USER), [ON_USER]).cost
    assert [node.index for node in plan.nodes if node.index] == ["<btree_orders_user_id>"]
    assert plan.statement == "select * from orders where user_id = :u"
    assert plan.server_version.startswith("1")
    assert whatif.plan(sql(BY_USER), []).root.kind == "Seq Scan"


def test_a_statement_that_rules_make_nothing_of(whatif: HypoPG, connection: Connection) -> None:
    connection.script("begin")
    connection.script("create rule ignored as on insert to items do instead nothing")
    assert whatif.price(sql("insert into items values (1, 1, 1)"), []).cost == 0
    connection.script("rollback")


# Nothing is run


def test_nothing_is_run_and_nothing_written(whatif: HypoPG, connection: Connection) -> None:
    prepared(whatif, ON_USER)
    for text in ("delete from orders", "select hypo_writes(user_id) from orders", "insert into items values (1, 1, 1)"):
        whatif.price(sql(text), [ON_USER])
    with pytest.raises(errors.AccessDenied, match="read-only"):  # the planner itself calls it, since it says IMMUTABLE
        whatif.price(sql("select * from orders where user_id = hypo_writes(7)"), [ON_USER])
    assert query(connection, "select count(*) from orders union all select count(*) from items") == [20000, 40000]
    assert query(connection, "show transaction_read_only") == ["off"]


@pytest.mark.parametrize("text", ["vacuum", "analyze select 1", "show work_mem", "create index on orders (note)", "commit"])
def test_what_explain_does_not_take_is_refused_before_it_is_sent(whatif: HypoPG, text: str) -> None:
    with pytest.raises(errors.StatementError):
        whatif.price(sql(text), [])


def test_what_the_server_objects_to_is_told_with_the_caret(whatif: HypoPG, connection: Connection) -> None:
    prepared(whatif, ON_USER)
    with pytest.raises(errors.SqlError) as caught:
        whatif.price(sql("select *\n  from orders where nosuch = :u", u=1), [ON_USER])
    assert caught.value.lines()[1:3] == ["LINE 2:   from orders where nosuch = :u", " " * 28 + "^"]
    assert not connection.in_transaction
    assert whatif.price(sql(BY_USER), [ON_USER]).used == {ON_USER}


# Differences only


def test_the_same_again_is_one_question_and_one_explain(whatif: HypoPG, connection: Connection) -> None:
    prepared(whatif, ON_USER, ON_STATUS)
    whatif.price(sql(BY_USER), [ON_USER, ON_STATUS])
    with sent(connection) as commands:
        whatif.price(sql(BY_USER), [ON_STATUS, ON_USER])
    assert [command.split()[1].strip('"').lower() for command in commands] == ["begin", "", "", "rollback"]


def test_only_the_difference_is_created_and_dropped(whatif: HypoPG, connection: Connection) -> None:
    prepared(whatif, ON_USER, ON_STATUS, ON_BOTH)
    whatif.price(sql(BY_USER), [ON_USER, ON_STATUS])
    kept = [name for name in hypothetical(connection) if name.endswith("status")]
    with sent(connection) as commands:
        whatif.price(sql(BY_USER), [ON_STATUS, ON_BOTH])
    assert len(commands) == 5  # begin, what is dropped, what is created, explain, rollback
    after = hypothetical(connection)
    assert len(after) == 2
    assert set(kept) < set(after)


def test_nothing_is_ever_reset(whatif: HypoPG, connection: Connection) -> None:
    with sent(connection) as commands:
        prepared(whatif, ON_USER, ON_STATUS, ON_BOTH)
        for candidates in ([ON_USER], [ON_USER, ON_BOTH], [], [ON_STATUS]):
            whatif.price(sql(BY_USER), candidates)
        whatif.close()
    assert any("hypopg_drop_index" in command for command in commands)
    assert not any("reset" in command for command in commands)
    assert all("/* workbench */" in command for command in commands if "hypopg" in command)


def test_any_sequence_of_sets_costs_what_each_set_costs_alone(whatif: HypoPG) -> None:
    statements = [
        sql(BY_USER),
        sql("select * from orders join items on order_id = id where product_id = 3 and status = 'done'"),
    ]
    ddl = ("(user_id)", "(status)", "(user_id, status)", "(status, user_id)", "using hash (user_id)", "using brin (created)")
    candidates = prepared(whatif, *(f"create index on orders {rest}" for rest in ddl), "create index on items (product_id)")
    draw = random.Random(7)
    seen: dict[Any, Any] = {}
    for _ in range(150):
        chosen, bound = frozenset(draw.sample(candidates, draw.randrange(5))), draw.choice(statements)
        priced = whatif.price(bound, chosen)
        assert priced.used <= chosen
        assert seen.setdefault((bound.sql, chosen), priced) == priced


def test_of_two_that_cost_the_same_the_same_is_used_whatever_was_asked_before(whatif: HypoPG) -> None:
    one, other = prepared(whatif, "create index on orders (user_id, created)", "create index on public.orders (user_id, id)")
    assert whatif.price(sql(BY_USER), [one]).cost == whatif.price(sql(BY_USER), [other]).cost
    answers = set()
    for before in ([], [one], [other], [other, ON_USER], [ON_USER, one]):
        prepared(whatif, ON_USER)
        whatif.price(sql(BY_USER), [])
        whatif.price(sql(BY_USER), before)
        answers.add(whatif.price(sql(BY_USER), [one, other]))
    assert len(answers) == 1


def test_a_reset_by_somebody_else_is_noticed(whatif: HypoPG, connection: Connection) -> None:
    prepared(whatif, ON_USER)
    before = whatif.price(sql(BY_USER), [ON_USER])
    query(connection, 'select 1 from (select "Hypo Ext".hypopg_reset()) as r')
    assert whatif.price(sql(BY_USER), [ON_USER]) == before


def test_switched_off_by_the_user_it_is_on_for_the_price_and_off_again(whatif: HypoPG, connection: Connection) -> None:
    prepared(whatif, ON_USER)
    connection.script("set hypopg.enabled = off")
    assert whatif.price(sql(BY_USER), [ON_USER]).used == {ON_USER}
    assert query(connection, "show hypopg.enabled") == ["off"]


# Thousands


def many(table: str, count: int) -> list[Candidate]:
    return [Candidate.of(f"create index on {table} (user_id, status, (id + {i}))") for i in range(count)]


def test_three_thousand_candidates_one_after_the_other(whatif: HypoPG, connection: Connection) -> None:
    candidates = many("orders", 3000)
    wrong = [Candidate.of(f"create index on orders (nosuch_{i})") for i in range(7)]
    given = candidates[:1000] + wrong + candidates[1000:]
    with sent(connection) as commands:
        rejected = whatif.prepare({candidate: Size(1, 1) for candidate in given})
    assert [no.candidate for no in rejected] == wrong
    assert len(commands) < 5 * (len(given) / BATCH + 2 * 10 * len(wrong))
    assert len(hypothetical(connection)) <= BATCH
    for candidate in candidates[::10]:
        assert whatif.price(sql(BY_USER), [candidate]).used == {candidate}
        assert len(hypothetical(connection)) == 1


def test_as_many_at_once_as_there_is_room_for(whatif: HypoPG, connection: Connection) -> None:
    candidates = prepared(whatif, *many("orders", LIVE_AT_MOST))
    assert whatif.price(sql(BY_USER), candidates).used <= set(candidates)
    assert len(hypothetical(connection)) == LIVE_AT_MOST


def test_more_at_once_are_those_on_the_tables_of_the_statement(whatif: HypoPG, connection: Connection) -> None:
    others = [Candidate.of(f"create index on items (order_id, (quantity + {i}))") for i in range(1500)]
    pieces = [Candidate.of(f"create index on events (kind, (id + {i}))") for i in range(400)]
    mine = [*many("public.orders", 400), ON_USER]
    prepared(whatif, *others, *pieces, *mine)
    everything = others + pieces + mine
    assert len(everything) > LIVE_AT_MOST
    assert whatif.price(sql(BY_USER), everything) == whatif.price(sql(BY_USER), mine)
    assert len(hypothetical(connection)) == len(mine)
    by_kind = whatif.price(sql("select * from events where kind = 7 and day < '2024-01-20'"), everything)
    assert by_kind.used
    assert by_kind.used <= set(pieces)
    assert len(whatif.plan(sql(BY_USER), everything).nodes) >= 1


def test_too_many_on_one_table_are_refused_and_nothing_is_guessed(whatif: HypoPG) -> None:
    candidates = prepared(whatif, *many("orders", LIVE_AT_MOST + 1))
    with pytest.raises(errors.BadInput, match="2,001 candidates at once are too many for HypoPG: there is room for 2,000"):
        whatif.price(sql(BY_USER), candidates)
    assert whatif.price(sql(BY_USER), candidates[:3]).used <= set(candidates[:3])


def test_the_limit_leaves_room_for_what_the_server_has(connection: Connection) -> None:
    """The constant is below what this server really holds."""
    create = 'select count(*) from generate_series(1, {}) i, "Hypo Ext".hypopg_create_index(repeat({}, i / i)) h'
    create = create.replace("repeat({}, i / i)", "repeat('create index on orders (id)', i / i)")
    assert query(connection, create.format(LIVE_AT_MOST + 400)) == [LIVE_AT_MOST + 400]
    with pytest.raises(errors.DatabaseError, match="not more oid"):
        query(connection, create.format(1000))


# Nothing is left


def test_the_users_own_stay(connection: Connection) -> None:
    query(connection, """select indexrelid from "Hypo Ext".hypopg_create_index('create index on orders (note)')""")
    own = hypothetical(connection)
    engine = HypoPG(connection)
    prepared(engine, ON_USER)
    engine.price(sql(BY_USER), [ON_USER])
    by_note = engine.price(sql("select * from orders where note = 'Note 5'"), [ON_USER])
    assert by_note.used == frozenset()
    assert by_note.cost < 50  # theirs counts as one that is there
    query(connection, """select indexrelid from "Hypo Ext".hypopg_create_index('create index on orders (tags)')""")
    engine.close()
    engine.close()
    assert set(own) < set(hypothetical(connection))
    assert len(hypothetical(connection)) == 2


def test_with_many_of_the_users_own_there_is_less_room(connection: Connection) -> None:
    create = """select count(*) from generate_series(1, 1990) i,
        "Hypo Ext".hypopg_create_index(repeat('create index on orders (note)', i / i)) h"""
    query(connection, create)
    with closing(HypoPG(connection)) as engine:
        candidates = prepared(engine, *many("orders", 10))
        engine.price(sql(BY_USER), candidates)
        with pytest.raises(errors.BadInput, match="room for 10"):
            engine.prepare({candidate: Size(1, 1) for candidate in many("items", 11)})
    assert len(hypothetical(connection)) == 1990


def test_a_rollback_takes_neither_ours_nor_our_knowledge_of_them(whatif: HypoPG, connection: Connection) -> None:
    prepared(whatif, ON_USER, ON_STATUS)
    connection.script("begin")
    whatif.price(sql(BY_USER), [ON_USER])
    assert connection.in_transaction
    connection.script("rollback")
    assert len(hypothetical(connection)) == 1
    assert whatif.price(sql(BY_USER), [ON_STATUS]).used == frozenset()


def test_in_a_failed_transaction_of_the_user_it_says_so_and_can_be_closed_later(connection: Connection) -> None:
    engine = HypoPG(connection)
    prepared(engine, ON_USER)
    engine.price(sql(BY_USER), [ON_USER])
    connection.script("begin")
    with pytest.raises(errors.SqlError):
        connection.script("select nosuch")
    for step in (lambda: engine.price(sql(BY_USER), [ON_USER]), lambda: engine.prepare({ON_BOTH: Size(1, 1)}), engine.close):
        with pytest.raises(errors.DatabaseError, match="25P02"):
            step()
    connection.script("rollback")
    engine.close()
    assert hypothetical(connection) == []


def test_an_error_in_the_middle_of_a_creation_leaves_nothing(whatif: HypoPG, connection: Connection) -> None:
    """The server has made some of them when the next one fails: they outlive the rollback, and we never heard their numbers."""
    query(connection, """select indexrelid from "Hypo Ext".hypopg_create_index('create index on orders (note)')""")
    own = hypothetical(connection)
    prepared(whatif, ON_USER, ON_BOTH)
    whatif.price(sql(BY_USER), [ON_USER])
    whatif._known.add(Candidate.of("create index on orders (zzz)"))
    with pytest.raises(errors.DatabaseError, match="zzz"):
        whatif.price(sql(BY_USER), [ON_USER, ON_BOTH, Candidate.of("create index on orders (zzz)")])
    assert len(hypothetical(connection)) == 2  # the user's, and the one that we know of
    whatif.close()
    assert hypothetical(connection) == own
    query(connection, 'select "Hypo Ext".hypopg_drop_index(indexrelid)::text from "Hypo Ext".hypopg()')


@pytest.mark.parametrize("query_name", ["hypopg_ready", "hypopg_create"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_stop_at_any_moment_leaves_nothing(
    connection: Connection, monkeypatch: pytest.MonkeyPatch, query_name: str, when: str
) -> None:
    """SIGINT while the engine asks: its answer is lost, all else is refused from then on, and close() still cleans up."""
    engine = HypoPG(connection)
    prepared(engine, ON_USER, ON_STATUS)
    engine.price(sql(BY_USER), [ON_USER])
    ask = connection.rows_of

    def interrupted(schema: str, name: str, **parameters: Any) -> Any:
        answer = ask(schema, name, **parameters) if when == "after" or name != query_name else None
        if name == query_name:
            connection._stop._on_sigint(0, None)
            connection.check_stop()
        return answer

    monkeypatch.setattr(connection, "rows_of", interrupted)
    with pytest.raises(errors.Cancelled), connection.stoppable(), closing(engine):
        engine.price(sql(BY_USER), [ON_STATUS])
    assert hypothetical(connection) == []
    assert not connection.in_transaction


def test_after_the_connection_is_gone_closing_is_easy(dsn: str) -> None:
    connection = connect(dsn)
    engine = HypoPG(connection)
    prepared(engine, ON_USER)
    engine.price(sql(BY_USER), [ON_USER])
    connection.close()
    engine.close()


def test_a_timeout_is_no_answer_about_a_candidate(connection: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = HypoPG(connection)
    connection.script("set statement_timeout = '20ms'")
    with pytest.raises(errors.StatementTimeout):
        engine.prepare({candidate: Size(1, 1) for candidate in many("orders", BATCH)} | {Candidate.of(SLOW): Size(1, 1)})
    engine.close()
    connection.script("set statement_timeout = 0")
    assert hypothetical(connection) == []


# The index expression calls an immutable function of constants, which the server folds: it sleeps while it is asked.
SLOW = "create index on orders ((id + length((pg_catalog.repeat('x', 1))))) where hypo_slow(1) > 0"


@pytest.fixture(autouse=True, scope="module")
def slow(dsn: str) -> None:
    with closing(connect(dsn)) as connection:
        connection.script(
            "create function hypo_slow(int) returns int language sql immutable as 'select pg_sleep(5); select $1'"
        )


# Statements whose parameters have no value


@pytest.mark.parametrize(
    "text", ["select * from orders where user_id = $1", "select * from orders where user_id = :u", BY_USER]
)
def test_a_generic_plan_needs_no_values(whatif: HypoPG, connection: Connection, text: str) -> None:
    prepared(whatif, ON_USER)
    bound = Statement.of(text).generic()
    before, after = (whatif.price(bound, candidates) for candidates in ([], [ON_USER]))
    assert after.used == {ON_USER}
    assert after.cost < before.cost / 5
    assert query(connection, "select name from pg_prepared_statements") == []
    assert query(connection, "show plan_cache_mode") == ["auto"]


def test_nulls_prove_no_range_empty(whatif: HypoPG) -> None:
    """Bound nulls would make `created > null` an empty plan that costs nothing."""
    on_created = prepared(whatif, "create index on orders (created)")
    bound = Statement.of("select * from orders where created > $1 and status = $2").generic()
    plan = whatif.plan(bound, on_created)
    assert plan.root.kind != "Result"
    assert plan.root.rows_planned > 1


def test_a_generic_plan_sees_each_new_set(whatif: HypoPG) -> None:
    """The server would keep the first generic plan, and HypoPG's indexes are no reason for it to make a new one."""
    prepared(whatif, ON_USER, ON_BOTH)
    bound = Statement.of("select * from orders where user_id = $1 and status = $2").generic()
    assert [whatif.price(bound, c).used for c in ([], [ON_USER], [ON_BOTH], [])] == [set(), {ON_USER}, {ON_BOTH}, set()]


def test_partitions_that_a_null_prunes_keep_their_indexes(whatif: HypoPG) -> None:
    """EXPLAIN leaves them out of the plan, with what is used in them, though the price holds them."""
    (on_kind,) = prepared(whatif, "create index on events (kind)")
    bound = Statement.of("select * from events where kind = $1 and day = $2").generic()
    assert whatif.price(bound, [on_kind]).used == {on_kind}


def test_a_generic_statement_that_fails_leaves_nothing_prepared(whatif: HypoPG, connection: Connection) -> None:
    for text in ("select nosuch from orders where id = $1", "select * from orders where id = $1 + 1 / 0"):
        with pytest.raises(errors.DatabaseError):
            whatif.price(Statement.of(text).generic(), [])
    assert query(connection, "select name from pg_prepared_statements") == []
    assert not connection.in_transaction


@pytest.mark.parametrize(
    "text",
    [
        "select * from orders where user_id = $1 and created_at > $2",
        "select * from orders where id = any($1) order by created_at limit $2",
        "select * from orders o join order_items i on i.order_id = o.id where i.product_id = $1",
        "update orders set note = $1 where id between $2 and $3",
    ],
)
def test_it_is_the_plan_that_explain_generic_plan_shows(shop, text: str) -> None:
    """Without HypoPG, on a server that has the option (16+)."""
    connection = shop._connection
    with connection.rolled_back():
        found = estimate(connection, Statement.of(text).generic())
    shown = connection._raw.execute(f"explain (generic_plan, format json) {text}").fetchone()[0]
    assert list(found.documents) == shown


# Where it isn't


def test_where_it_is_not_created_the_next_step_is_told_and_taken_into_account(dsn: str, connection: Connection) -> None:
    connection.script("create database bare")
    try:
        with closing(connect(dsn.replace("dbname=workbench", "dbname=bare"))) as bare:
            with pytest.raises(errors.MissingCapability) as caught:
                HypoPG(bare)
            assert caught.value.hint == "create extension hypopg"
            bare.script("create extension hypopg")
            HypoPG(bare).close()
    finally:
        connection.script("drop database bare")


def test_where_it_is_not_installed_the_reason_is_told(wb) -> None:
    with pytest.raises(errors.MissingCapability, match="not installed on the server") as caught:
        HypoPG(wb._connection)
    assert caught.value.hint == "connect to a server that has it."


def test_a_role_that_may_only_read_can_price(dsn: str, connection: Connection) -> None:
    connection.script('create role reader login; grant select on orders to reader; grant usage on schema "Hypo Ext" to reader')
    try:
        with closing(connect(dsn.replace("user=postgres", "user=reader"))) as reader, closing(HypoPG(reader)) as engine:
            prepared(engine, ON_USER)
            assert engine.price(sql(BY_USER), [ON_USER]).used == {ON_USER}
            with pytest.raises(errors.AccessDenied, match="items"):
                engine.price(sql("select * from items"), [ON_USER])
    finally:
        connection.script("drop owned by reader; drop role reader")
