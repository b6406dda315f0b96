"""What a trial can try is told by its first words; everything else is refused with a way on."""

from __future__ import annotations

import pytest

from workbench import Change
from workbench.errors import StatementError
from workbench.sql import Column, Result, Statement
from workbench.sql.lasting import check_undone
from workbench.trials import How, check_same_rows

REWRITTEN = "select count(*) from orders o where exists (select from customers c where c.id = o.user_id)"


@pytest.mark.parametrize(
    ("text", "kinds", "how"),
    [
        ("create index on orders (user_id)", ["create index"], How.BUILT),
        ("CREATE UNIQUE INDEX u ON orders (id)", ["create unique index"], How.BUILT),
        ("create statistics on city, country from customers", ["create statistics"], How.BUILT),
        ("/* why */ drop index orders_pkey", ["drop index"], How.APPLIED),
        ("set work_mem = '64MB'", ["set"], How.APPLIED),
        ("set local enable_seqscan = off", ["set"], How.APPLIED),
        ("alter table orders alter total type float8", ["alter table"], How.APPLIED),
        ("vacuum full orders", ["vacuum"], How.CLONED),
        ("create index on orders (user_id); create index on orders (total);", ["create index", "create index"], How.BUILT),
    ],
)
def test_a_change_knows_how_it_takes_part(text: str, kinds: list[str], how: How) -> None:
    change = Change.of(text)
    assert [step.kind for step in change.steps] == kinds
    assert {step.how for step in change.steps} == {how}
    assert change.rewritten is None


def test_a_query_at_the_end_is_run_instead() -> None:
    assert Change.of(REWRITTEN).rewritten == Statement(REWRITTEN)
    both = Change.of(f"create materialized view m as select 1 as a;\n{REWRITTEN};")
    assert [step.kind for step in both.steps] == ["create materialized view"]
    assert both.rewritten == Statement(REWRITTEN)


@pytest.mark.parametrize(
    "text",
    [
        "", "  -- nothing", "drop table orders", "truncate orders", "commit", "begin", "do $$ begin commit; end $$", "call p()",
        "create index concurrently on orders (id)", "drop index concurrently orders_pkey", "insert into orders values (1)",
        "select 1; create index on orders (id)", "vacuum orders; set work_mem = '1MB'", "create table t (a int)",
        "create index on orders (id); commit", "explain select 1", "alter system set work_mem = '1MB'", "reindex table orders",
    ],
)  # fmt: skip
def test_what_cannot_be_undone_is_refused_with_a_way_on(text: str) -> None:
    with pytest.raises(StatementError) as caught:
        Change.of(text)
    assert 2 <= len(str(caught.value).splitlines()) <= 5
    assert "Next:" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "label", "keep"),
    [
        ("create index on orders (user_id)", "orders (user_id)", "create index concurrently on orders (user_id);"),
        ("create  index x ON orders\n (a)", "orders (a)", "create  index concurrently x ON orders\n (a);"),
        ("drop index a, b", "drop index a, b", "drop index concurrently a, b;"),
        ("set work_mem = '64MB';", "set work_mem = '64MB'", "set work_mem = '64MB';"),
        ("create statistics s on a, b from t", "create statistics s on a, b from t",
         "create statistics s on a, b from t;\nanalyze t;"),
    ],
)  # fmt: skip
def test_labels_and_what_to_keep(text: str, label: str, keep: str) -> None:
    assert Change.of(text).label == label
    assert Change.of(text).for_good == keep


def test_the_indexes_that_it_drops() -> None:
    (step,) = Change.of('drop index if exists shop.a, "My, Index" cascade').steps
    assert step.drops == ("shop.a", '"My, Index"')


# What outlives a rollback


@pytest.mark.parametrize(
    "call",
    [
        "nextval('s')", "setval('s', 1)", '"nextval"(\'s\')', "NextVal ('s')", "pg_catalog.nextval('s')", "pg_advisory_lock(1)",
        "pg_try_advisory_lock_shared(1)", "dblink_exec('', '')", "pg_terminate_backend(1)", "pg_reload_conf()",
        "lo_export(1, 'f')",
        "pg_logical_emit_message(false, 'a', 'b')", "pg_create_logical_replication_slot('a', 'b')", "pg_stat_reset()",
        "pg_stat_statements_reset()", "pg_switch_wal()", "pg_notify('a', 'b')", "pg_prewarm('t')",
    ],
)  # fmt: skip
def test_what_a_rollback_does_not_undo_is_refused(call: str) -> None:
    with pytest.raises(StatementError, match="rollback"):
        check_undone(Statement.of(f"select /* */ {call} from orders"))


@pytest.mark.parametrize(
    "text",
    [
        "select nextval from t", "select 'nextval(1)'", "select 1 -- setval(",
        "select max(nextval) from t",
        "select count(*) from t",
        "select pg_advisory_xact_lock(1)", "select pg_relation_size('t')", "select currval('s')", "select my_setval_report(1)",
    ],
)  # fmt: skip
def test_what_a_rollback_undoes_is_not(text: str) -> None:
    check_undone(Statement.of(text))


# A rewritten statement


def result(*rows: tuple[object, ...], names: str = "a") -> Result:
    columns = tuple(Column(name, "text") for name in names)
    return Result(columns, rows, "SELECT", (), 1.0)


def test_the_same_rows_in_another_order_are_the_same() -> None:
    check_same_rows(result((1,), (2,), (2,)), result((2,), (1,), (2,), names="b"))
    check_same_rows(result(({"a": [1]},), ([1, 2],)), result(([1, 2],), ({"a": [1]},)))


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (((1,), (2,)), "1 are missing, 0 are new"),
        (((1,), (2,), (2,), (2,)), "0 are missing, 1 are new"),
        (((1,), (3,), (2,)), "New: (3,)"),
        ((), "3 are missing"),
    ],
)
def test_rows_that_differ_are_told(after: tuple[tuple[int, ...], ...], words: str) -> None:
    with pytest.raises(StatementError) as caught:
        check_same_rows(result((1,), (2,), (2,)), result(*after))
    assert words in str(caught.value)
    assert len(str(caught.value).splitlines()) <= 5
