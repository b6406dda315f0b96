"""Rows without a server: frames, batches and files hold the same, and nothing half-written stays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import csv, parquet

import workbench
from workbench.datagen import TableJob, chunks
from workbench.errors import BadInput, MissingCapability, UnknownDataset


def test_frames_hold_what_batches_hold() -> None:
    shop = workbench.generate("shop", rows=70_000)
    assert shop.rows["orders"] == 70_000
    batches = list(shop.batches("orders"))
    assert [batch.num_rows for batch in batches] == [65_536, 4_464]
    pd.testing.assert_frame_equal(shop["orders"], pa.Table.from_batches(batches).to_pandas())


@pytest.mark.parametrize("name", ["shop", "blog"])
def test_files_hold_what_batches_hold(name: str, tmp_path: Path) -> None:
    made = workbench.generate(name, rows=500, seed=7)
    for table, file in made.to_parquet(tmp_path).items():
        assert parquet.read_table(file).equals(pa.Table.from_batches(list(made.batches(table))))
    for table, file in made.to_csv(tmp_path).items():
        read = csv.read_csv(file)
        assert (read.num_rows, read.column_names) == (made.rows[table], list(made[table].columns))
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".csv"] * len(made.rows) + [".parquet"] * len(made.rows)


def test_another_seed_gives_other_rows_and_the_same_seed_the_same() -> None:
    first, again, other = (workbench.generate("shop", rows=100, seed=seed)["orders"] for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(first, again)
    assert not first.equals(other)


def test_a_file_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text("mine")
    with pytest.raises(BadInput, match="is there already"):
        workbench.generate("shop", rows=10).to_csv(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["orders.csv"]


def test_what_fails_half_way_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(job: TableJob) -> Iterator[pa.RecordBatch]:
        yield from chunks(job)
        raise OSError("disk full")

    monkeypatch.setattr(TableJob, "batches", broken)
    with pytest.raises(OSError, match="disk full"):
        workbench.generate("shop", rows=10).to_parquet(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_names_that_are_not_there_are_told() -> None:
    with pytest.raises(UnknownDataset):
        workbench.generate("shopp")
    with pytest.raises(BadInput, match="its tables are customers, products, orders, order_items"):
        workbench.generate("shop", rows=10)["order"]


def test_tpch_comes_from_its_generator() -> None:
    made = workbench.generate("tpch", rows=15_000)
    assert made.rows | {"lineitem": 0} == {
        "region": 5,
        "nation": 25,
        "part": 2_000,
        "supplier": 100,
        "partsupp": 8_000,
        "customer": 1_500,
        "orders": 15_000,
        "lineitem": 0,
    }
    assert made["lineitem"].shape == (made.rows["lineitem"], 16)
    assert made["orders"]["o_orderkey"].is_unique
    with pytest.raises(BadInput, match="same rows always"):
        workbench.generate("tpch", seed=7)
    with pytest.raises(BadInput, match="too few"):
        workbench.generate("tpch", rows=100)


def test_without_its_generator_tpch_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbench.datagen.tpch.PROGRAM", "no-such-program")
    with pytest.raises(MissingCapability, match="pip install no-such-program"):
        workbench.generate("tpch")
