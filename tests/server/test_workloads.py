"""The bundled datasets with their workloads: everything loads small, and every statement runs."""

from __future__ import annotations

import pytest

from workbench.datagen import dataset_names, find_dataset

ROWS = {"tpch": 15_000}


@pytest.mark.parametrize("name", dataset_names())
def test_every_statement_of_a_workload_runs(wb, name: str) -> None:
    loaded = wb.load(name, rows=ROWS.get(name, 20_000))
    for table, rows in loaded.rows.items():
        assert wb.query(f'select count(*) from "{table}"').rows == ((rows,),)
    for task in find_dataset(name).workload.tasks:
        plan = wb.explain(task.statement.text, **task.values)
        assert plan.root.rows >= 0, task.name
