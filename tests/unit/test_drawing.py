"""Which column a parameter is compared with, and which of the column's values are rare or common."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.catalog import spread
from workbench.catalog.spread import Spread
from workbench.sql import Statement
from workbench.sql.comparisons import comparisons

BOUNDS = tuple(str(number) for number in range(101))


def found(text: str) -> list[tuple[str, tuple[str, ...], str, str]]:
    statement = Statement.of(text)
    bound = statement.bind(dict.fromkeys(statement.parameters, 1))
    return [(c.parameter, c.tables, c.column, c.operator) for c in comparisons(bound)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("select 1 from orders where user_id = :u", [("u", ("orders",), "user_id", "=")]),
        ("select 1 from orders where :u = user_id", [("u", ("orders",), "user_id", "=")]),
        ("select 1 from orders where :t < created_at", [("t", ("orders",), "created_at", ">")]),
        ("select 1 from shop.orders o where o.total >= (:t::numeric)", [("t", ("shop.orders",), "total", ">")]),
        ("select 1 from a, b where x in (:p, :q)", [("p", ("a", "b"), "x", "="), ("q", ("a", "b"), "x", "=")]),
        ("select 1 from a join b on b.i = a.i where b.y = :v", [("v", ("b",), "y", "=")]),
        ("select 1 from a where i in (select j from b where k = :v)", [("v", ("b",), "k", "=")]),
        ("update t set a = 1 where b = :v", [("v", ("t",), "b", "=")]),
        ("delete from t where b = :v", [("v", ("t",), "b", "=")]),
        ("select 1 from t where lower(a) = :v", []),
        ("select 1 from t where a like :v", []),
        ("select 1 from t limit :n", []),
        ("select :v", []),
        ("select from from where = :v", []),
    ],
)
def test_a_parameter_finds_its_column(text: str, expected: list[object]) -> None:
    assert found(text) == expected


def test_a_common_value_is_the_worst_and_a_rare_one_the_best() -> None:
    skewed = Spread(("7", "8"), (0.6, 0.1), BOUNDS)
    assert spread.equal(skewed) == {"best": "50", "typical": "7", "worst": "7"}
    flat = Spread(("7", "8"), (0.02, 0.01), BOUNDS)
    assert spread.equal(flat) == {"best": "50", "typical": "50", "worst": "7"}
    assert spread.equal(Spread(("a", "b"), (0.5, 0.5))) == {"best": "b", "typical": "a", "worst": "a"}
    assert spread.equal(Spread()) == {}


def test_ranges_find_few_and_many() -> None:
    even = Spread(bounds=BOUNDS)
    assert spread.below(even) == {"best": "1", "typical": "50", "worst": "99"}
    assert spread.above(even) == {"best": "99", "typical": "50", "worst": "1"}
    low, high = spread.between(even)
    assert [(low[which], high[which]) for which in spread.WHICH] == [("50", "51"), ("45", "55"), ("1", "99")]
    assert spread.below(Spread(bounds=("1",))) == {}


@given(st.lists(st.integers(), min_size=2, max_size=101))
def test_a_range_is_never_turned_round(numbers: list[int]) -> None:
    low, high = spread.between(Spread(bounds=tuple(map(str, sorted(numbers)))))
    assert all(int(low[which]) <= int(high[which]) for which in spread.WHICH)
