"""The index lab from Python: what is offered, promised and proven."""

from __future__ import annotations

import pytest

from workbench import errors
from workbench.render.promise import promise_html, promise_text
from workbench.sql.cell import values_of

PENDING = "select id, total from orders where user_id = :u and status = 'pending' order by created_at desc limit 20"
INDEX = "create index on orders (user_id, status, created_at desc)"


def test_a_promise_is_proven(shop) -> None:
    with shop.lab([PENDING, "select 'unfinished"], u=7) as lab:
        name = lab.statements[0]
        offered = lab.offered(name)
        assert 1 <= len(offered) <= 8
        best = lab.promise(name, offered[0].candidate)
        assert best.cost[1] < best.cost[0]
        assert best.used == {offered[0].candidate}
        assert best.cost == (offered[0].before, offered[0].after)
        assert promise_text(best).startswith("Promised: Planned cost ")
        assert "Prove it to know" in promise_html(best)
        nothing = lab.promise(name)
        assert nothing.cost[0] == nothing.cost[1]
        promise = lab.promise(name, INDEX, "create index on orders (note)")
        assert len(promise.used) == 1
        assert promise.size_bytes > 0
        trial = lab.prove(name, INDEX, budget_s=0.2)
        assert trial.used
        assert trial.after.plan.nodes[-1].kind == promise.diff.after.nodes[-1].kind
    assert not shop.leftovers()


def test_the_cell_does_the_same(shop) -> None:
    with shop.lab(PENDING, u=7) as lab:
        magic, _, body = lab.cell(lab.statements[0], INDEX).partition("\n")
    assert shop.trial(body, magic.removeprefix("%%trial "), budget_s=0.2, **values_of(body)).change.text == INDEX


def test_a_dataset_s_workload(shop) -> None:
    with shop.lab("shop") as lab:
        assert "open orders of a customer" in lab.statements
        assert lab.text("open orders of a customer").startswith("select")


def test_what_can_t_be_done_is_told(shop) -> None:
    with pytest.raises(errors.BadInput, match="No statement can be tried"):
        shop.lab("selec 1")
    with shop.lab(PENDING, u=7) as lab:
        name = lab.statements[0]
        with pytest.raises(errors.BadInput, match="no statement 'x'"):
            lab.promise("x")
        with pytest.raises(errors.BadInput, match="does not exist"):
            lab.promise(name, "create index on orders (nonsense)")
        with pytest.raises(errors.SqlError), shop.lab("select nonsense from orders") as other:
            other.offered("select nonsense from orders")
        with pytest.raises(errors.StatementError):
            lab.promise(name, "drop table orders")
