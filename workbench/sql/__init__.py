"""Statements as values: text, parameters, kind, results. Nothing here runs anything or knows a connection."""

from workbench.sql.fetched import Fetched
from workbench.sql.result import Column, Result
from workbench.sql.statement import Bound, Statement
from workbench.sql.workload import Task, Workload, parse_workload

__all__ = ["Bound", "Column", "Fetched", "Result", "Statement", "Task", "Workload", "parse_workload"]
