"""Transactions by verb and by plain SQL, told in the footer; sandboxes keep nothing; several statements in order."""

from __future__ import annotations

import os
import signal
import threading

import pytest

import workbench
from workbench import errors


@pytest.fixture
def items(wb) -> workbench.Workbench:
    wb.query("drop table if exists public.items")
    wb.query("create table public.items (n int primary key)")
    wb.query("insert into public.items values (1)")
    return wb


def count(wb) -> int:
    return wb.query("select count(*) from public.items").rows[0][0]


@pytest.mark.parametrize("say", ["transaction", "query"])
def test_begin_and_commit_by_verb_and_by_plain_sql(items, say: str) -> None:
    run = getattr(items, say)
    assert run("begin").footer == "transaction open"
    assert items.query("insert into public.items values (2)").footer == "transaction open"
    with workbench.connect() as other:
        assert count(other) == 1
    assert run("commit").footer == ""
    with workbench.connect() as other:
        assert count(other) == 2


def test_savepoints(items) -> None:
    for command in ("begin isolation level serializable", "savepoint Before"):
        items.transaction(command)
    items.query("delete from public.items")
    assert items.transaction("rollback to before").footer == "transaction open"
    assert count(items) == 1
    assert items.transaction("release before").command == "RELEASE"
    assert items.transaction("rollback").command == "ROLLBACK"


def test_a_failed_transaction_is_told_in_the_error_and_until_its_end(items) -> None:
    items.transaction("begin")
    with pytest.raises(errors.ConstraintViolated, match=r"The transaction has failed: end it with rollback\.") as caught:
        items.query("insert into public.items values (1)")
    assert 3 <= len(caught.value.lines()) <= 5
    assert items.transaction().footer == "transaction failed: nothing runs until rollback"
    with pytest.raises(errors.SqlError, match="rollback"):
        items.query("select 1")
    committed = items.query("commit")
    assert committed.command == "ROLLBACK"
    assert committed.notices == ("WARNING: the transaction had failed, so it was rolled back",)
    assert committed.footer == ""


def test_outside_of_a_transaction_an_error_says_nothing_of_one(items) -> None:
    with pytest.raises(errors.SqlError) as caught:
        items.query("select 1 / 0")
    assert "transaction" not in str(caught.value)


def test_a_sandbox_keeps_nothing(items) -> None:
    assert items.transaction("sandbox").footer.startswith("sandbox")
    items.query("delete from public.items")
    items.query("create table public.made_in_sandbox (a int)")
    assert items.query("insert into public.items values (7) returning n").footer.startswith("sandbox")
    assert items.fetch("insert into public.items select generate_series(8, 9) returning n").footer.startswith("sandbox")
    assert count(items) == 3
    assert items.transaction("end").footer == ""
    assert count(items) == 1
    assert items.query("select to_regclass('public.made_in_sandbox')").rows == ((None,),)


@pytest.mark.parametrize("verb", ["query", "fetch"])
def test_a_mistake_in_a_sandbox_undoes_itself_alone(items, verb: str) -> None:
    items.transaction("sandbox")
    items.query("insert into public.items values (2)")
    with pytest.raises(errors.SqlError) as caught:
        getattr(items, verb)("select nope from public.items")
    assert "has failed" not in str(caught.value)
    with pytest.raises(errors.ConstraintViolated):
        getattr(items, verb)("insert into public.items values (3), (1) returning n")
    assert count(items) == 2
    items.transaction("end")


@pytest.mark.parametrize("command", ["commit", "end", "COMMIT AND CHAIN", "/* x */ commit", "prepare transaction 'x'"])
def test_nothing_commits_a_sandbox(items, command: str) -> None:
    items.transaction("sandbox")
    items.query("delete from public.items")
    with pytest.raises(errors.BadInput, match="%transaction end"):
        items.query(command)
    with pytest.raises(errors.DatabaseError, match="take COMMIT"):
        items.query("do $$ begin commit; end $$")
    assert count(items) == 0
    assert items.query("rollback").footer == ""
    assert count(items) == 1


def test_savepoints_in_a_sandbox_and_a_prepared_statement(items) -> None:
    items.transaction("sandbox")
    items.query("savepoint a")
    items.query("delete from public.items")
    items.query("prepare kept as select 1")
    items.query("rollback to a")
    assert count(items) == 1
    items.transaction("rollback")


def test_stop_in_a_sandbox_leaves_it_open(items) -> None:
    items.transaction("sandbox")
    items.query("insert into public.items values (2)")
    threading.Timer(0.3, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
    with pytest.raises(workbench.Cancelled, match="usable"):
        items.query("select pg_sleep(20)")
    assert count(items) == 2
    assert items.transaction("end").command == "ROLLBACK"
    assert count(items) == 1


def test_closing_ends_a_sandbox(items) -> None:
    with workbench.connect() as other:
        other.transaction("sandbox")
        other.query("delete from public.items")
    assert count(items) == 1


def test_a_trial_and_a_plan_in_a_sandbox_leave_it_as_it_was(items) -> None:
    items.transaction("sandbox")
    items.query("insert into public.items select generate_series(2, 2000)")
    items.explain("delete from public.items")
    with pytest.raises(errors.SqlError):
        items.explain("select nope from public.items")
    assert count(items) == 2000
    items.transaction("end")


@pytest.mark.parametrize(
    ("command", "told"), [("end", "no sandbox"), ("vacuum", "no %transaction"), ("selec", "no %transaction")]
)
def test_what_is_no_command_is_refused(items, command: str, told: str) -> None:
    with pytest.raises(errors.BadInput, match=told):
        items.transaction(command)


def test_no_sandbox_inside_of_a_transaction(items) -> None:
    assert items.transaction().command == "no transaction is open"
    items.transaction("begin")
    with pytest.raises(errors.BadInput, match="while a transaction is open"):
        items.transaction("sandbox")
    items.transaction("rollback")


def test_several_statements_run_in_order_each_with_its_notices(wb) -> None:
    shown: list[workbench.Result] = []
    results = wb.script(
        """
        create temp table s as select generate_series(1, :n) as n;
        do $$ begin raise warning 'one; two'; end $$;  -- a comment; with a semicolon
        select ';' as semicolon, sum(n) from s;
        """,
        shown.append,
        n=4,
    )
    assert [r.command for r in results] == ["SELECT 4", "DO", "SELECT 1"]
    assert [r.notices for r in results] == [(), ("WARNING: one; two",), ()]
    assert results[-1].rows == ((";", 10),)
    assert shown == list(results[:-1])


def test_the_first_error_stops_them_at_its_line_of_the_cell(wb) -> None:
    with pytest.raises(errors.SqlError) as caught:
        wb.script(
            "\ncreate temp table s2 (n int);\ninsert into s2 values (1);\nselect\n  nope from s2;\ninsert into s2 values (2)"
        )
    assert "LINE 5:   nope from s2\n" in str(caught.value)
    assert wb.query("select n from s2").rows == ((1,),)


def test_a_missing_value_is_told_before_anything_runs(wb) -> None:
    with pytest.raises(errors.ParameterError):
        wb.script("create temp table s3 (n int); select :nowhere")
    assert wb.query("select to_regclass('pg_temp.s3')").rows == ((None,),)


@pytest.mark.parametrize("text", ["", " ;; ", "-- nothing"])
def test_no_statement_at_all(wb, text: str) -> None:
    with pytest.raises(errors.StatementError, match="no statement"):
        wb.script(text)
