"""Candidate: an index that is not there yet, as values. Nothing here runs SQL."""

from workbench.indexes.candidate import Candidate

__all__ = ["Candidate"]
