"""A database as values: tables, columns, keys and the planner's statistics. Never a connection, never a row."""

from workbench.catalog.leftovers import Leftover, Leftovers
from workbench.catalog.statistics import ColumnFacts, ForeignKey, SchemaFacts, TableFacts

__all__ = ["ColumnFacts", "ForeignKey", "Leftover", "Leftovers", "SchemaFacts", "TableFacts"]
