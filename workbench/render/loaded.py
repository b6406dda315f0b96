"""What was loaded: the tables and their rows."""

from __future__ import annotations

from typing import Protocol

from workbench.datagen import Dataset
from workbench.render.html import block, cell, head, row, table
from workbench.render.numbers import count
from workbench.render.options import options


class Loaded(Protocol):
    """What is needed of a load to show it; verbs/load.py makes one."""

    @property
    def dataset(self) -> Dataset:
        """Where the data came from."""

    @property
    def rows(self) -> dict[str, int]:
        """Rows per table."""

    @property
    def total_rows(self) -> int:
        """Rows of all tables."""

    @property
    def seed(self) -> int:
        """The seed of the values."""

    @property
    def elapsed_s(self) -> float | None:
        """Seconds, None where nothing had to be done."""


def loaded_html(loaded: Loaded) -> str:
    """A small table: the tables and their rows."""
    body = [row(cell(name), cell(count(number), align="right")) for name, number in loaded.rows.items()]
    return block(table(_summary(loaded), head("Table", "Rows", right=1), *body))


def loaded_text(loaded: Loaded) -> str:
    """The same in a line."""
    return f"{_summary(loaded)}: " + ", ".join(f"{name} {count(number)}" for name, number in loaded.rows.items())


def _summary(loaded: Loaded) -> str:
    name = f"Dataset {loaded.dataset.name}, seed {loaded.seed}"
    if options.reproducible:
        return name
    if loaded.elapsed_s is None:
        return f"{name}, was there already"
    return f"{name}, loaded in {loaded.elapsed_s:.1f} s ({count(loaded.total_rows / loaded.elapsed_s)} rows/s)"
