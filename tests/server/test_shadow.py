"""A shadow plans as its source does, holds no row, and leaves nothing."""

from __future__ import annotations

import pytest

from workbench.indexes import Candidate, Size
from workbench.postgres.whatif import open_whatif
from workbench.sql import Statement


@pytest.fixture
def engine(shop):
    opened = open_whatif(shop._connection, "shadow")
    yield opened
    opened.close()


def cost(wb, bound) -> float:
    return wb._connection.prefixed("explain (format json)", bound)[0][0][0]["Plan"]["Total Cost"]


def test_a_candidate_is_seen_only_where_it_is_asked_for(shop, engine) -> None:
    one = Candidate.of("create index on orders (user_id, status)")
    two = Candidate.of("create index on orders using brin (created_at)")
    bad = Candidate.of("create index on nobody (a)")
    (rejected,) = engine.prepare({one: Size(100, 20_000), two: Size(3, 20_000), bad: Size(1, 1)})
    assert rejected.candidate == bad
    assert "does not exist" in rejected.reason
    bound = Statement.of("select * from orders where user_id = :u and status = 'pending'").bind({"u": 7})
    plain = engine.price(bound, ())
    assert plain.cost == pytest.approx(cost(shop, bound), rel=0.001)
    assert plain.used == frozenset()
    with_it = engine.price(bound, (one, two))
    assert with_it.used == {one}
    assert with_it.cost < plain.cost / 2
    assert engine.price(bound, (two,)).cost == plain.cost
    assert engine.price(bound, ()) == plain


def test_a_statement_of_pg_stat_statements_gets_its_generic_plan(engine) -> None:
    one = Candidate.of("create index on orders (user_id)")
    engine.prepare({one: Size(100, 20_000)})
    bound = Statement.of("select * from orders where user_id = $1").generic()
    assert engine.price(bound, (one,)).used == {one}
