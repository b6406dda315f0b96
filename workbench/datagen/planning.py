"""Fits the tables of a spec together: row counts, load order, columns built on others. Makes no values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from math import floor
from typing import Any

from workbench.datagen.columns import Column
from workbench.datagen.kinds import KINDS
from workbench.datagen.options import Place, listed, nearest, quoted
from workbench.datagen.philox import Stream
from workbench.datagen.references import Earlier, Reference
from workbench.datagen.spec import ColumnSpec, Ratio, Spec, TableSpec


class Planner:
    """Builds each column of a spec once, on demand, so that their order in the file doesn't matter."""

    def __init__(self, spec: Spec, rows: int, seed: int) -> None:
        self.spec = spec
        self.seed = seed
        self._tables = {table.name: table for table in spec.tables}
        self._specs = {(t.name, c.name): c for t in spec.tables for c in t.columns}
        self._built: dict[tuple[str, str], Column] = {}
        self._building: list[tuple[str, str]] = []
        self.counts = self._count(rows)

    def in_load_order(self) -> tuple[TableSpec, ...]:
        """Parents before children. Raises DatasetError for tables that reference each other in a circle."""
        graph = {
            table.name: {str(c.options["to"]).partition(".")[0] for c in table.columns if c.kind == "reference"} - {table.name}
            for table in self.spec.tables
        }
        return tuple(self._tables[name] for name in self._sorted(graph, "reference each other"))

    def stream(self, table: str, column: str, draw: str) -> Stream:
        """The random numbers of one draw of one column."""
        return Stream.of(self.seed, table, column, draw)

    def column(self, table: str, name: str) -> Column:
        """The column, built when first asked for. Raises DatasetError where it can't be."""
        at = (table, name)
        if at in self._built:
            return self._built[at]
        place = self.spec.place.at(table, name)
        if at in self._building:
            circle = listed(".".join(step) for step in [*self._building[self._building.index(at) :], at])
            raise place.error(
                f"The columns need each other in a circle: {circle}.",
                "columns built on ones that need no other",
            )
        self._building.append(at)
        spec = self._specs[at]
        self._built[at] = KINDS[spec.kind].build(_Site(self, table, spec, place))
        self._building.pop()
        return self._built[at]

    def source(self, table: str, name: str, place: Place) -> Column:
        """A column that another one builds on; it must exist and always have a value."""
        if table not in self._tables:
            raise place.error(f"There is no table {quoted(table)}.", listed(self._tables), nearest(table, self._tables))
        known = [column.name for column in self._tables[table].columns]
        if name not in known:
            raise place.error(f"{table} has no column {quoted(name)}.", listed(known), nearest(name, known))
        column = self.column(table, name)
        orphans = isinstance(column, Reference) and isinstance(column.spread, Earlier)
        if orphans or self._specs[table, name].null > 0:
            raise place.error(f"{table}.{name} can be null.", "a column that always has a value")
        return column

    def _count(self, rows: int) -> dict[str, int]:
        graph = {t.name: {t.rows.per} if isinstance(t.rows, Ratio) else set() for t in self.spec.tables}
        counts: dict[str, int] = {}
        for name in self._sorted(graph, "count their rows by each other"):
            size = self._tables[name].rows
            if isinstance(size, Ratio):
                counts[name] = max(size.minimum, floor(counts[size.per] * size.ratio + 0.5))
            else:
                counts[name] = rows if size is None else size
        return counts

    def _sorted(self, graph: Mapping[str, set[str]], what: str) -> tuple[str, ...]:
        for name, needs in graph.items():
            for table in sorted(needs - set(graph)):
                place = self.spec.place.at(name)
                raise place.error(f"There is no table {quoted(table)}.", listed(graph), nearest(table, graph))
        try:
            # Sorted, because a set's order changes from one process to the next.
            return tuple(TopologicalSorter({n: sorted(needs) for n, needs in graph.items()}).static_order())
        except CycleError as error:
            circle = " -> ".join(error.args[1])
            place = self.spec.place.at(error.args[1][0])
            raise place.error(f"Tables {what} in a circle: {circle}.", "tables in an order, parents first") from error


@dataclass(frozen=True)
class _Site:
    """What a kind's build function sees (`kinds.Site`)."""

    planner: Planner
    table: str
    spec: ColumnSpec
    place: Place

    @property
    def rows(self) -> int:
        return self.planner.counts[self.table]

    @property
    def options(self) -> Mapping[str, Any]:
        return self.spec.options

    def stream(self, draw: str = "value") -> Stream:
        return self.planner.stream(self.table, self.spec.name, draw)

    def sibling(self, option: str, wanted: type[Any]) -> Any:
        name = str(self.options[option]).partition(".")[0]
        column = self.planner.source(self.table, name, self.place)
        if not isinstance(column, wanted):
            raise self.place.error(f"{option}: {name} is of another kind.", f"a {wanted.__name__.lower()} column")
        return column

    def foreign(self, table: str, name: str) -> tuple[Column, int]:
        column = self.planner.source(table, name, self.place)
        return column, self.planner.counts[table]
