"""Schema: the part of a catalog that somebody looks at. A value; drawing is render's business."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING

from workbench.catalog.snapshot import Catalog, Table
from workbench.catalog.statistics import ForeignKey
from workbench.errors import BadInput

if TYPE_CHECKING:
    from workbench.notebook.schema_widget import SchemaWidget
    from workbench.session import Workbench


@dataclass(frozen=True)
class Schema:
    """Tables of a catalog, to be looked at.

    Attributes:
        catalog: all that there is.
        tables: those that are shown. Partitions belong to their table and are not among them, unless asked for by name.
    """

    catalog: Catalog
    tables: tuple[Table, ...]

    @classmethod
    def of(cls, catalog: Catalog, name: str | None = None) -> Schema:
        """All tables; or one, or all of a schema, by name ("orders", "shop.orders", "shop").

        Raises:
            BadInput: there is nothing of this name.
        """
        if name is None:
            return cls(catalog, tuple(table for table in catalog if table.parent is None))
        schema, _, rest = name.rpartition(".")
        found = catalog.table(rest, schema or None) or catalog.table(name)
        inside = tuple(table for table in catalog if table.schema == name and table.parent is None)
        if found is None and not inside:
            raise _unknown(catalog, name)
        return cls(catalog, (found,) if found else inside)

    def __iter__(self) -> Iterator[Table]:
        return iter(self.tables)

    def __len__(self) -> int:
        return len(self.tables)

    def search(self, text: str) -> Schema:
        """The tables that have the text in their name or comment, or in those of a column or index."""
        wanted = text.casefold()
        return Schema(self.catalog, tuple(table for table in self if any(wanted in word.casefold() for word in _words(table))))

    def parent(self, table: Table, key: ForeignKey) -> Table | None:
        """The table that a foreign key points to."""
        return self.catalog.table(key.parent, key.schema or table.schema)

    def pointing_to(self, table: Table) -> tuple[tuple[Table, ForeignKey], ...]:
        """The foreign keys that point to a table, each with the table that has it."""
        return tuple(self._pointing.get((table.schema, table.name), ()))

    def partitions(self, table: Table) -> tuple[Table, ...]:
        """The partitions of a table, those of partitions not counted."""
        return tuple(self._parts.get((table.schema, table.name), ()))

    @cached_property
    def _pointing(self) -> dict[tuple[str, str], list[tuple[Table, ForeignKey]]]:
        found: dict[tuple[str, str], list[tuple[Table, ForeignKey]]] = {}
        for table in self.catalog:
            for key in table.foreign:
                found.setdefault((key.schema or table.schema, key.parent), []).append((table, key))
        return found

    @cached_property
    def _parts(self) -> dict[tuple[str, str], list[Table]]:
        found: dict[tuple[str, str], list[Table]] = {}
        for table in self.catalog:
            if table.parent is not None:
                found.setdefault(table.parent, []).append(table)
        return found

    def to_svg(self) -> str:
        """The entity-relationship diagram as a standalone SVG document."""
        from workbench.render.schema_picture import schema_svg

        return schema_svg(self)

    def widget(self, wb: Workbench | None = None) -> SchemaWidget:
        """The explorer as a live widget; with a workbench it shows rows of the tables, too."""
        from workbench.notebook.schema_widget import SchemaWidget

        return SchemaWidget(self, wb)

    def __repr__(self) -> str:
        names = ", ".join(table.name for table in self.tables[:5])
        more = f", and {len(self) - 5} more" if len(self) > 5 else ""
        return f"<Schema: {names}{more}>"


def _words(table: Table) -> Iterator[str]:
    yield from (table.name, f"{table.schema}.{table.name}", table.comment or "")
    for column in table.columns:
        yield from (column.name, column.comment or "")
    yield from (index.name for index in table.indexes)


def _unknown(catalog: Catalog, name: str) -> BadInput:
    known = {table.name for table in catalog} | {f"{table.schema}.{table.name}" for table in catalog if not table.visible}
    near = get_close_matches(name, sorted(known), n=3)
    return BadInput(
        f"There is no table and no schema {name!r}.",
        *([f"Nearest: {', '.join(near)}."] if near else []),
        hint="wb.schema() shows all; names are as the server keeps them, without quotes.",
    )
