"""Every candidate that is generated for any dataset's workload really builds, and each means what PostgreSQL makes of it."""

from __future__ import annotations

import pytest

from workbench.datagen import dataset_names, find_dataset
from workbench.indexes import Candidate, generate
from workbench.indexes.judge import covers
from workbench.postgres.catalog import read_catalog
from workbench.sql import Statement

ROWS = {"tpch": 15_000}


@pytest.mark.parametrize("name", dataset_names())
def test_every_candidate_of_a_workload_builds(wb, name: str) -> None:
    wb.load(name, rows=ROWS.get(name, 10_000))
    wb.query(f"set search_path = {name}, public")
    catalog = read_catalog(wb._connection, schemas=[name])
    tasks = find_dataset(name).workload.tasks
    found = generate([task.statement.bind(task.values) for task in tasks], catalog)
    assert not found.problems
    assert len(found.candidates) >= len(tasks) / 2
    for candidate in found.candidates:
        with wb._connection.rolled_back():
            before = {index.name for index in catalog.table(candidate.table[-1], name).indexes}
            wb.query(candidate.ddl)
            assert Candidate.of(candidate.ddl) == candidate
            after = read_catalog(wb._connection, statistics=False, schemas=[name]).table(candidate.table[-1], name)
            (new,) = [index for index in after.indexes if index.name not in before]
            assert covers(new, candidate), new.definition


def test_without_values_a_workload_still_has_candidates(wb) -> None:
    wb.load("shop", rows=10_000)
    catalog = read_catalog(wb._connection, schemas=["shop"])
    found = generate([task.statement for task in find_dataset("shop").workload.tasks], catalog)
    assert not found.problems
    assert "create index on orders (user_id, status, created_at)" in [c.ddl for c in found.candidates]


def test_a_view_is_read_through(wb) -> None:
    wb.load("shop", rows=10_000)
    with wb._connection.rolled_back():
        wb.query("create view shop.pending as select user_id as who, total from shop.orders where status = 'pending'")
        wb.query("create view shop.dear as select who from shop.pending where total > 100")
        catalog = read_catalog(wb._connection, schemas=["shop"])

    found = generate([Statement.of("select * from shop.dear where who = 7")], catalog)
    assert "create index on orders (user_id, status, total)" in [c.ddl for c in found.candidates]
