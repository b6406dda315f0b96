"""TPC-H's tables, whose rows are prescribed and made by tpchgen-cli: the program's output as pieces of CSV and as batches.

https://github.com/datafusion-contrib/tpcgen-rs
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from workbench.datagen.options import Place
from workbench.datagen.planted import Fact
from workbench.errors import BadInput, MissingCapability

PROGRAM = "tpchgen-cli"
_ORDERS = 1_500_000  # at scale factor 1
_FEWEST = 15_000  # below scale factor 0.008 a part has one of its four suppliers twice
_PIECE = 1 << 20

# Rows at scale factor 1, in load order; those of region and nation stay, those of lineitem are about so many.
# TPC-H specification, 4.2.5.
_ROWS = {
    "region": 5,
    "nation": 25,
    "part": 200_000,
    "supplier": 10_000,
    "partsupp": 800_000,
    "customer": 150_000,
    "orders": _ORDERS,
    "lineitem": 6_001_215,
}
_FIXED = ("region", "nation")


@dataclass(frozen=True)
class TpchJob:
    """One table to load.

    Attributes:
        name: the table's name.
        scale: the scale factor.
        place: for errors.
    """

    name: str
    scale: float
    place: Place

    @property
    def rows(self) -> int:
        """How many; of lineitem about how many, unless the scale factor is 1."""
        return _ROWS[self.name] if self.name in _FIXED else round(_ROWS[self.name] * self.scale)

    @property
    def exact(self) -> bool:
        """Whether `rows` is the count, and no estimate."""
        return self.name != "lineitem" or self.scale == 1

    @property
    def columns(self) -> tuple[str, ...]:
        """None are named: the program writes all, in the order of the specification."""
        return ()

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Nothing is planted."""
        return ()

    def text(self) -> Iterator[bytes]:
        """The table as CSV with a header, a megabyte at a time, cut at the ends of lines."""
        with subprocess.Popen(self._command("csv", "--stdout"), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
            try:
                rest = b""
                while process.stdout is not None and (data := process.stdout.read(_PIECE)):
                    whole, line, begun = (rest + data).rpartition(b"\n")
                    rest = begun
                    yield whole + line
                if process.wait() != 0:
                    raise self._failed()
            finally:
                process.kill()

    def batches(self, size: int = 65_536) -> Iterator[pa.RecordBatch]:
        """The table as arrow batches; on the way it is a Parquet file in a folder that goes away."""
        from pyarrow import parquet

        with tempfile.TemporaryDirectory(prefix="workbench-tpch-") as folder:
            if subprocess.run(self._command("parquet", "--output-dir", folder), capture_output=True).returncode:
                raise self._failed()
            with parquet.ParquetFile(Path(folder) / f"{self.name}.parquet") as file:
                for batch in file.iter_batches(size):
                    yield pa.record_batch([_plain(column) for column in batch.columns], names=batch.schema.names)

    def _failed(self) -> MissingCapability:
        hint = f"run {PROGRAM} -s {self.scale!r} --tables={self.name} to see why."
        return MissingCapability(f"{PROGRAM} failed on the table {self.name}.", hint=hint)

    def _command(self, form: str, *options: str) -> list[str]:
        return [program(), form, "-s", repr(self.scale), f"--tables={self.name}", "--quiet", *options]


def _plain(column: pa.Array) -> pa.Array:
    return column.cast(pa.string()) if pa.types.is_string(column.type) or column.type == pa.string_view() else column


def tpch_jobs(orders: int, place: Place) -> tuple[TpchJob, ...]:
    """All tables, in load order, with so many orders. Raises MissingCapability where tpchgen-cli isn't there."""
    program()
    scale = orders / _ORDERS
    if orders < _FEWEST:
        allowed = "Its tables fit together from scale factor 0.01 on."
        raise BadInput(f"rows = {orders} is too few for TPC-H.", allowed, hint=f"give rows={_FEWEST} or more.")
    return tuple(TpchJob(name, scale, place.at(name)) for name in _ROWS)


def program() -> str:
    """Where tpchgen-cli is: beside this Python, or on the path."""
    beside = Path(sys.executable).with_name(PROGRAM)
    found = str(beside) if beside.exists() else shutil.which(PROGRAM)
    if found is None:
        raise MissingCapability(f"{PROGRAM} makes TPC-H's rows, and it isn't installed.", hint=f"pip install {PROGRAM}")
    return found
