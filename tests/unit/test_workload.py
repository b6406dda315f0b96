"""workload.sql: what is read from it, and what is told where it can't be."""

from __future__ import annotations

import pytest

from workbench.errors import DatasetError, StatementError
from workbench.sql import parse_workload

TEXT = """-- A heading that belongs to nobody.

-- name: one
-- What is wrong
-- with it.
-- weight: 2.5
-- :u = 7
-- :s = 'it''s'
-- :n = null
-- :f = -1.5
-- :b = true
select :u, :s, :n, :f, :b -- name: not one
  -- :x = 1
from t;

-- name: two
select 1;
"""


def test_a_workload_is_its_tasks_in_order() -> None:
    workload = parse_workload(TEXT)
    assert [task.name for task in workload.tasks] == ["one", "two"]
    one = workload["one"]
    assert one.told == "What is wrong with it."
    assert one.weight == 2.5
    assert one.values == {"u": 7, "s": "it's", "n": None, "f": -1.5, "b": True}
    assert one.statement.text.startswith("select :u")
    assert one.statement.text.endswith("from t")
    assert (workload["two"].weight, workload["two"].told, len(workload)) == (1.0, "", 2)
    with pytest.raises(KeyError, match="one, two"):
        workload["three"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("-- name: two", "-- name: one", "'one' is there twice"),
        ("weight: 2.5", "weight: heavy", "'heavy' is no weight"),
        ("weight: 2.5", "weight: 0", "'0' is no weight"),
        ("-- :u = 7\n", "", ":u of 'one' has no value"),
        (":u = 7", ":u = now()", "'now()' is no literal"),
    ],
)
def test_a_mistake_is_told_with_file_and_line(old: str, new: str, told: str) -> None:
    with pytest.raises(DatasetError) as caught:
        parse_workload(TEXT.replace(old, new, 1), "mine/workload.sql")
    assert told in str(caught.value)
    assert "mine/workload.sql, line " in str(caught.value)


def test_two_statements_under_one_name_are_refused() -> None:
    with pytest.raises(StatementError):
        parse_workload("-- name: x\nselect 1; select 2;")
