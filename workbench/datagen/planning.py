"""Fits the tables of a spec together: row counts, load order, columns built on others. Makes no values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from graphlib import CycleError, TopologicalSorter
from math import floor
from typing import Any

from workbench.datagen.cells import Cell
from workbench.datagen.columns import Column
from workbench.datagen.draws import Alike, Draw, Placed
from workbench.datagen.expressions import Expression, Source
from workbench.datagen.kinds import KINDS, expression
from workbench.datagen.options import Place, listed, nearest, quoted
from workbench.datagen.philox import Stream
from workbench.datagen.planted import Chance, Elsewhere
from workbench.datagen.references import Earlier, Levels, Reference
from workbench.datagen.spec import ColumnSpec, Ratio, Spec, TableSpec, column_spec


class Planner:
    """Builds each column of a spec once, on demand, so that their order in the file doesn't matter."""

    def __init__(self, spec: Spec, rows: int, seed: int) -> None:
        self.spec = spec
        self.seed = seed
        self._tables = {table.name: table for table in spec.tables}
        self._specs = {(t.name, c.name): c for t in spec.tables for c in t.columns}
        self._built: dict[tuple[str, str], Cell] = {}
        self._building: list[tuple[str, str]] = []
        self.counts = self._count(rows)

    def in_load_order(self) -> tuple[TableSpec, ...]:
        """Parents before children, as far as references that can be null allow.

        Raises DatasetError for tables that reference each other in a circle, where none of the references can be null.
        """
        graph: dict[str, set[str]] = {table.name: set() for table in self.spec.tables}
        for table in self.spec.tables:
            for column in table.columns:
                parent = str(column.options.get("to", "")).partition(".")[0]
                if column.kind == "reference" and parent != table.name and not (column.nullable and parent in graph):
                    graph[table.name].add(parent)
        return tuple(self._tables[name] for name in self._sorted(graph, "reference each other"))

    def stream(self, table: str, column: str, draw: str) -> Stream:
        """The random numbers of one draw of one column."""
        return Stream.of(self.seed, table, column, draw)

    def elsewhere(self, table: str, column: str, purpose: str, share: float, *, earlier: bool = False) -> Elsewhere:
        """Which rows take their values from another row, and from which."""
        chance = Chance(share, self.stream(table, column, purpose))
        return Elsewhere(chance, self.stream(table, column, f"{purpose} of"), self.counts[table], earlier)

    def cell(self, table: str, name: str) -> Cell:
        """The column with its nulls, built when first asked for. Raises DatasetError where it can't be."""
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
        self._built[at] = self.build(table, self._specs[at], place)
        self._building.pop()
        return self._built[at]

    def build(self, table: str, spec: ColumnSpec, place: Place, times: int = 1) -> Cell:
        """A column of the table, or one inside such a column, with room for `times` values a row."""
        site = _Site(self, table, spec, place, times)
        null: Chance | Expression | None = None
        if isinstance(spec.null, str):
            null = expression(site, spec.null)
        elif spec.null > 0:
            null = Chance(float(spec.null), site.stream("null"))
        stray = self.elsewhere(table, spec.name, "dirty", spec.dirty) if spec.dirty > 0 else None
        return Cell(spec.name, KINDS[spec.kind].build(site), null, stray)

    def known(self, table: str, name: str, place: Place) -> ColumnSpec:
        """The column's spec. Raises DatasetError for `place` where there is no such table or column."""
        if table not in self._tables:
            raise place.error(f"There is no table {quoted(table)}.", listed(self._tables), nearest(table, self._tables))
        if (table, name) not in self._specs:
            names = [column.name for column in self._tables[table].columns]
            raise place.error(f"{table} has no column {quoted(name)}.", listed(names), nearest(name, names))
        return self._specs[table, name]

    def source(self, table: str, name: str, place: Place) -> Column:
        """A column that another one builds on; it must exist and always have a value."""
        spec = self.known(table, name, place)
        column = self.cell(table, name).column
        orphans = isinstance(column, Reference) and isinstance(column.spread, Earlier | Levels)
        if orphans or spec.nullable:
            raise place.error(f"{table}.{name} can be null.", "a column that always has a value")
        return column

    def draw(self, table: str, spec: ColumnSpec, place: Place, seen: tuple[str, ...] = ()) -> Draw:
        """The uniform numbers behind a column: its own, or bent towards the row's place or another column's."""
        own, order, like = (self.stream(table, spec.name, "value"), *(spec.options.get(n) for n in ("order", "like")))
        correlation = spec.options.get("correlation")
        if order is not None:
            if like is not None:
                raise place.error("A column has order or like, not both.", "order = 0.9, or like = ... with correlation = 0.8")
            return Placed(own, self.counts[table], float(order))
        if like is None:
            return own
        if correlation is None:
            raise place.error("The option 'correlation' is missing.", "like takes correlation, from -1 to 1")
        if like in (*seen, spec.name):
            raise place.error(f"{spec.name} and {like} are like each other in a circle.", "like a column that stands alone")
        other = self.known(table, like, place)
        if "like" not in KINDS[other.kind].options:
            allowed = listed(name for name, kind in KINDS.items() if "like" in kind.options)
            raise place.error(f"{like} is a {other.kind}, which can't be followed.", f"like = a column of kind {allowed}")
        return Alike(own, self.draw(table, other, place, (*seen, spec.name)), float(correlation))

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
            allowed = "tables in an order, parents first; or a reference of them with null = 0.1"
            raise place.error(f"Tables {what} in a circle: {circle}.", allowed) from error


@dataclass(frozen=True)
class _Site:
    """What a kind's build function sees (`kinds.Site`)."""

    planner: Planner
    table: str
    spec: ColumnSpec
    place: Place
    times: int

    @property
    def rows(self) -> int:
        return self.planner.counts[self.table] * self.times

    @property
    def options(self) -> Mapping[str, Any]:
        return self.spec.options

    def stream(self, draw: str = "value") -> Stream:
        return self.planner.stream(self.table, self.spec.name, draw)

    def sibling(self, option: str, wanted: type[Any]) -> Any:
        name = str(self.options[option]).partition(".")[0]
        column = self.column(name)
        if not isinstance(column, wanted):
            raise self.place.error(f"{option}: {name} is of another kind.", f"a {wanted.__name__.lower()} column")
        return column

    def column(self, name: str) -> Column:
        return self.planner.source(self.table, name, self.place)

    def source(self, name: str) -> Source:
        self.planner.known(self.table, name, self.place)
        return self.planner.cell(self.table, name)

    def nested(self, name: str, given: Mapping[str, Any], times: int = 1) -> Source:
        inner = replace(column_spec(name, given, self.place), name=f"{self.spec.name}.{name}")
        return self.planner.build(self.table, inner, self.place, self.times * times)

    def foreign(self, table: str, name: str) -> tuple[Column, int]:
        column = self.planner.source(table, name, self.place)
        return column, self.planner.counts[table]

    def draw(self) -> Draw:
        return self.planner.draw(self.table, self.spec, self.place)
