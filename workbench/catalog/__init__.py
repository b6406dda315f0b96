"""A database as values: tables, columns, keys and the planner's statistics. Never a connection, never a row."""

from workbench.catalog.statistics import ColumnFacts, ForeignKey, SchemaFacts, TableFacts

__all__ = ["ColumnFacts", "ForeignKey", "SchemaFacts", "TableFacts"]
