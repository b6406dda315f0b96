"""Workloads: each statement without each change, and which changes earn their place."""

from __future__ import annotations

import math

import pytest

import workbench
from workbench import errors
from workbench.render.trial import trial_html
from workbench.render.workload_trial import workload_trial_html, workload_trial_text
from workbench.timing import Outcome

USER = "select * from orders where user_id = :u"
STATUS = "select * from orders where user_id = :u and status = 'returned' and total > 100"
SALES = "select sum(quantity) from order_items where product_id = :p"
VALUES = {"u": 3, "p": 5}


def test_what_no_statement_is_slower_without_is_dead_weight(shop) -> None:
    trial = shop.trial(
        [USER, SALES],
        ["create index on orders (user_id)", "create index on order_items (product_id)", "create index on orders (note)"],
        budget_s=1,
        **VALUES,
    )
    assert [change.label for change in trial.kept] == ["orders (user_id)", "order_items (product_id)"]
    assert [removal.change for removal in trial.dead] == [2]
    user, sales = trial.lines
    assert user.verdict is not None
    assert user.verdict.outcome is sales.verdict.outcome is Outcome.FASTER
    assert [cell is None for cell in user.cells] == [False, True, True]
    assert [cell is None for cell in sales.cells] == [True, False, True]
    assert trial.saved_ms(0) > 0
    assert trial.saved_ms(1) > 0
    assert trial.saved_ms(2) == 0
    assert trial.regressions == ()
    assert (
        trial.keep == "create index concurrently on orders (user_id);\ncreate index concurrently on order_items (product_id);"
    )
    assert not shop.leftovers()
    frame = trial.to_frame()
    assert len(frame) == 2
    assert frame["without orders (user_id)"].isna().tolist() == [False, True]


def test_of_two_that_stand_in_for_one_another_one_stays(shop) -> None:
    """Leaving out either slows nothing, leaving out both does."""
    trial = shop.trial([USER], ["create index on orders (user_id)", "create index a on orders (user_id)"], budget_s=1, **VALUES)
    assert len(trial.dead) == len(trial.kept) == 1


def test_a_regression_is_found_and_comes_with_its_plans(shop) -> None:
    """A row that was found by its key is looked for in all of the table."""
    away = "; ".join(f"set enable_{scan} = off" for scan in ("indexscan", "indexonlyscan", "bitmapscan"))
    trial = shop.trial(["select * from orders where id = 5"], [away], budget_s=1)
    (line,) = trial.regressions
    assert line.before.plan.root.kind == "Index Scan"
    assert line.after.plan.root.kind == "Seq Scan"
    assert trial.kept == ()


def test_a_statement_with_the_same_plan_is_not_measured(shop) -> None:
    trial = shop.trial(["select count(*) from products"], ["create index on orders (user_id)"])
    (line,) = trial.lines
    assert line.verdict is None
    assert line.before.runs.wall.runs == 0
    assert line.cells == (None,)
    assert math.isnan(trial.to_frame()["ratio"][0])
    assert trial.kept == ()


def test_a_dataset_s_workload_with_values_from_the_statistics(shop) -> None:
    workload = shop.load("shop", rows=20_000).dataset.workload
    trial = shop.trial(
        [workload["open orders of a customer"], workload["revenue of a month"]],
        ["create index on orders (user_id)"],
        parameters="statistics",
        budget_s=0.5,
    )
    labels = [(line.case.which, tuple(line.case.values)) for line in trial.lines]
    assert labels[:3] == [("best", ("u",)), ("typical", ("u",)), ("worst", ("u",))] or len(set(labels[:2])) == 2
    assert sum(line.case.weight for line in trial.lines if line.case.name == "open orders of a customer") == pytest.approx(100)
    assert ("worst", ("from", "until")) in labels
    found = {line.case.which: line.before.plan.nodes[-1].rows for line in trial.lines if line.case.name == "revenue of a month"}
    assert found["best"] < found["typical"] < found["worst"]


def test_a_write_pays_for_an_index(shop) -> None:
    insert = (
        "insert into orders (id, user_id, status, created_at, total)"
        " select 1000000 + g, g % 100 + 1, 'pending', now(), 1 from generate_series(1, 2000) g"
    )
    trial = shop.trial([insert], ["create index on orders (user_id, status)", "create index on orders (total)"], budget_s=0.5)
    (line,) = trial.lines
    assert line.verdict is not None
    assert line.verdict.outcome != "faster"
    assert line.after.plan.root.buffers.touched > line.before.plan.root.buffers.touched
    assert all(cell is not None for cell in line.cells)
    assert trial.kept == ()


@pytest.mark.parametrize(
    ("statements", "changes", "kind"),
    [
        ([], ["create index on orders (user_id)"], errors.BadInput),
        ([USER], [], errors.BadInput),
        ([USER], ["select 1"], errors.StatementError),
        ([USER], ["vacuum orders"], errors.StatementError),
        (["select :nope"], ["create index on orders (user_id)"], errors.ParameterError),
        ([USER], ["create index a on orders (user_id)", "create index a on orders (user_id)"], errors.DatabaseError),
    ],
)
def test_mistakes_leave_nothing(shop, statements: list[str], changes: list[str], kind: type[Exception]) -> None:
    with pytest.raises(kind):
        shop.trial(statements, changes, **VALUES)
    assert not shop.leftovers()
    assert shop.query("select count(*) from pg_indexes where schemaname = 'shop' and indexname not like '%key'").rows == ((0,),)


def test_a_plan_that_explodes_is_cut_off(shop) -> None:
    """pg_sleep stands for a nested loop that nobody foresaw: it would take 20 minutes a run."""
    sleeps = "select count(*), pg_sleep(coalesce(nullif(current_setting('shop.sleep', true), ''), '0')::float) from orders"
    trial = shop.trial([sleeps], ["set shop.sleep = '1200'"], budget_s=0.1)
    (line,) = trial.regressions
    assert line.verdict is not None
    assert (line.verdict.outcome, line.verdict.bound) == (Outcome.SLOWER, "at most")
    assert line.verdict.ratio < 0.34
    assert line.after.runs.wall.cut == line.verdict.pairs
    assert line.before.plan.analyzed
    assert not line.after.plan.analyzed
    assert trial.kept == ()
    assert "&gt; " in workload_trial_html(trial)
    assert "≤ " in workload_trial_text(trial)


def test_where_both_sides_explode_nothing_is_told_and_nobody_waits(shop) -> None:
    """With all changes it sleeps, and without the index, too."""
    sleeps = "select count(*), pg_sleep(coalesce(nullif(current_setting('shop.sleep', true), ''), '0')::float) from orders"
    trial = shop.trial([sleeps], ["set shop.sleep = '1200'", "create index on orders (user_id)"], budget_s=0.1)
    (line,) = trial.lines
    assert line.regressed
    _, index = line.cells
    assert index is not None
    assert index.verdict.outcome is Outcome.CANNOT_TELL
    assert (index.verdict.pairs, index.without.wall.cut, index.with_.wall.cut) == (1, 1, 1)
    assert "runs before were cut off" in index.verdict.reason
    assert "runs after were cut off" in index.verdict.reason
    assert "budget_s= gives more" in index.verdict.reason


def test_the_session_s_own_limit_is_its_error(server) -> None:
    with workbench.connect(statement_timeout="500ms") as wb, pytest.raises(errors.StatementTimeout):
        wb.trial("select pg_sleep(20)", "set enable_seqscan = off", budget_s=0.1)


def test_a_single_trial_cuts_off_what_is_hopeless_too(shop) -> None:
    trial = shop.trial("select pg_sleep(0.02)", "select pg_sleep(0.9)", budget_s=0.2)
    assert (trial.verdict.outcome, trial.verdict.bound) == (Outcome.SLOWER, "at most")
    assert "at most" in str(trial.verdict)
    assert "at most" in trial_html(trial)
