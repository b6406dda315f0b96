"""A database as values: tables, columns, keys and the planner's statistics. Never a connection, never a row."""

from workbench.catalog.leftovers import Leftover, Leftovers
from workbench.catalog.snapshot import (
    Activity,
    Catalog,
    ColumnStatistics,
    ColumnType,
    ExtendedStatistics,
    Index,
    IndexKey,
    Table,
    TableColumn,
)
from workbench.catalog.statistics import ColumnFacts, ForeignKey, SchemaFacts, TableFacts

__all__ = [
    "Activity",
    "Catalog",
    "ColumnFacts",
    "ColumnStatistics",
    "ColumnType",
    "ExtendedStatistics",
    "ForeignKey",
    "Index",
    "IndexKey",
    "Leftover",
    "Leftovers",
    "SchemaFacts",
    "Table",
    "TableColumn",
    "TableFacts",
]
