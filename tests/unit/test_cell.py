"""A statement with its values as a cell's text, and back."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import BadInput
from workbench.sql import Statement
from workbench.sql.cell import cell_of, values_of

SQL = "select * from orders where user_id = :u and note = :note"


@given(
    st.one_of(st.none(), st.booleans(), st.integers()),
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"))),
)
def test_what_is_written_is_read_again(number, text) -> None:
    magic, _, body = cell_of(["create index on orders (user_id)"], Statement.of(SQL), {"u": number, "note": text}).partition(
        "\n"
    )
    assert magic == "%%trial create index on orders (user_id)"
    assert values_of(body) == {"u": number, "note": text}
    assert Statement.of(body).bind(values_of(body)).values == (number, text)


@pytest.mark.parametrize(
    ("value", "read"),
    [(Decimal("1.50"), 1.5), (2.5, 2.5), (dt.date(2025, 1, 2), "2025-01-02"), ("it's", "it's")],
)
def test_other_values(value, read) -> None:
    assert values_of(cell_of([], Statement.of("select :v"), {"v": value}).partition("\n")[2]) == {"v": read}


def test_what_can_t_be_written_stays_the_notebook_s_variable() -> None:
    assert "--" not in cell_of([], Statement.of("select :v"), {"v": [1, 2]})


def test_comments_that_only_look_like_values_are_comments() -> None:
    assert values_of("-- :u = the customer\n-- a note\n\n-- :v = 1\nselect 1\n-- :w = 2") == {"v": 1}


def test_a_change_of_several_lines_is_made_one() -> None:
    change = "create index on orders (user_id,  -- the customer\n  status)"
    line = cell_of([change], Statement.of("select 1"), {}).splitlines()[0]
    assert " ".join(line.split()) == "%%trial create index on orders (user_id, status)"
    with pytest.raises(BadInput):
        cell_of(["create index on orders (id) where note = 'a\nb'"], Statement.of("select 1"), {})
