"""Statements as values: text, parameters, kind, results. Nothing here runs anything or knows a connection."""

from workbench.sql.result import Column, Result
from workbench.sql.statement import Bound, Statement

__all__ = ["Bound", "Column", "Result", "Statement"]
